package dev.reveille.api;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses tokens: after some wrong ones, an address has to wait before each further
 * try, longer every time. An IPv6 address counts by its /64. Safe for use by many threads.
 *
 * <p>The same wrong token again is no guess: a program with an outdated one must not lock out the
 * people who share its address.
 */
final class FailedTries {
  static final int FREE = 5;
  static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** Whoever has been quiet for so long begins anew. */
  static final Duration REMEMBERED = Duration.ofHours(1);

  /** The address that was heard of least recently is forgotten first. */
  static final int ADDRESSES_KEPT = 10_000;

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_NETWORK_BYTES = 8;

  private final InstantSource clock;
  private final Map<String, Failures> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > ADDRESSES_KEPT;
        }
      };

  FailedTries(InstantSource clock) {
    this.clock = clock;
  }

  private record Failures(int count, Instant last, int lastTry) {
    Instant next() {
      return count < FREE ? last : last.plus(delay(count - FREE));
    }
  }

  /** How long an address has to wait before its next try; zero where it need not. */
  synchronized Duration left(String address) {
    Failures failures = byAddress.get(key(address));
    if (failures == null) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(clock.instant(), failures.next());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** A token was wrong. */
  synchronized void failed(String address, String presented) {
    Instant now = clock.instant();
    String key = key(address);
    Failures before = byAddress.get(key);
    int presentedHash = presented.hashCode();
    if (before == null || before.last().plus(REMEMBERED).isBefore(now)) {
      byAddress.put(key, new Failures(1, now, presentedHash));
    } else if (before.lastTry() != presentedHash) {
      byAddress.put(key, new Failures(before.count() + 1, now, presentedHash));
    }
  }

  /** A token was right: what was wrong before were mistakes. */
  synchronized void succeeded(String address) {
    byAddress.remove(key(address));
  }

  /** 1 s, 2 s, 4 s … */
  private static Duration delay(int failuresTooMany) {
    Duration delay = FIRST_WAIT.multipliedBy(1L << Math.min(failuresTooMany, 20));
    return delay.compareTo(LONGEST_WAIT) < 0 ? delay : LONGEST_WAIT;
  }

  /** {@code 2001:db8::1} and {@code 2001:DB8:0:0::2} are the same caller. */
  private static String key(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      int kept = bytes.length > IPV4_BYTES ? IPV6_NETWORK_BYTES : IPV4_BYTES;
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, kept));
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
