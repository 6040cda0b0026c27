package dev.reveille.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository is, whatever directory the tests are started in. */
public final class Checkout {
  private Checkout() {}

  /** {@code openresty/start} */
  public static Path file(String name) {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isDirectory(directory.resolve("control-service"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException("not started inside the checkout");
    }
    return directory.resolve(name);
  }
}
