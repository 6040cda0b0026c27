package dev.reveille.certificate;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The http-01 challenges (RFC 8555, section 8.3) that a CA may ask for at present: token to key
 * authorization. Kept in memory: after a restart, orders begin anew.
 */
public final class Challenges {
  private final Map<String, String> authorizations = new ConcurrentHashMap<>();

  /** From now on the token is answered, until the handle is closed. */
  public Handle answer(String token, String authorization) {
    authorizations.put(token, authorization);
    return () -> authorizations.remove(token);
  }

  public Optional<String> find(String token) {
    return Optional.ofNullable(authorizations.get(token));
  }

  /** Ends an answer. */
  @FunctionalInterface
  public interface Handle extends AutoCloseable {
    @Override
    void close();
  }
}
