package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Projects that nobody uses any more are announced, and then removed with their directories. */
class AbandonedIT {
  private static final int CONTAINERS = 12;
  private static final TemporaryDirectory PROJECTS = TemporaryDirectory.make("projects");

  @RegisterExtension
  static final Installation reveille =
      Installation.with(
          "PROJECT_DANGLING_TIMEOUT", "4s",
          "PROJECT_REMOVAL_GRACE", "6s",
          "PROJECTS_DIR", PROJECTS.path().toString());

  @AfterAll
  static void cleanUp() {
    PROJECTS.close();
  }

  @Test
  void aVisitAfterTheAnnouncementUndoesItAndWithoutOneAllIsRemoved() throws IOException {
    ComposeProject shop = reveille.compose("shop");
    String web = shop.web("").label("reveille.root", directory("sources").toString()).create();
    visit(shop);
    reveille.sandbox().stop(web);
    awaitAction(shop, "announce");

    visit(shop);

    Eventually.isTrue(() -> plan(shop).path("action").asText().equals("keep"));
    reveille.sandbox().stop(web);
    Eventually.isTrue(() -> !isThere(shop));
    assertThat(PROJECTS.path().resolve("sources")).doesNotExist();
  }

  @Test
  void aRemovalInWhichTheControlServiceIsKilledIsCarriedOn() throws IOException {
    Files.createDirectories(PROJECTS.path().resolve("neighbour"));
    ComposeProject shop = reveille.compose("killed");
    String web = shop.web("").label("reveille.root", directory("killed").toString()).create();
    for (int number = 2; number < CONTAINERS; number++) {
      shop.replica("worker", number).create();
    }
    visit(shop);
    awaitAllRunning(shop); // a wake starts what was stopped before its turn
    reveille.sandbox().stop(web);
    for (int number = 2; number < CONTAINERS; number++) {
      String worker = reveille.sandbox().unique("killed-worker-" + number);
      reveille.sandbox().stop(worker);
    }
    Eventually.isTrue(() -> count(shop) < CONTAINERS - 1);

    reveille.killControlService();
    long left = count(shop);
    reveille.awaitControlService();

    assertThat(left).as("killed in the middle").isPositive();
    Eventually.isTrue(() -> count(shop) == 0);
    Eventually.isTrue(() -> !Files.exists(PROJECTS.path().resolve("killed")));
    assertThat(PROJECTS.path().resolve("neighbour")).exists();
  }

  private static Path directory(String name) throws IOException {
    Path directory = PROJECTS.path().toRealPath().resolve(name);
    Files.createDirectories(directory.resolve("web"));
    return directory;
  }

  private static void visit(ComposeProject project) {
    assertThat(reveille.visitor().get(reveille.known(project.host()), "/").statusCode())
        .isEqualTo(200);
  }

  private static void awaitAction(ComposeProject project, String action) {
    Eventually.isTrue(() -> plan(project).path("action").asText().equals(action));
  }

  private static JsonNode plan(ComposeProject project) {
    for (JsonNode each : reveille.admin().get("/v1/reap").path("projects")) {
      if (each.path("project").asText().equals(project.name())) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }

  private static boolean isThere(ComposeProject project) {
    return count(project) > 0;
  }

  private static void awaitAllRunning(ComposeProject project) {
    Eventually.isTrue(() -> list(project).count() == count(project));
  }

  private static long count(ComposeProject project) {
    return list(project, "--all").count();
  }

  private static Stream<String> list(ComposeProject project, String... options) {
    String label = "label=com.docker.compose.project=" + project.name();
    List<String> command = new ArrayList<>(List.of("ps", "--quiet", "--filter", label));
    command.addAll(List.of(options));
    return RealEngine.get().docker(command.toArray(String[]::new)).lines();
  }
}
