package dev.reveille.store;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file with one random token and a line end. */
final class TokenFile {
  private static final Logger log = LoggerFactory.getLogger(TokenFile.class);

  private final StateDirectory state;
  private final String name;

  TokenFile(StateDirectory state, String name) {
    this.state = state;
    this.name = name;
  }

  /**
   * The token in the file. A missing file is made; one that holds something else, as after a full
   * disk, is replaced.
   */
  Token readOrMake() {
    Optional<String> text = state.read(name).map(String::strip);
    if (text.isPresent() && Token.isRandom(text.get())) {
      return Token.of(text.get());
    }
    Token made = Token.random();
    state.write(name, made.value() + "\n");
    if (text.isPresent()) {
      log.warn("Replaced a token file that held no whole token file={}", state.path(name));
    } else {
      log.info("Made a token file={}", state.path(name));
    }
    return made;
  }
}
