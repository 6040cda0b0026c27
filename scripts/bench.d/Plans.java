import dev.reveille.activity.Use;
import dev.reveille.project.Container;
import dev.reveille.project.Projects;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.SleepPlanner;
import dev.reveille.reap.SleepRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** How long it takes to plan what sleeps, of a thousand projects with three containers each. */
final class Plans {
  private static final int PROJECTS = 1_000;
  private static final int PLANS_PER_ROUND = 20;
  private static final Instant NOW = Instant.parse("2026-11-16T12:00:00Z");

  private final List<Container> containers = new ArrayList<>();
  private final Map<String, Use> uses = new HashMap<>();
  private final Projects projects;

  Plans() {
    for (int i = 0; i < PROJECTS; i++) {
      String project = "project-" + i;
      Container.Status status = i % 4 == 0 ? Container.Status.RUNNING : Container.Status.EXITED;
      for (String service : List.of("db", "app", "web")) {
        containers.add(container(project, service, status));
      }
      Instant last = NOW.minus(Duration.ofMinutes(i % 60));
      uses.put(project, new Use(last, "a request", 0, 0, i, true, Optional.empty()));
    }
    this.projects = Projects.from(containers);
  }

  /** The first plan of a process, which nothing has warmed up, and later ones. */
  void plan(int rounds) throws Exception {
    Bench.sample("plan.first", Bench.millis(this::plan));
    for (int i = 0; i < rounds * PLANS_PER_ROUND; i++) {
      Bench.sample("plan.later", Bench.millis(this::plan));
    }
  }

  private void plan() {
    var settings =
        new SleepRules.Settings(
            Duration.ofMinutes(30), SleepDepth.STOP, Duration.ZERO, false, 10, true, 0);
    var facts = new SleepPlanner.Facts(projects, uses, true, NOW);
    int sleep = new SleepPlanner(settings).plan(facts).now().size();
    if (sleep == 0) {
      throw new IllegalStateException("no project would sleep");
    }
  }

  private static Container container(String project, String service, Container.Status status) {
    Map<String, String> labels = new HashMap<>();
    labels.put("com.docker.compose.project", project);
    labels.put("com.docker.compose.service", service);
    labels.put("com.docker.compose.depends_on", service.equals("web") ? "app:service_started" : "");
    if (service.equals("web")) {
      labels.put("reveille.host", project + ".test,*." + project + ".test");
      labels.put("reveille.awake", "Sat 08:00-19:00 Europe/Berlin");
    }
    String name = "%s-%s-1".formatted(project, service);
    return new Container(
        name, name, status, Container.Health.NONE, labels, Optional.empty(), new TreeSet<>());
  }
}
