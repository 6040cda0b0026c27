package dev.reveille.reap;

import dev.reveille.project.EngineDisposal;
import dev.reveille.project.EngineException;
import dev.reveille.project.EngineRefused;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries removals out, step by step: containers, volumes, networks, images, the directory last.
 * That one has begun is on disk before the first step, and every step may be done again, so that it
 * is carried on after a crash. Whoever calls has the project's turn.
 */
final class RemovalWork {
  private static final Logger log = LoggerFactory.getLogger(RemovalWork.class);

  /** One line for each removal, whatever the levels of other logs. */
  private static final Logger audit = LoggerFactory.getLogger("dev.reveille.audit");

  private final Removals.Parts parts;
  private final Remembered remembered;
  private final Map<String, String> failures = new HashMap<>();

  /** How it went. */
  enum Result {
    REMOVED,
    /** Something went wrong, and is tried again. */
    FAILED,
    /** It was left alone. */
    LEFT
  }

  RemovalWork(Removals.Parts parts, Remembered remembered) {
    this.parts = parts;
    this.remembered = remembered;
  }

  Result remove(RemovalPlan.OfProject planned) {
    audit.info(
        "Removing project={} reason=\"{}\" {}",
        planned.project(),
        planned.reason(),
        Words.of(planned.belongings()));
    Optional<String> hostPath = planned.belongings().directory().map(Belongings.Item::name);
    return begin(planned.project(), planned.reason(), planned.scope(), hostPath);
  }

  Result remove(RemovalPlan.OfOrphan planned) {
    String path = planned.path().toString();
    audit.info("Removing directory={} reason=\"{}\"", path, planned.reason());
    TreeSet<String> none = new TreeSet<>();
    Scope scope = new Scope("directory:" + path, none, none, none, none, Optional.of(path));
    return begin(path, planned.reason(), scope, Optional.empty());
  }

  private Result begin(String name, String reason, Scope scope, Optional<String> hostPath) {
    Memory.Begun begun =
        new Memory.Begun(
            parts.clock().instant(),
            reason,
            scope,
            hostPath,
            ".reveille-removed-" + UUID.randomUUID(),
            false);
    remembered.set(remembered.get().withBegun(name, begun));
    return finish(name);
  }

  /** Does the steps that are left. */
  Result finish(String name) {
    Memory.Begun begun = begun(name);
    try {
      removeFromEngine(begun.what());
      begun.what().directory().ifPresent(path -> removeDirectory(name, Path.of(path)));
    } catch (EngineException | UncheckedIOException e) {
      tellFailure(name, String.valueOf(e.getMessage()));
      return Result.FAILED;
    }
    failures.remove(name);
    remembered.set(ended(name, begun));
    audit.info("Removed {} reason=\"{}\" {}", named(name), begun.reason(), Words.of(begun.what()));
    parts.events().add(kind(name) + ".removed", name, begun.reason());
    return Result.REMOVED;
  }

  /** Gives up one that has begun; what is left of it stays. */
  Result stop(String name, String reason) {
    Memory.Begun begun = begun(name);
    failures.remove(name);
    remembered.set(ended(name, begun));
    log.error(
        "Stopped a removal halfway, what is left stays {} reason=\"{}\"", named(name), reason);
    audit.info("Stopped removing {} reason=\"{}\"", named(name), reason);
    parts.events().add(kind(name) + ".removal-stopped", name, reason);
    return Result.LEFT;
  }

  private Memory ended(String name, Memory.Begun begun) {
    Memory ended = remembered.get().ended(name);
    return begun.what().directory().map(ended::withoutOrphan).orElse(ended);
  }

  private void removeFromEngine(Scope what) {
    EngineDisposal disposal = parts.disposal();
    what.containers().forEach(disposal::removeContainer);
    what.volumes().forEach(disposal::removeVolume);
    for (String network : what.networks()) {
      parts.own().get().forEach(container -> disposal.disconnect(network, container));
      disposal.removeNetwork(network);
    }
    what.images().forEach(this::removeImage);
  }

  /** The engine keeps an image that has other names or children; so do we. */
  private void removeImage(String image) {
    try {
      parts.disposal().removeImage(image);
    } catch (EngineRefused e) {
      log.info("An image stays image={} reason=\"{}\"", image, e.reason());
    }
  }

  /** Whatever has its name once it was set aside is another directory. */
  private void removeDirectory(String name, Path path) {
    Memory.Begun begun = begun(name);
    if (!begun.isAside()) {
      parts.directories().setAside(path, begun.aside());
      remembered.set(remembered.get().withAside(name));
    }
    parts.directories().remove(path.resolveSibling(begun.aside()));
  }

  private Memory.Begun begun(String name) {
    return Objects.requireNonNull(remembered.get().begun().get(name));
  }

  private void tellFailure(String name, String reason) {
    if (!reason.equals(failures.put(name, reason))) {
      log.warn("A removal is not done yet, trying again {} reason=\"{}\"", named(name), reason);
      parts.events().add(kind(name) + ".removal-failed", name, reason);
    }
  }

  private static String kind(String name) {
    return name.startsWith("/") ? "directory" : "project";
  }

  private static String named(String name) {
    return kind(name) + "=" + name;
  }
}
