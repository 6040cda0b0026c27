package dev.reveille.reap;

import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.concurrent.Turns;
import dev.reveille.event.Event;
import dev.reveille.event.Events;
import dev.reveille.project.InMemoryDisposal;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Label;
import dev.reveille.project.ScriptedContainer;
import dev.reveille.store.ProjectFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A machine with abandoned projects, and who removes them; directories are real ones. */
final class Clearing {
  static final Duration DANGLING = Duration.ofDays(7);
  static final Duration GRACE = Duration.ofDays(1);

  final LeapingTimer timer = new LeapingTimer();
  final InMemoryEngine engine = new InMemoryEngine(timer);
  final InMemoryDisposal disposal = new InMemoryDisposal(engine);
  final InMemoryPemFiles files = new InMemoryPemFiles();
  final Turns turns = new Turns();
  final Events events = new Events(timer);
  final Map<String, LastUse> uses = new HashMap<>();
  final Path root;
  Removals removals;

  /**
   * @param root for {@code PROJECTS_DIR}
   */
  Clearing(Path root) {
    this.root = root;
    this.removals = restarted();
  }

  /** As after a crash: nothing is known but what is on disk. */
  Removals restarted() {
    return restarted(new Removals.Settings(DANGLING, GRACE, true, true));
  }

  Removals restarted(Removals.Settings settings) {
    removals =
        new Removals(
            new Removals.Parts(
                engine,
                disposal,
                new ProjectFolders(root, List.of()),
                () -> Map.copyOf(uses),
                files,
                turns,
                events,
                timer,
                Set::of),
            settings);
    return removals;
  }

  /**
   * An abandoned project with two stopped containers, a volume, a network, an image, and a
   * directory that is not called as it is.
   */
  Clearing project(String name) {
    Path directory = root.resolve(name + "-files");
    Map<String, String> labels = Map.of(Label.COMPOSE_PROJECT.key(), name);
    disposal.volume(name + "_data", labels);
    disposal.network(name + "_default", labels);
    disposal.image("sha256:" + name);
    InMemoryDisposal.Held web =
        disposal.add(name + "-web-1").network(name + "_default").image("sha256:" + name);
    stopped(web.container().host(name + ".test").label(Label.ROOT.key(), directory.toString()))
        .service(name, "web");
    InMemoryDisposal.Held db =
        disposal.add(name + "-db-1").network(name + "_default").volume(name + "_data");
    stopped(db.container()).service(name, "db");
    write(directory.resolve("web/index.html"));
    return used(name, DANGLING.plusDays(1));
  }

  Clearing used(String project, Duration ago) {
    uses.put(project, new LastUse(timer.instant().minus(ago), true, 0));
    return this;
  }

  /** Announces what there is, and lets the grace pass. */
  Clearing announced() {
    removals.now();
    timer.pass(GRACE);
    return this;
  }

  static void write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "hello");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> containers() {
    return engine.list().stream().map(it -> it.name()).toList();
  }

  boolean hasDirectory(String project) {
    return Files.exists(root.resolve(project + "-files"));
  }

  /** What is in the root, also what is hidden. */
  List<String> entries() {
    try (var entries = Files.list(root)) {
      return entries.map(it -> String.valueOf(it.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code project.removed shop} */
  List<String> told() {
    return events.since(0).stream().map((Event it) -> it.kind() + " " + it.subject()).toList();
  }

  Instant now() {
    return timer.instant();
  }

  private static ScriptedContainer stopped(ScriptedContainer container) {
    return container.exited(0);
  }
}
