package dev.reveille.reap;

import dev.reveille.project.EngineStock.Holder;
import dev.reveille.project.Label;
import dev.reveille.project.Project;
import java.util.Map;

/** To whom a container belongs: its Compose project, else itself. */
final class Owner {
  private Owner() {}

  /** {@code compose:shop} or {@code container:4f76eee5…} */
  static String key(Holder holder) {
    return key(holder.id(), holder.labels());
  }

  static String key(Project project) {
    var container = project.members().getFirst().container();
    return key(container.id(), container.labels());
  }

  static String ofCompose(String project) {
    return "compose:" + project;
  }

  private static String key(String id, Map<String, String> labels) {
    return Label.COMPOSE_PROJECT.of(labels).map(Owner::ofCompose).orElse("container:" + id);
  }
}
