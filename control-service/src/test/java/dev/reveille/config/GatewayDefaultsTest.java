package dev.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The gateway starts without Java, so its start script has defaults of its own. */
class GatewayDefaultsTest {
  private static final Pattern DEFAULT = Pattern.compile("\"\\$\\{([A-Z_]+):=([^}]*)}\"");

  @Test
  void areTheSameInTheStartScript() throws IOException {
    Map<String, String> written = written();

    assertThat(written).containsKeys("HTTP_PORT", "HTTPS_PORT", "CONTROL_PORT", "ACCESS_LOG");
    assertThat(written)
        .allSatisfy(
            (name, value) ->
                assertThat(value).as(name).isEqualTo(Setting.valueOf(name).fallback().orElse("")));
  }

  @Test
  void whatTheStartScriptReadsIsWhatCannotBeInAFile() throws IOException {
    assertThat(Arrays.stream(Setting.values()).filter(it -> !it.canBeInFile()).map(Enum::name))
        .containsExactlyInAnyOrderElementsOf(all().map(found -> found.group(1)).toList());
  }

  /** Without those that the script finds out by a command. */
  private static Map<String, String> written() throws IOException {
    return all()
        .filter(found -> !found.group(2).contains("$("))
        .collect(Collectors.toMap(found -> found.group(1), (MatchResult found) -> found.group(2)));
  }

  private static Stream<MatchResult> all() throws IOException {
    return DEFAULT.matcher(Files.readString(Checkout.file("openresty/start"))).results();
  }
}
