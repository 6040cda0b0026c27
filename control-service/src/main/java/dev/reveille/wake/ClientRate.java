package dev.reveille.wake;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many wakes one client address may begin: a bucket of tokens that fills evenly. An IPv6 client
 * counts by its /64, since it has all of it.
 */
public final class ClientRate {
  /** Enough for any real crowd; the least recently seen one is forgotten first. */
  private static final int CLIENTS_KEPT = 10_000;

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_NETWORK_BYTES = 8;

  private final int perMinute;
  private final InstantSource clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > CLIENTS_KEPT;
        }
      };

  private record Bucket(double tokens, Instant at) {}

  /** A rate of 0 means no limit. */
  public ClientRate(int perMinute, InstantSource clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** Takes a token; else says how long until there is one, and takes none. */
  public synchronized Duration take(String client) {
    if (perMinute == 0) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    String key = key(client);
    Bucket bucket = buckets.getOrDefault(key, new Bucket(perMinute, now));
    double filled = Duration.between(bucket.at(), now).toMillis() / 60_000.0 * perMinute;
    double tokens = Math.min(perMinute, bucket.tokens() + filled);
    boolean granted = tokens >= 1;
    buckets.put(key, new Bucket(granted ? tokens - 1 : tokens, now));
    return granted
        ? Duration.ZERO
        : Duration.ofMillis((long) Math.ceil((1 - tokens) * 60_000 / perMinute));
  }

  /** {@code 2001:db8::1} and {@code 2001:DB8:0:0::2} are the same client. */
  private static String key(String client) {
    try {
      byte[] address = InetAddress.ofLiteral(client).getAddress();
      int kept = address.length > IPV4_BYTES ? IPV6_NETWORK_BYTES : IPV4_BYTES;
      return HexFormat.of().formatHex(address, 0, kept);
    } catch (IllegalArgumentException e) {
      return client;
    }
  }
}
