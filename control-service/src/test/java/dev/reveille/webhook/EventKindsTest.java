package dev.reveille.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reveille.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventKindsTest {
  /** {@code events().add("project.asleep", …} or {@code .add(kind + ".removed", …}. */
  private static final Pattern TOLD =
      Pattern.compile("\\.add\\(\\s*(?:\\w+(?:\\(\\w+\\))? \\+ )?\"[a-z]*\\.([a-z-]+)\",");

  @Test
  void thoseOfOneBeginningCanBeChosenTogether() {
    assertThat(EventKinds.chosen(List.of("directory.*", "project.asleep")))
        .containsExactlyInAnyOrder(
            "directory.removal-announced",
            "directory.removal-undone",
            "directory.removal-stopped",
            "directory.removal-failed",
            "directory.removed",
            "project.asleep");
  }

  @Test
  void aKindThatThereIsNotCannotBeChosen() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventKinds.chosen(List.of("project.slept")))
        .withMessage("\"project.slept\" is no kind of event");
    assertThatIllegalArgumentException().isThrownBy(() -> EventKinds.chosen(List.of("*")));
  }

  @Test
  void everyKindThatIsToldCanBeChosen() throws IOException {
    Set<String> known =
        EventKinds.ALL.stream()
            .map(kind -> kind.substring(kind.indexOf('.') + 1))
            .collect(Collectors.toSet());

    try (Stream<Path> sources = Files.walk(Checkout.file("control-service/src/main/java"))) {
      List<String> told =
          sources
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(file -> TOLD.matcher(text(file)).results())
              .map(found -> found.group(1))
              .toList();

      assertThat(told).contains("asleep", "removed").isSubsetOf(known);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
