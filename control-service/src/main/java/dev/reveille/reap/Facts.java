package dev.reveille.reap;

import dev.reveille.project.Container;
import dev.reveille.project.EngineStock;
import dev.reveille.project.Projects;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a plan follows from, read at one moment.
 *
 * @param containers those that {@code CONTAINER_FILTER} lets exist for us
 * @param projects made of them
 * @param stock all that the engine has
 * @param directories by the path that containers name, as they name it
 * @param top what is directly below {@code PROJECTS_DIR}
 * @param uses by project
 * @param memory after this look
 * @param own ids of the containers that we run in; that they are connected to a network does not
 *     keep it
 */
record Facts(
    List<Container> containers,
    Projects projects,
    EngineStock stock,
    Map<String, Directory> directories,
    List<TopDirectory> top,
    Map<String, LastUse> uses,
    Memory memory,
    Set<String> own,
    Instant now) {
  Facts {
    containers = List.copyOf(containers);
    directories = Map.copyOf(directories);
    top = List.copyOf(top);
    uses = Map.copyOf(uses);
    own = Set.copyOf(own);
  }
}
