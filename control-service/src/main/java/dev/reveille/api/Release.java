package dev.reveille.api;

import java.util.Objects;

/** Which Reveille this is. */
public final class Release {
  private Release() {}

  /** As the jar says it, {@code 1.2.0}; {@code development} where classes run without a jar. */
  public static String version() {
    return Objects.requireNonNullElse(
        Release.class.getPackage().getImplementationVersion(), "development");
  }
}
