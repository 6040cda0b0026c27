package dev.reveille.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All projects that the engine has, at one moment.
 *
 * @param all by name; containers that neither carry a host label nor share a project with one that
 *     does are not among them
 * @param problems labels that could not be read, and variables that were passed over
 */
public record Projects(List<Project> all, List<Problem> problems) {
  public static final Projects NONE = new Projects(List.of(), List.of());

  public Projects {
    all = List.copyOf(all);
    problems = List.copyOf(problems);
  }

  /** Groups what the engine lists; the order of the list does not matter. */
  public static Projects from(List<Container> containers) {
    Map<String, List<Container>> compose = new TreeMap<>();
    List<Container> standalone = new ArrayList<>();
    for (Container container : sorted(containers)) {
      if (isOneOff(container)) {
        continue;
      }
      Label.COMPOSE_PROJECT
          .of(container.labels())
          .ifPresentOrElse(
              name -> compose.computeIfAbsent(name, _ -> new ArrayList<>()).add(container),
              () -> standalone.add(container));
    }
    Map<String, List<Container>> groups = new TreeMap<>(compose);
    for (Container container : standalone) {
      groups.put(nameBeside(groups, container), List.of(container));
    }
    return from(groups);
  }

  public Optional<Project> find(String name) {
    return all.stream().filter(project -> project.name().equals(name)).findFirst();
  }

  /** Whether a container is there, running, and reached at the address that it has. */
  public boolean reaches(Container running) {
    return all.stream()
        .flatMap(project -> project.members().stream())
        .map(Member::container)
        .filter(container -> container.id().equals(running.id()))
        .anyMatch(found -> found.isRunning() && found.address().equals(running.address()));
  }

  private static boolean isOneOff(Container container) {
    return Label.COMPOSE_ONEOFF.of(container.labels()).filter("True"::equalsIgnoreCase).isPresent();
  }

  private static List<Container> sorted(List<Container> containers) {
    return containers.stream().sorted(Comparator.comparing(Container::name)).toList();
  }

  /** Compose names have no dot, so a standalone namesake is told apart by one. */
  private static String nameBeside(Map<String, List<Container>> groups, Container container) {
    String name = container.name();
    while (groups.containsKey(name)) {
      name += ".container";
    }
    return name;
  }

  private static Projects from(Map<String, List<Container>> groups) {
    List<Project> all = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    groups.forEach(
        (name, containers) -> {
          if (containers.stream().anyMatch(c -> Label.HOST.isOn(c.labels()))) {
            all.add(new Project(name, members(name, containers, problems)));
          }
        });
    return new Projects(all, problems);
  }

  private static List<Member> members(
      String project, List<Container> containers, List<Problem> problems) {
    return containers.stream()
        .map(
            container -> {
              LabelReader reader = new LabelReader(container);
              Member member = reader.read();
              reader.mistakes().forEach(text -> problems.add(problem(project, container, text)));
              ProxyVariables.remarks(container.labels())
                  .forEach(text -> problems.add(new Problem(project, container.name(), text)));
              return member;
            })
        .toList();
  }

  private static Problem problem(String project, Container container, String mistake) {
    String text = mistake + "; the container claims no host until this is mended";
    return new Problem(project, container.name(), text);
  }
}
