package dev.reveille.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The file system of the test image: a static busybox, links for its applets, and {@code /app}. */
final class TestImage {
  private TestImage() {}

  static void write(Path tree) throws IOException {
    for (String directory : List.of("bin", "dev", "etc", "proc", "sys", "tmp")) {
      Files.createDirectory(tree.resolve(directory));
    }
    Path bin = tree.resolve("bin");
    String busybox = busybox();
    Files.copy(Path.of(busybox), bin.resolve("busybox"));
    for (String applet : new Command(Map.of()).run(busybox, "--list").lines().toList()) {
      if (!applet.equals("busybox")) {
        Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
      }
    }
    try (InputStream app = TestImage.class.getResourceAsStream("/test-image/app")) {
      Files.copy(Objects.requireNonNull(app, "test-image/app"), tree.resolve("app"));
    }
    if (!tree.resolve("app").toFile().setExecutable(true, false)) {
      throw new IOException("cannot make /app executable");
    }
  }

  /** Of the package busybox-static; one that is linked to a libc would not run in the image. */
  private static String busybox() throws IOException {
    return List.of("/bin/busybox", "/usr/bin/busybox").stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseThrow(() -> new IOException("no busybox; install busybox-static (scripts/setup)"));
  }
}
