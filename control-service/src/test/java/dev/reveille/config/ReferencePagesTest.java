package dev.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencePagesTest {
  private static final String WRITE = "reveille.reference.write";

  @ParameterizedTest
  @ValueSource(strings = {"settings.md", "labels.md"})
  void pagesSayWhatTheCodeSays(String name) throws IOException {
    Path page = Checkout.file("docs/reference").resolve(name);
    String wanted = ReferencePages.all().getOrDefault(name, "");
    if (Boolean.getBoolean(WRITE)) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, wanted);
    }

    assertThat(page)
        .withFailMessage(
            "%s lags behind the code; rewrite it with: mvn test -Dtest=ReferencePagesTest"
                + " -D%s=true",
            page, WRITE)
        .hasContent(wanted);
  }
}
