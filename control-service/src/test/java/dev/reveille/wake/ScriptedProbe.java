package dev.reveille.wake;

import dev.reveille.concurrent.Timer;
import dev.reveille.project.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks nobody: containers answer as the test says, and at once where it says nothing. */
public final class ScriptedProbe implements Probe {
  private final Timer timer;
  private final Map<String, Duration> silent = new ConcurrentHashMap<>();
  private final Map<String, Instant> firstAsked = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> held = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  ScriptedProbe(Timer timer) {
    this.timer = timer;
  }

  /** It answers that long after it was first asked. */
  public void silentFor(String container, Duration time) {
    silent.put(container, time);
    firstAsked.remove(container);
  }

  public void neverAnswers(String container) {
    silentFor(container, Duration.ofDays(1));
  }

  /** The question stays without any answer until the future completes; no time passes for it. */
  public CompletableFuture<Void> hold(String container) {
    return held.computeIfAbsent(container, _ -> new CompletableFuture<>());
  }

  /** Who was asked, once for each time. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Optional<String> missing(Member member) {
    asked.add(member.name());
    CompletableFuture<Void> gate = held.get(member.name());
    if (gate != null) {
      gate.join();
    }
    Instant first = firstAsked.computeIfAbsent(member.name(), _ -> timer.instant());
    Instant answers = first.plus(silent.getOrDefault(member.name(), Duration.ZERO));
    return timer.instant().isBefore(answers)
        ? Optional.of("does not accept connections on port " + member.portToReach())
        : Optional.empty();
  }
}
