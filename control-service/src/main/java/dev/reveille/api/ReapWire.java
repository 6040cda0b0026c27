package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.reap.Belongings;
import dev.reveille.reap.Belongings.Item;
import dev.reveille.reap.RemovalPlan;
import dev.reveille.reap.Removals;
import dev.reveille.reap.SleepPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The plan as administrators see it; times as {@code 2026-01-31T12:00:00Z}, sizes in bytes, both
 * left out where they are not known.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReapWire(
    String at,
    List<SleepWire> sleeps,
    @Nullable String refused,
    List<ProjectWire> projects,
    List<OrphanWire> orphans,
    @Nullable String next) {

  static ReapWire from(SleepPlan sleeps, RemovalPlan plan, Page page) {
    List<Planned> all = new ArrayList<>();
    sleeps.projects().forEach(each -> all.add(SleepWire.from(each)));
    plan.projects().forEach(each -> all.add(ProjectWire.from(each)));
    plan.orphans().forEach(each -> all.add(OrphanWire.from(each)));
    all.sort(Comparator.comparing(Planned::key));
    Page.Part<Planned> part = page.of(all, Planned::key);
    return new ReapWire(
        plan.at().toString(),
        some(part, SleepWire.class),
        plan.refused().orElse(null),
        some(part, ProjectWire.class),
        some(part, OrphanWire.class),
        part.next());
  }

  private static <T> List<T> some(Page.Part<Planned> part, Class<T> kind) {
    return part.items().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** What a page counts: sleeps come first, then projects, then orphans. */
  sealed interface Planned {
    @JsonIgnore
    default String key() {
      return switch (this) {
        case SleepWire sleep -> "1 " + sleep.project();
        case ProjectWire project -> "2 " + project.project();
        case OrphanWire orphan -> "3 " + orphan.path();
      };
    }
  }

  /**
   * What is planned for the sleep of a project that runs.
   *
   * @param action {@code stays}, {@code sleeps} now, or {@code stops} now after a pause
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SleepWire(String project, String action, String reason, @Nullable String due)
      implements Planned {
    static SleepWire from(SleepPlan.Planned planned) {
      return new SleepWire(
          planned.project(), word(planned.action()), planned.reason(), text(planned.due()));
    }
  }

  /** What is done about a project; {@code bytes} is the sum of what is known. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ProjectWire(
      String project,
      String action,
      String reason,
      @Nullable String due,
      @Nullable String announced,
      List<ThingWire> containers,
      List<ThingWire> volumes,
      List<ThingWire> networks,
      List<ThingWire> images,
      @Nullable ThingWire directory,
      List<String> kept,
      long bytes)
      implements Planned {
    static ProjectWire from(RemovalPlan.OfProject planned) {
      Belongings belongings = planned.belongings();
      return new ProjectWire(
          planned.project(),
          word(planned.action()),
          planned.reason(),
          text(planned.due()),
          text(planned.announced()),
          ThingWire.all(belongings.containers()),
          ThingWire.all(belongings.allVolumes()),
          ThingWire.all(belongings.networks()),
          ThingWire.all(belongings.images()),
          belongings.directory().map(ThingWire::from).orElse(null),
          belongings.kept(),
          belongings.all().mapToLong(item -> item.bytes().orElse(0)).sum());
    }
  }

  /**
   * One thing that goes.
   *
   * @param name a container's, volume's or network's, an image's id, a directory's path on the host
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ThingWire(String name, String reason, @Nullable String created, @Nullable Long bytes) {
    static List<ThingWire> all(List<Item> items) {
      return items.stream().map(ThingWire::from).toList();
    }

    static ThingWire from(Item item) {
      return new ThingWire(item.name(), item.reason(), text(item.since()), number(item.bytes()));
    }
  }

  /** What is done about a directory that nobody names. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OrphanWire(
      String path,
      String action,
      String reason,
      @Nullable String due,
      String changed,
      @Nullable Long bytes)
      implements Planned {
    static OrphanWire from(RemovalPlan.OfOrphan orphan) {
      return new OrphanWire(
          orphan.path().toString(),
          word(orphan.action()),
          orphan.reason(),
          text(orphan.due()),
          orphan.changed().toString(),
          number(orphan.bytes()));
    }
  }

  /** What was done, by the names of projects and the paths of directories. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DoneWire(
      @Nullable String refused,
      List<String> announced,
      List<String> undone,
      List<String> removed,
      List<String> failed) {
    static DoneWire from(Removals.Done done) {
      return new DoneWire(
          done.refused().orElse(null),
          done.announced(),
          done.undone(),
          done.removed(),
          done.failed());
    }
  }

  private static String word(Enum<?> action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }

  private static @Nullable Long number(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }
}
