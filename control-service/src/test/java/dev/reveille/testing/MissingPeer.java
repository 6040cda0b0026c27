package dev.reveille.testing;

import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What happens to a test whose engine, gateway or browser cannot be had. */
public final class MissingPeer {
  private MissingPeer() {}

  /**
   * Skips the test; fails it if {@code CI} or {@code REVEILLE_REQUIRE_PEERS} is set.
   *
   * @return never; for {@code throw}, so that the compiler sees the end
   */
  public static RuntimeException because(String reason) {
    if (isOn("CI") || isOn("REVEILLE_REQUIRE_PEERS")) {
      return Assertions.fail(reason);
    }
    return Assumptions.abort(reason);
  }

  private static boolean isOn(String variable) {
    return Set.of("1", "true").contains(Objects.requireNonNullElse(System.getenv(variable), ""));
  }
}
