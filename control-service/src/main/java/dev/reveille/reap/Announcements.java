package dev.reveille.reap;

import dev.reveille.reap.RemovalPlan.Action;
import dev.reveille.reap.RemovalPlan.OfOrphan;
import dev.reveille.reap.RemovalPlan.OfProject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says beforehand what will be removed, and takes that back. */
final class Announcements {
  private static final Logger log = LoggerFactory.getLogger(Announcements.class);

  private final Removals.Parts parts;
  private final Remembered remembered;

  Announcements(Removals.Parts parts, Remembered remembered) {
    this.parts = parts;
    this.remembered = remembered;
  }

  /** Forgets what was announced and is kept by now, or gone; returns what that was. */
  List<String> undo(RemovalPlan plan) {
    List<String> undone = new ArrayList<>();
    for (String project : remembered.get().announced().keySet()) {
      Optional<OfProject> now = plan.of(project);
      if (now.filter(it -> it.action() != Action.KEEP).isEmpty()) {
        String reason = now.map(OfProject::reason).orElse("it is not there any more");
        remembered.set(remembered.get().withoutAnnouncement(project));
        undone.add(project);
        tellUndone("project", project, reason);
      }
    }
    for (String path : remembered.get().orphans().keySet()) {
      Optional<OfOrphan> now = plan.of(Path.of(path));
      if (now.filter(it -> it.action() != Action.KEEP).isEmpty()) {
        remembered.set(remembered.get().withoutOrphan(path));
        undone.add(path);
        tellUndone("directory", path, "it is used, named, or not there any more");
      }
    }
    return undone;
  }

  /** Announces what is to be announced and was not, or not all of it; returns what that was. */
  List<String> announce(RemovalPlan plan, Sizes sizes) {
    List<OfProject> projects =
        plan.projects().stream()
            .filter(it -> it.action() == Action.ANNOUNCE && it.announced().isEmpty())
            .toList();
    List<OfOrphan> orphans = plan.orphans().stream().filter(it -> isNew(it, plan.at())).toList();
    RemovalPlan sized = sizes.with(new RemovalPlan(plan.at(), Optional.empty(), projects, orphans));
    List<String> announced = new ArrayList<>();
    for (OfProject each : sized.projects()) {
      Memory.Announcement made = new Memory.Announcement(plan.at(), each.scope());
      remembered.set(remembered.get().with(each.project(), made));
      announced.add(each.project());
      tell(
          "project",
          each.project(),
          each.due(),
          each.reason() + "; " + Words.of(each.belongings()));
    }
    for (OfOrphan each : sized.orphans()) {
      String path = each.path().toString();
      remembered.set(remembered.get().withOrphan(path, plan.at()));
      announced.add(path);
      tell("directory", path, each.due(), each.reason());
    }
    return announced;
  }

  private boolean isNew(OfOrphan orphan, Instant now) {
    Optional<Instant> made =
        Optional.ofNullable(remembered.get().orphans().get(orphan.path().toString()));
    return orphan.action() == Action.ANNOUNCE
        && made.filter(at -> !orphan.changed().isAfter(at) && !at.isAfter(now)).isEmpty();
  }

  private void tell(String kind, String name, Optional<Instant> due, String text) {
    String when = due.map(Instant::toString).orElse("");
    log.info("Announced a removal {}={} due={} reason=\"{}\"", kind, name, when, text);
    parts
        .events()
        .add(kind + ".removal-announced", name, "it is removed at %s: %s".formatted(when, text));
  }

  private void tellUndone(String kind, String name, String reason) {
    log.info("Undid an announced removal {}={} reason=\"{}\"", kind, name, reason);
    parts.events().add(kind + ".removal-undone", name, reason);
  }
}
