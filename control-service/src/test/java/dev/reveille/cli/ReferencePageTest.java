package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/reveille.md} is written from the commands. */
class ReferencePageTest {
  private static final String WRITE = "reveille.reference.write";

  @Test
  void saysWhatTheCommandsSay() throws IOException {
    Path page = Checkout.file("docs/reference/reveille.md");
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(page, wanted());
    }

    assertThat(page)
        .withFailMessage(
            "%s lags behind the code; rewrite it with: mvn test -Dtest=ReferencePageTest -D%s=true",
            page, WRITE)
        .hasContent(wanted());
  }

  private static String wanted() {
    return """
    # reveille

    <!-- Generated from Command.java and Option.java; ReferencePageTest rewrites it. -->

    Asks the control service, and tells it what to do:

    ```bash
    docker exec -it NAME reveille status    # in the container
    ./scripts/reveille status               # in a checkout, while ./scripts/run runs
    ```

    Results are on stdout, what it does meanwhile and why it failed on stderr. On a terminal tables fit its width and have
    colours (not with `NO_COLOR` set); elsewhere lines are whole and plain. What could steer a terminal in the names and
    labels of containers is shown as `?`.

    `--json` prints what the [control API](../../control-service/src/main/resources/dev/reveille/api/openapi.yaml) answers;
    where it refuses, the problem document.

    | exit code | |
    | --- | --- |
    | 0 | done, or nothing to do |
    | 1 | refused or failed; stderr says why and what to do |
    | 2 | wrong usage |

    ## Commands

    %s
    ## Where it finds the control service

    By the same variables as the [control service](settings.md): `CONTROL_HOST`, `CONTROL_PORT`, and for the token
    `ADMIN_TOKEN`, the file `ADMIN_TOKEN_FILE`, or `STATE_DIR/admin-token`, which only its owner can read. `doctor` looks for
    the gateway at `HTTP_PORT` and `HTTPS_PORT`. In the container all of them are there.

    ## Completion

    ```bash
    source <(reveille completion bash)    # in ~/.bashrc
    source <(reveille completion zsh)     # in ~/.zshrc
    ```

    On the host of a container, with a function of the command's name:

    ```bash
    reveille() { docker exec --interactive NAME reveille "$@"; }
    source <(reveille completion bash)
    ```
    """
        .formatted(
            Arrays.stream(Command.values())
                .map(ReferencePageTest::chapter)
                .collect(Collectors.joining()));
  }

  private static String chapter(Command command) {
    String options =
        command.options().stream()
            .map(option -> "- `%s`: %s\n".formatted(written(option), option.meaning()))
            .collect(Collectors.joining());
    return """
    ### reveille %s

    %s

    %s
    %s
    """
        .formatted(
            (command.words() + " " + command.parameters().label()).strip(),
            command.summary(),
            command.details(),
            options.isEmpty() ? "" : "\n" + options);
  }

  private static String written(Option option) {
    return (option.written() + " " + option.value()).strip();
  }
}
