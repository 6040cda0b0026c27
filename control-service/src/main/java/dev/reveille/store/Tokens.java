package dev.reveille.store;

import java.util.Optional;

/**
 * The tokens of the control API: the hook's, which the gateway presents, and the administrators'.
 *
 * @param metrics opens nothing but the metrics
 */
public record Tokens(Token hook, Token admin, Optional<Token> metrics) {
  private static final String HOOK = "hook-token";
  private static final String ADMIN = "admin-token";

  /** Without one for the metrics. */
  public Tokens(Token hook, Token admin) {
    this(hook, admin, Optional.empty());
  }

  /** The same, and one for the metrics where there is one. */
  public Tokens withMetrics(Optional<Token> token) {
    return new Tokens(hook, admin, token);
  }

  /**
   * Reads both from the state directory, and makes those that are missing.
   *
   * @param chosen what {@code ADMIN_TOKEN} says; goes before the file, which is left as it is
   * @throws StateUnusable when a file can neither be read nor made
   */
  public static Tokens from(StateDirectory state, Optional<Token> chosen) {
    return new Tokens(
        new TokenFile(state, HOOK).readOrMake(),
        chosen.orElseGet(() -> new TokenFile(state, ADMIN).readOrMake()));
  }
}
