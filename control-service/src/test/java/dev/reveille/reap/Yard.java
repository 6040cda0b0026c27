package dev.reveille.reap;

import dev.reveille.project.Container;
import dev.reveille.project.Container.Health;
import dev.reveille.project.Container.Status;
import dev.reveille.project.EngineStock;
import dev.reveille.project.EngineStock.Holder;
import dev.reveille.project.EngineStock.Network;
import dev.reveille.project.EngineStock.Volume;
import dev.reveille.project.Label;
import dev.reveille.project.Projects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The facts of a test, put together thing by thing; projects are unused for a long time. */
final class Yard {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final Duration DANGLING = Duration.ofDays(7);
  static final Duration GRACE = Duration.ofDays(1);
  static final Removals.Settings SETTINGS = new Removals.Settings(DANGLING, GRACE, true, true);

  final List<Container> containers = new ArrayList<>();
  final List<Holder> holders = new ArrayList<>();
  final List<Volume> volumes = new ArrayList<>();
  final List<Network> networks = new ArrayList<>();
  final Map<String, Directory> directories = new HashMap<>();
  final List<TopDirectory> top = new ArrayList<>();
  final Map<String, LastUse> uses = new HashMap<>();
  Memory memory = Memory.NONE;
  Set<String> own = Set.of();

  /** What is to be known of a container; changed by the methods before it is added. */
  final class Made {
    private final String name;
    private final Map<String, String> labels = new HashMap<>();
    private final Set<String> volumes = new TreeSet<>();
    private final Set<String> binds = new TreeSet<>();
    private final Set<String> networks = new TreeSet<>();
    private Status status = Status.EXITED;
    private String image = "sha256:common";

    private Made(String name) {
      this.name = name;
    }

    Made label(String key, String value) {
      labels.put(key, value);
      return this;
    }

    Made host(String hosts) {
      return label(Label.HOST.key(), hosts);
    }

    Made root(String path) {
      return label(Label.ROOT.key(), path);
    }

    Made status(Status now) {
      status = now;
      return this;
    }

    Made volume(String volume) {
      volumes.add(volume);
      return this;
    }

    Made bind(String path) {
      binds.add(path);
      return this;
    }

    Made network(String network) {
      networks.add(network);
      return this;
    }

    Made image(String id) {
      image = id;
      return this;
    }

    /** Adds it as one that exists for us. */
    String add() {
      containers.add(
          new Container(
              id(), name, status, Health.NONE, labels, Optional.empty(), new TreeSet<>()));
      return addHidden();
    }

    /** Adds it as one that {@code CONTAINER_FILTER} leaves out. */
    String addHidden() {
      holders.add(
          new Holder(id(), name, status, labels, volumes, binds, networks, image, Instant.EPOCH));
      return id();
    }

    private String id() {
      return "id-of-" + name;
    }
  }

  /** {@code shop-web-1} of Compose project {@code shop}. */
  Made container(String project, String service) {
    return new Made(project + "-" + service + "-1")
        .label(Label.COMPOSE_PROJECT.key(), project)
        .label(Label.COMPOSE_SERVICE.key(), service);
  }

  Made standalone(String name) {
    return new Made(name);
  }

  /** A site with a host that nobody has used since. */
  Made site(String project) {
    unusedFor(project, DANGLING.plusDays(1));
    return container(project, "web").host(project + ".test");
  }

  Yard unusedFor(String project, Duration time) {
    uses.put(project, new LastUse(NOW.minus(time), true, 0));
    return this;
  }

  Yard volume(String name, String project) {
    volumes.add(new Volume(name, compose(project), Optional.empty(), Optional.empty()));
    return this;
  }

  Yard network(String name, String project) {
    networks.add(new Network("id-of-" + name, name, compose(project), Optional.empty()));
    return this;
  }

  private static Map<String, String> compose(String project) {
    return project.isEmpty() ? Map.of() : Map.of(Label.COMPOSE_PROJECT.key(), project);
  }

  Yard with(Memory remembered) {
    memory = remembered;
    return this;
  }

  /** What follows from it all, at {@link #NOW}. */
  Facts facts() {
    return facts(NOW);
  }

  Facts facts(Instant now) {
    Projects projects = Projects.from(containers);
    return new Facts(
        containers,
        projects,
        new EngineStock(holders, volumes, networks),
        directories,
        top,
        uses,
        memory.after(containers, projects, now),
        own,
        now);
  }

  RemovalPlan plan() {
    return RemovalPlanner.plan(facts(), SETTINGS);
  }

  RemovalPlan.OfProject plan(String project) {
    return plan().of(project).orElseThrow();
  }

  /** Announces what would be announced now, as if that had been some time ago. */
  Yard announced(String project, Duration ago) {
    memory = memory.with(project, new Memory.Announcement(NOW.minus(ago), plan(project).scope()));
    return this;
  }
}
