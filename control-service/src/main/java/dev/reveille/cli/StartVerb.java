package dev.reveille.cli;

import java.util.List;
import java.util.Optional;

/** {@code start}: wakes a project by its name, or by that of a container. */
final class StartVerb {
  private static final String PROJECT = "project";
  private static final String CONTAINER = "container";

  private final Session session;
  private final Log log;

  StartVerb(Session session) {
    this.session = session;
    this.log = session.log(Verb.START);
  }

  /**
   * Wakes it.
   *
   * @param arguments a name, or {@code project} or {@code container} and a name
   */
  int start(List<String> arguments) {
    String name = arguments.getLast();
    if (arguments.size() == 1) {
      return wake(name).or(() -> wakeContainer(name)).orElseGet(() -> none("project or", name));
    }
    return switch (arguments.getFirst()) {
      case PROJECT -> wake(name).orElseGet(() -> none(PROJECT, name));
      case CONTAINER -> wakeContainer(name).orElseGet(() -> none(CONTAINER, name));
      default -> {
        log.begin();
        log.error("Invalid type. Write project or container before the name, or the name alone.");
        yield 1;
      }
    };
  }

  /**
   * Wakes a project that is there.
   *
   * @param type {@code project} or {@code container}
   * @param name of the container, where it is one
   */
  int wake(String project, String type, String name) {
    log.begin();
    log.say("Starting " + name + " (" + type + ")...");
    return new Waking(session.api(), session.timer(), log).wake(project);
  }

  private Optional<Integer> wake(String project) {
    if (project.isBlank() || session.api().get(Waking.path(project)).status() == 404) {
      return Optional.empty();
    }
    return Optional.of(wake(project, PROJECT, project));
  }

  private Optional<Integer> wakeContainer(String nameOrId) {
    List<String> projects =
        session.api().get("/v1/projects").orFail().at("projects").all().stream()
            .filter(project -> has(project, nameOrId))
            .map(project -> project.at("name").text())
            .toList();
    if (projects.size() > 1) {
      throw new CommandFailed(
          "%s begins the ids of containers of several projects: %s; write more of it"
              .formatted(nameOrId, String.join(", ", projects)));
    }
    return projects.stream().findFirst().map(project -> wake(project, CONTAINER, nameOrId));
  }

  private static boolean has(Json project, String nameOrId) {
    return !nameOrId.isBlank()
        && project.at("containers").all().stream()
            .anyMatch(
                container ->
                    container.at("name").text().equals(nameOrId)
                        || container.at("id").text().startsWith(nameOrId));
  }

  private int none(String type, String name) {
    log.begin();
    log.error("There is no %s %s; proxyctl stats lists them.".formatted(type, name));
    return 1;
  }
}
