package dev.reveille.app;

import dev.reveille.activity.Activity;
import dev.reveille.activity.Use;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import dev.reveille.concurrent.Turns;
import dev.reveille.config.Config;
import dev.reveille.docker.DockerEngine;
import dev.reveille.docker.OwnContainer;
import dev.reveille.event.Events;
import dev.reveille.project.EngineException;
import dev.reveille.reap.LastUse;
import dev.reveille.reap.Removals;
import dev.reveille.store.ProjectFolders;
import dev.reveille.store.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what removes abandoned projects, and has it look again and again. */
final class RemovalWiring implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RemovalWiring.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Path PROC = Path.of("/proc");
  private static final Duration STATS_INTERVAL = Duration.ofHours(1);

  private final Config config;
  private final Timer timer;
  private final Removals removals;
  private Optional<Thread> loop = Optional.empty();
  private Instant nextStats = Instant.EPOCH;

  /** What is there already. */
  record Means(
      DockerEngine engine,
      Activity activity,
      StateDirectory state,
      Turns turns,
      Events events,
      Timer timer) {}

  /** Makes everything; starts nothing. */
  RemovalWiring(Config config, Means means) {
    this.config = config;
    this.timer = means.timer();
    this.removals =
        new Removals(
            new Removals.Parts(
                means.engine(),
                means.engine().disposal(),
                new ProjectFolders(
                    config.removal().projectsDirectory(),
                    List.of(config.stateDirectory(), config.certificates().folder())),
                () -> uses(means.activity()),
                means.state(),
                means.turns(),
                means.events(),
                timer,
                () -> OwnContainer.ids(PROC)),
            config.removal().removals());
  }

  Removals removals() {
    return removals;
  }

  void start() {
    loop = Optional.of(Threads.start("removals", this::run));
  }

  /** A removal that is under way is carried on at the next start. */
  @Override
  public void close() {
    loop.ifPresent(Thread::interrupt);
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        timer.sleep(TICK);
        removals.tick();
        tellStats();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.error("Could not look for what was abandoned; trying again", e);
      }
    }
  }

  private void tellStats() {
    if (!config.removal().statsLog() || timer.instant().isBefore(nextStats)) {
      return;
    }
    try {
      removals.stats(config.sleep().idle()).lines().forEach(log::info);
      nextStats = timer.instant().plus(STATS_INTERVAL);
    } catch (EngineException e) {
      log.debug("No statistics, as the engine does not answer", e);
    }
  }

  private static Map<String, LastUse> uses(Activity activity) {
    return activity.all().entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> lastUse(it.getValue())));
  }

  /** Whoever keeps a project awake uses it until then. */
  private static LastUse lastUse(Use use) {
    Instant last = use.keptAwakeUntil().filter(it -> it.isAfter(use.last())).orElse(use.last());
    return new LastUse(last, use.known(), use.open());
  }
}
