package dev.reveille.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Handshakes that wait for a certificate, and the answer "no", which is remembered for a while.
 * Visitors come and go on the desk's thread; what is remembered may be read by any.
 */
final class Visitors {
  /** How long a "no" holds for which there is no better time. */
  static final Duration NO_LASTS = Duration.ofMinutes(5);

  private static final int MOST_REMEMBERED = 10_000;

  private final Map<String, List<CompletableFuture<Optional<ServerCertificate>>>> waiting =
      new HashMap<>();
  private final Map<String, Instant> refusedUntil = new ConcurrentHashMap<>();

  void add(String certificate, CompletableFuture<Optional<ServerCertificate>> answer) {
    waiting.computeIfAbsent(certificate, _ -> new ArrayList<>()).add(answer);
  }

  void serve(String name, ServerCertificate certificate) {
    refusedUntil.remove(name);
    answer(name, Optional.of(certificate));
  }

  /** Whoever waits is told now, and whoever comes until then as well. */
  void refuse(String name, Instant until, Instant now) {
    if (!waiting.containsKey(name)) {
      return;
    }
    if (refusedUntil.size() >= MOST_REMEMBERED) {
      refusedUntil.values().removeIf(it -> !it.isAfter(now));
    }
    if (refusedUntil.size() < MOST_REMEMBERED) {
      refusedUntil.put(name, until);
    }
    answer(name, Optional.empty());
  }

  void refuseAll(Instant until, Instant now) {
    List.copyOf(waiting.keySet()).forEach(name -> refuse(name, until, now));
  }

  /** In the future while a "no" holds. */
  Optional<Instant> refusedUntil(String name) {
    return Optional.ofNullable(refusedUntil.get(name));
  }

  /** Labels have changed, and answers may too. */
  void forgetRefusals() {
    refusedUntil.clear();
  }

  private void answer(String name, Optional<ServerCertificate> answer) {
    List<CompletableFuture<Optional<ServerCertificate>>> visitors = waiting.remove(name);
    if (visitors != null) {
      visitors.forEach(visitor -> visitor.complete(answer));
    }
  }
}
