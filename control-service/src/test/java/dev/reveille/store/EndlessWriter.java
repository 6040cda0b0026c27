package dev.reveille.store;

import dev.reveille.certificate.PemFiles;
import java.nio.file.Path;
import java.util.List;

/** A process that replaces the same files until it is killed; each is one line, many times over. */
final class EndlessWriter {
  static final List<String> NAMES = List.of("blog.test.pem", "shop.test.pem");
  static final int LINES = 400;

  private EndlessWriter() {}

  /** Its argument is the state directory. */
  public static void main(String[] arguments) {
    PemFiles files = StateDirectory.open(Path.of(arguments[0])).folder("certificates");
    for (long round = 0; ; round++) {
      for (String name : NAMES) {
        files.write(name, "%s was written in round %d%n".formatted(name, round).repeat(LINES));
      }
    }
  }
}
