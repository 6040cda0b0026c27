package dev.reveille.docker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How often the engine did not do what it was asked, since the start. Safe for many threads. */
public final class EngineFailures {
  private final Map<Failure, LongAdder> counts = new ConcurrentHashMap<>();
  private final LongAdder reconnects = new LongAdder();

  /** What happened to a call. */
  public enum Kind {
    /** The engine answered that it does not do it. */
    REFUSED,
    /** There was no answer, or none that can be read. */
    UNREACHABLE
  }

  /**
   * A call that failed.
   *
   * @param call its verb: {@code list}, {@code start}
   */
  public record Failure(String call, Kind kind) {}

  void count(Call call, Kind kind) {
    String verb = call.what().split(" ", 2)[0];
    counts.computeIfAbsent(new Failure(verb, kind), _ -> new LongAdder()).increment();
  }

  void countReconnect() {
    reconnects.increment();
  }

  /** How many there were of each that there was. */
  public Map<Failure, Long> all() {
    return counts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().sum()));
  }

  /** How often the stream of events had to be opened again. */
  public long reconnects() {
    return reconnects.sum();
  }
}
