package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that names a test for each rule names only tests that there are. */
class CertificateRulesTest {
  private static final Pattern TEST =
      Pattern.compile("`([A-Z][A-Za-z0-9]+(?:Test|IT))(?:\\.(\\w+))?`");
  private static final Pattern SPEC = Pattern.compile("`(\\w+_spec\\.lua)`");

  private final String page = read(Checkout.file("docs/reference/certificate-rules.md"));

  @Test
  void namesTestsThatAreThere() {
    Map<String, String> sources = sources();
    List<MatchResult> named = TEST.matcher(page).results().toList();

    assertThat(named).hasSizeGreaterThan(50);
    assertThat(named)
        .allSatisfy(
            test -> {
              assertThat(sources).containsKey(test.group(1));
              if (test.group(2) != null) {
                assertThat(sources.get(test.group(1)))
                    .as(test.group())
                    .contains("void " + test.group(2) + "(");
              }
            });
  }

  @Test
  void namesSpecsThatAreThere() {
    assertThat(SPEC.matcher(page).results().map(spec -> spec.group(1)))
        .isNotEmpty()
        .allSatisfy(spec -> assertThat(Checkout.file("openresty/spec/" + spec)).exists());
  }

  private static Map<String, String> sources() {
    Path root = Checkout.file("control-service/src/test/java");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  CertificateRulesTest::read,
                  (first, _) -> first));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
