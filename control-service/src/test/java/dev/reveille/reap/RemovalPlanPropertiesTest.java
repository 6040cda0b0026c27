package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.Container.Status;
import dev.reveille.project.EngineStock.Holder;
import dev.reveille.project.Label;
import dev.reveille.reap.Belongings.Item;
import dev.reveille.reap.RemovalPlan.Action;
import dev.reveille.reap.RemovalPlan.OfProject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for every plan, over machines made at random; a failure names its seed. */
class RemovalPlanPropertiesTest {
  private static final int CASES = 12_000;
  private static final Path ROOT = Path.of("/projects");
  private static final Set<Status> STOPPED = Set.of(Status.CREATED, Status.EXITED, Status.DEAD);
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
  private static final List<String> PATHS =
      List.of(
          "/projects",
          "/projects/a",
          "/projects/b",
          "/projects/b/in",
          "/projects/c",
          "/etc",
          "/projects/../etc",
          "relative",
          "/projects/link");

  @Test
  void nothingPermanentInUseDoubtfulOrOutsideIsEverInAPlan() {
    int removed = 0;
    int directories = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Yard yard = yard(new Random(seed));
      RemovalPlan plan = RemovalPlanner.plan(yard.facts(), Yard.SETTINGS);
      for (OfProject each : plan.projects()) {
        if (each.action() != Action.KEEP) {
          check(seed, yard, each);
          removed++;
          directories += each.belongings().directory().isPresent() ? 1 : 0;
        }
      }
      checkDoubt(seed, yard, plan);
      checkOrphans(seed, yard, plan);
    }
    assertThat(removed).as("projects that go").isGreaterThan(CASES / 10);
    assertThat(directories).as("directories that go").isGreaterThan(CASES / 100);
  }

  private static void check(int seed, Yard yard, OfProject planned) {
    String name = planned.project();
    List<Holder> holders = holders(yard, name);
    assertThat(holders)
        .as("seed %d: %s", seed, name)
        .isNotEmpty()
        .allMatch(it -> STOPPED.contains(it.status()), "is stopped")
        .noneMatch(it -> "on".equals(it.labels().get(Label.PERMANENT.key())), "is permanent")
        .allMatch(it -> yard.containers.stream().anyMatch(c -> c.id().equals(it.id())), "is seen");
    LastUse use = yard.uses.getOrDefault(name, LastUse.UNKNOWN);
    assertThat(use.known() && use.open() == 0).as("seed %d: %s is unused", seed, name).isTrue();
    assertThat(use.last().plus(Yard.DANGLING)).as("seed %d", seed).isBeforeOrEqualTo(Yard.NOW);
    checkAnnouncement(seed, yard, planned, use);
    checkBelongings(seed, yard, planned, holders);
  }

  private static void checkAnnouncement(int seed, Yard yard, OfProject planned, LastUse use) {
    if (planned.action() == Action.REMOVE) {
      Memory.Announcement made =
          Objects.requireNonNull(yard.memory.announced().get(planned.project()));
      assertThat(made.at().plus(Yard.GRACE)).as("seed %d", seed).isBeforeOrEqualTo(Yard.NOW);
      assertThat(use.last()).as("seed %d", seed).isBeforeOrEqualTo(made.at());
      assertThat(made.what().covers(planned.scope())).as("seed %d", seed).isTrue();
    }
  }

  private static void checkBelongings(
      int seed, Yard yard, OfProject planned, List<Holder> holders) {
    Belongings goes = planned.belongings();
    List<Holder> others = yard.holders.stream().filter(it -> !holders.contains(it)).toList();
    assertThat(goes.containers())
        .as("seed %d", seed)
        .extracting(Item::id)
        .containsExactlyInAnyOrderElementsOf(holders.stream().map(Holder::id).toList());
    for (Item volume : goes.volumes()) {
      assertThat(volume.name()).as("seed %d", seed).startsWith(planned.project() + "_");
      assertThat(others).noneMatch(other -> other.volumes().contains(volume.name()));
    }
    for (Item network : goes.networks()) {
      assertThat(network.name()).as("seed %d", seed).startsWith(planned.project() + "_");
      assertThat(others).noneMatch(other -> other.networks().contains(network.name()));
    }
    for (Item image : goes.images()) {
      assertThat(others).as("seed %d", seed).noneMatch(it -> it.image().equals(image.id()));
    }
    goes.directory().ifPresent(it -> checkDirectory(seed, it, holders, others));
  }

  private static void checkDirectory(
      int seed, Item directory, List<Holder> holders, List<Holder> others) {
    Path path = Path.of(directory.id());
    assertThat(path).as("seed %d", seed).startsWithRaw(ROOT).isNotEqualTo(ROOT);
    assertThat(path.normalize()).as("seed %d", seed).isEqualTo(path);
    assertThat(holders)
        .as("seed %d: its label names it", seed)
        .anyMatch(it -> path.toString().equals(it.labels().get(Label.ROOT.key())));
    for (Holder other : others) {
      Optional.ofNullable(other.labels().get(Label.ROOT.key()))
          .map(Path::of)
          .filter(Path::isAbsolute)
          .map(Path::normalize)
          .ifPresent(
              named ->
                  assertThat(named.startsWith(path) || path.startsWith(named))
                      .as("seed %d: %s is %s's", seed, path, other.name())
                      .isFalse());
      assertThat(other.binds())
          .as("seed %d", seed)
          .noneMatch(bind -> Path.of(bind).startsWith(path));
    }
  }

  private static void checkDoubt(int seed, Yard yard, RemovalPlan plan) {
    int before = yard.memory.all().containers();
    int now = yard.containers.size();
    boolean muchSmaller = (now * 2 < before && before - now > 3) || (now == 0 && before > 0);
    if (muchSmaller && yard.memory.all().fewerSince().isEmpty()) {
      assertThat(plan.refused()).as("seed %d: no plan", seed).isPresent();
    }
    if (plan.refused().isPresent()) {
      assertThat(plan.projects()).as("seed %d", seed).isEmpty();
      assertThat(plan.orphans()).as("seed %d", seed).isEmpty();
    }
  }

  private static void checkOrphans(int seed, Yard yard, RemovalPlan plan) {
    for (RemovalPlan.OfOrphan orphan : plan.orphans()) {
      assertThat(orphan.path()).as("seed %d", seed).startsWithRaw(ROOT).isNotEqualTo(ROOT);
      for (Holder holder : yard.holders) {
        String root = holder.labels().getOrDefault(Label.ROOT.key(), "/");
        assertThat(Path.of(root).startsWith(orphan.path())).as("seed %d", seed).isFalse();
        assertThat(holder.binds())
            .as("seed %d", seed)
            .noneMatch(bind -> Path.of(bind).startsWith(orphan.path()));
      }
    }
  }

  private static List<Holder> holders(Yard yard, String project) {
    return yard.holders.stream()
        .filter(it -> it.composeProject().equals(Optional.of(project)))
        .toList();
  }

  /** A small machine, in which names and paths are few, so that they meet often. */
  private static Yard yard(Random random) {
    Yard yard = new Yard();
    PATHS.forEach(path -> yard.directories.put(path, directory(path)));
    for (String name : NAMES.subList(0, 1 + random.nextInt(NAMES.size()))) {
      project(yard, name, random);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      volume(yard, pick(NAMES, random), random);
    }
    for (String name : List.of("a", "c", "x", "y")) {
      Instant changed = Yard.NOW.minus(Duration.ofHours(random.nextInt(400)));
      yard.top.add(new TopDirectory(ROOT.resolve(name), changed));
    }
    remember(yard, random);
    return yard;
  }

  private static void project(Yard yard, String name, Random random) {
    Duration unused = Duration.ofHours(random.nextInt(400));
    yard.uses.put(
        name,
        new LastUse(Yard.NOW.minus(unused), random.nextInt(8) > 0, random.nextInt(8) == 0 ? 1 : 0));
    for (String service : List.of("web", "db", "run").subList(0, 1 + random.nextInt(3))) {
      Yard.Made made = yard.container(name, service).image("sha256:" + random.nextInt(6));
      if (service.equals("web")) {
        made.host(name + ".test");
        PATHS.stream().filter(_ -> random.nextInt(12) == 0).findFirst().ifPresent(made::root);
      }
      if (random.nextInt(10) == 0) {
        made.label(Label.PERMANENT.key(), "on");
      }
      if (random.nextInt(10) == 0) {
        made.status(pick(List.of(Status.values()), random));
      }
      if (service.equals("run")) {
        made.label(Label.COMPOSE_ONEOFF.key(), "True");
      }
      connect(made, random);
      add(made, random);
    }
    yard.network(name + "_default", name);
    volume(yard, name, random);
  }

  private static void connect(Yard.Made made, Random random) {
    if (random.nextInt(3) == 0) {
      made.volume(pick(NAMES, random) + "_data");
    }
    if (random.nextInt(3) == 0) {
      made.network(pick(NAMES, random) + "_default");
    }
    if (random.nextInt(12) == 0) {
      made.bind(pick(List.of("/projects/a", "/projects/b/in", "/projects", "/x/y"), random));
    }
  }

  private static void add(Yard.Made made, Random random) {
    if (random.nextInt(25) == 0) {
      made.addHidden();
    } else {
      made.add();
    }
  }

  private static void volume(Yard yard, String project, Random random) {
    if (yard.volumes.stream().noneMatch(it -> it.name().equals(project + "_data"))) {
      yard.volume(project + "_data", random.nextInt(8) == 0 ? "" : project);
    }
  }

  private static void remember(Yard yard, Random random) {
    int seen = Math.max(0, yard.containers.size() + random.nextInt(12) - 6);
    yard.memory =
        new Memory(
            new Sighting(random.nextInt(3) == 0 ? seen : 0, Optional.empty()),
            Map.of(pick(NAMES, random), new Sighting(random.nextInt(4), Optional.empty())),
            Map.of(),
            Map.of(),
            Map.of());
    Memory before = yard.memory;
    for (OfProject planned : yard.plan().projects()) {
      Instant at = Yard.NOW.minus(Duration.ofHours(random.nextInt(48)));
      if (planned.action() != Action.KEEP && random.nextBoolean()) {
        yard.memory =
            yard.memory.with(planned.project(), new Memory.Announcement(at, planned.scope()));
      }
    }
    assertThat(yard.memory.all()).isEqualTo(before.all());
  }

  /** As the file system would tell of it. */
  private static Directory directory(String path) {
    Path plain = Path.of(path);
    boolean isBelow =
        plain.startsWith(ROOT) && !plain.equals(ROOT) && plain.normalize().equals(plain);
    return isBelow && !path.endsWith("link")
        ? new Directory.Found(plain)
        : new Directory.OutOfBounds("is not below " + ROOT);
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
