package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiltersTest {
  @Test
  void groupsByKeyForTheListOfContainers() {
    Filters filters = Filters.from(List.of("label=team=blue", "name=shop", "label=a"));
    assertThat(decoded(filters.ofContainers()))
        .isEqualTo("filters={\"label\":[\"team=blue\",\"a\"],\"name\":[\"shop\"]}");
  }

  @Test
  void onlyLabelsNarrowTheEvents() {
    Filters filters = Filters.from(List.of("label=team=blue", "name=shop"));
    assertThat(decoded(filters.ofEvents()))
        .contains("\"label\":[\"team=blue\"]", "\"type\":[\"container\"]", "\"health_status\"")
        .doesNotContain("shop");
  }

  @Test
  void withoutEntriesThereIsNoFilter() {
    assertThat(Filters.from(List.of()).isEmpty()).isTrue();
    assertThat(decoded(Filters.from(List.of()).ofContainers())).isEqualTo("filters={}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"label", "label=", "status=running", "=x", "team=blue"})
  void refusesWhatIsNoFilterOrHidesWhatSleeps(String entry) {
    assertThatThrownBy(() -> Filters.from(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(entry)
        .hasMessageContaining("label=team=blue");
  }

  private static String decoded(String parameter) {
    return URLDecoder.decode(parameter, StandardCharsets.UTF_8);
  }
}
