package dev.reveille.api;

import dev.reveille.store.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who has logged in to the dashboard; forgotten when the control service ends. Safe for use by many
 * threads.
 */
final class Sessions {
  /** A session that is not used for so long ends. */
  static final Duration UNUSED = Duration.ofHours(12);

  /** However much it is used. */
  static final Duration LONGEST = Duration.ofDays(7);

  /** Enough for all browsers of all administrators; the least recently used one ends first. */
  static final int KEPT = 100;

  private final InstantSource clock;

  /** By the id's digest, so that the time a look-up takes tells nothing of the ids. */
  private final Map<String, Session> byDigest =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > KEPT;
        }
      };

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  private record Session(Instant begun, Instant used) {
    Instant ends() {
      Instant unused = used.plus(UNUSED);
      Instant longest = begun.plus(LONGEST);
      return unused.isBefore(longest) ? unused : longest;
    }
  }

  /** Begins one; returns its id, 256 random bits that nobody else is told. */
  synchronized String begin() {
    Instant now = clock.instant();
    byDigest.values().removeIf(session -> !session.ends().isAfter(now));
    String id = Token.random().value();
    byDigest.put(digest(id), new Session(now, now));
    return id;
  }

  /** Uses a session, which lets it last longer; returns when it ends, empty where it has ended. */
  synchronized Optional<Instant> use(String id) {
    Instant now = clock.instant();
    String digest = digest(id);
    Session session = byDigest.get(digest);
    if (session == null || !session.ends().isAfter(now)) {
      byDigest.remove(digest);
      return Optional.empty();
    }
    Session used = new Session(session.begun(), now);
    byDigest.put(digest, used);
    return Optional.of(used.ends());
  }

  /** Whether it has not ended; asking does not let it last longer. */
  synchronized boolean isOpen(String id) {
    Session session = byDigest.get(digest(id));
    return session != null && session.ends().isAfter(clock.instant());
  }

  synchronized void end(String id) {
    byDigest.remove(digest(id));
  }

  private static String digest(String id) {
    try {
      byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
