package dev.reveille.cli;

import dev.reveille.store.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the administrators' token is: in {@code ADMIN_TOKEN}, in the file that {@code
 * ADMIN_TOKEN_FILE} names, else in {@code STATE_DIR/admin-token}.
 */
final class AdminToken {
  private static final String VALUE = "ADMIN_TOKEN";
  private static final String FILE = "ADMIN_TOKEN_FILE";

  private final Optional<String> value;
  private final Path file;

  private AdminToken(Optional<String> value, Path file) {
    this.value = value;
    this.file = file;
  }

  static AdminToken from(Environment environment) {
    Optional<String> value = environment.get(VALUE);
    Optional<String> file = environment.get(FILE);
    if (value.isPresent() && file.isPresent()) {
      throw new CommandFailed("%s and %s are both set; set one of them".formatted(VALUE, FILE));
    }
    String state = environment.get("STATE_DIR").orElse(".reveille");
    return new AdminToken(value, file.map(Path::of).orElse(Path.of(state, "admin-token")));
  }

  /** The token; it is read when a call needs it, as some need none. */
  Token read() {
    String text = value.orElseGet(this::content).strip();
    try {
      return Token.of(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("%s holds no token: %s".formatted(source(), e.getMessage()), e);
    }
  }

  /** Where it comes from, for messages. */
  String source() {
    return value.isPresent() ? VALUE : file.toString();
  }

  private String content() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable("there is no such file", e);
    } catch (IOException e) {
      throw unreadable(e.toString(), e);
    }
  }

  private CommandFailed unreadable(String reason, IOException cause) {
    String hint = "run it where the control service runs and as its user, or set ADMIN_TOKEN";
    return new CommandFailed(
        "cannot read the admin token from %s: %s; %s".formatted(file, reason, hint), cause);
  }
}
