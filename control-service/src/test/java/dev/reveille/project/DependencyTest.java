package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.project.Dependency.Condition;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyTest {
  @ParameterizedTest
  @CsvSource({
    "db,                                       STARTED_OR_HEALTHY,             false",
    "db:,                                      STARTED_OR_HEALTHY,             false",
    "db:service_started,                       SERVICE_STARTED,                false",
    "db:service_started:true,                  SERVICE_STARTED,                true",
    "db:SERVICE_HEALTHY:false,                 SERVICE_HEALTHY,                false",
    "db:service_completed_successfully:false,  SERVICE_COMPLETED_SUCCESSFULLY, false",
    "db:service_running_or_healthy:false,      STARTED_OR_HEALTHY,             false",
  })
  void readsWhatComposeWrites(String label, Condition condition, boolean restart) {
    assertThat(Dependency.parseAll(label))
        .containsExactly(new Dependency("db", condition, restart, Optional.empty()));
  }

  @Test
  void readsWhetherItIsRequired() {
    assertThat(Dependency.parseAll("db:service_started:false:true,x:service_started:false:false"))
        .extracting(Dependency::isOptional)
        .containsExactly(false, true);
    assertThat(Dependency.parseAll("db:service_started:false"))
        .extracting(Dependency::isOptional)
        .containsExactly(false);
  }

  @Test
  void readsSeveralInTheirOrder() {
    assertThat(Dependency.parseAll("db:service_healthy:false, cache:service_started:true,"))
        .extracting(Dependency::service)
        .containsExactly("db", "cache");
  }

  @Test
  void anEmptyLabelIsNoDependency() {
    assertThat(Dependency.parseAll("")).isEmpty();
    assertThat(Dependency.parseAll(" , ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {":service_started", "db:service_perfect:false", "db:a:b:c:d"})
  void namesAnEntryThatCanNotBeRead(String entry) {
    assertThatThrownBy(() -> Dependency.parseAll("cache," + entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(entry);
  }
}
