package dev.reveille.reap;

import dev.reveille.project.EngineDisposal;
import dev.reveille.project.EngineException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much things take, which is slow to find out: asked only of what goes, and believed for a
 * while. A size that can't be had stops nothing.
 */
final class Sizes {
  private static final Logger log = LoggerFactory.getLogger(Sizes.class);
  private static final Duration BELIEVED = Duration.ofMinutes(10);

  private final EngineDisposal disposal;
  private final ProjectDirectories directories;
  private final InstantSource clock;
  private final Map<String, OptionalLong> ofDirectories = new ConcurrentHashMap<>();
  private volatile Map<String, Long> inEngine = Map.of();
  private volatile Instant read = Instant.EPOCH;

  Sizes(EngineDisposal disposal, ProjectDirectories directories, InstantSource clock) {
    this.disposal = disposal;
    this.directories = directories;
    this.clock = clock;
  }

  /** The same plan with the sizes of what goes. */
  RemovalPlan with(RemovalPlan plan) {
    boolean anyGoes = plan.projects().stream().anyMatch(it -> it.belongings().all().count() > 0);
    if (anyGoes || !plan.orphans().isEmpty()) {
      refresh(anyGoes);
    }
    return new RemovalPlan(
        plan.at(),
        plan.refused(),
        plan.projects().stream().map(it -> it.with(sized(it.belongings()))).toList(),
        plan.orphans().stream().map(it -> it.with(ofDirectory(it.path().toString()))).toList());
  }

  /** The same with the sizes of what goes. */
  RemovalPlan.OfProject of(RemovalPlan.OfProject planned) {
    refresh(true);
    return planned.with(sized(planned.belongings()));
  }

  private Belongings sized(Belongings belongings) {
    return belongings.sized(this::inEngine, this::ofDirectory);
  }

  private OptionalLong inEngine(String id) {
    return Optional.ofNullable(inEngine.get(id)).stream().mapToLong(Long::longValue).findFirst();
  }

  private OptionalLong ofDirectory(String path) {
    return ofDirectories.computeIfAbsent(path, _ -> directories.size(Path.of(path)));
  }

  private void refresh(boolean asksEngine) {
    Instant now = clock.instant();
    if (now.isBefore(read.plus(BELIEVED))) {
      return;
    }
    ofDirectories.clear();
    if (asksEngine) {
      inEngine = ask();
    }
    read = now;
  }

  private Map<String, Long> ask() {
    try {
      return Map.copyOf(disposal.sizes());
    } catch (EngineException e) {
      log.debug("Sizes are not known", e);
      return Map.of();
    }
  }
}
