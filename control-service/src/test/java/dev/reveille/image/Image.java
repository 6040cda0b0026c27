package dev.reveille.image;

import dev.reveille.testing.Checkout;
import dev.reveille.testing.Command;
import dev.reveille.testing.MissingPeer;
import dev.reveille.testing.RealEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The image under test: built once from this checkout, or the one that {@code REVEILLE_IMAGE}
 * names.
 */
final class Image {
  private static final String BUILT = "reveille:test";

  /** Of {@code scripts/image --local-bases}, which makes them as root, with debootstrap. */
  private static final List<String> BASES = List.of("reveille-base/gateway", "reveille-base/build");

  /** The first time Maven fetches its libraries, and all of Debian is fetched. */
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private static final AtomicReference<@Nullable String> found = new AtomicReference<>();

  private Image() {}

  /** Where it can't be had, the test is skipped, or fails in CI. */
  static synchronized String name() {
    String name = found.get();
    if (name == null) {
      name = Objects.requireNonNullElseGet(System.getenv("REVEILLE_IMAGE"), Image::build);
      found.set(name);
    }
    return name;
  }

  private static String build() {
    RealEngine engine = RealEngine.get();
    if (!BASES.stream()
        .allMatch(base -> engine.attempt("image", "inspect", base).exitCode() == 0)) {
      requireMeans();
    }
    new Command(Map.of("DOCKER_HOST", engine.host().toString()), LIMIT)
        .run(Checkout.file("scripts/image").toString(), "--local-bases", "--tag", BUILT);
    return BUILT;
  }

  private static void requireMeans() {
    try {
      new Command(Map.of()).run("sh", "-c", "command -v debootstrap && test $(id -u) = 0");
    } catch (Command.Failed e) {
      throw MissingPeer.because(
          "no image: its base images are missing, and only root can make them, with debootstrap"
              + " (scripts/setup); or name an image in REVEILLE_IMAGE");
    }
  }
}
