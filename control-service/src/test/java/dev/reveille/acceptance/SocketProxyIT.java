package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.TemporaryDirectory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example's socket proxy lets through what is needed, and nothing that makes one root. */
class SocketProxyIT {
  private static final TemporaryDirectory PROJECTS = TemporaryDirectory.make("projects");

  /** As Compose makes them, with the label of their project. */
  private static final List<String> NETWORKS = new ArrayList<>();

  @RegisterExtension
  @Order(1)
  static final SocketProxy socket = new SocketProxy();

  @RegisterExtension
  @Order(2)
  static final Installation reveille =
      Installation.with(
          "DOCKER_HOST", socket.host(),
          "PROJECT_INACTIVITY_TIMEOUT", "3s",
          "PROJECT_NETWORK_CLEANUP", "on",
          "PROJECT_DANGLING_TIMEOUT", "6s",
          "PROJECT_REMOVAL_GRACE", "1s",
          "PROJECT_PRUNE_IMAGES", "on",
          "PROJECTS_DIR", PROJECTS.path().toString());

  @AfterAll
  static void cleanUp() {
    reveille.sandbox().clear();
    for (String network : NETWORKS) {
      if (isThere("network", network)) {
        RealEngine.get().docker("network", "rm", network);
      }
    }
    PROJECTS.close();
  }

  @Test
  void aProjectSleepsWithoutItsNetworkAndWakes() {
    ComposeProject shop = reveille.compose("networked");
    String network = network(shop);
    shop.service("db", "").network(network).create();
    String web =
        shop.web("db:service_started:true")
            .label("reveille.permanent", "on")
            .network(network)
            .create();
    visit(shop);

    awaitStatus(web, "exited");
    Eventually.isTrue(() -> !isThere("network", network));

    visit(shop);
    assertThat(isThere("network", network)).isTrue();
  }

  @Test
  void aProjectIsPausedAndContinued() {
    ComposeProject shop = reveille.compose("paused");
    String web =
        shop.web("").label("reveille.sleep", "pause").label("reveille.permanent", "on").create();
    visit(shop);

    awaitStatus(web, "paused");

    visit(shop);
    assertThat(Containers.status(web)).isEqualTo("running");
  }

  @Test
  void aWakeThatFailsTellsWhatTheContainerPrinted() {
    ComposeProject shop = reveille.compose("broken");
    shop.web("").label("reveille.permanent", "on").shell("echo no such table; exit 3").create();

    String answer = reveille.visitor().get(reveille.known(shop.host()), "/").body();

    assertThat(answer).contains("exited with 3");
    assertThat(reveille.admin().project(shop.name()).toString()).contains("no such table");
  }

  @Test
  void anAbandonedProjectIsRemovedWithAllThatIsItsOwn() throws IOException {
    ComposeProject shop = reveille.compose("abandoned");
    RealEngine engine = RealEngine.get();
    String network = network(shop);
    String volume = shop.name() + "_data";
    engine.docker("volume", "create", "--label", label(shop), volume);
    Path directory = Files.createDirectory(PROJECTS.path().toRealPath().resolve("abandoned"));
    shop.web("")
        .image(ownImage(shop))
        .label("reveille.root", directory.toString())
        .network(network)
        .volume(volume + ":/data")
        .create();
    visit(shop);

    Eventually.isTrue(() -> !Files.exists(directory));

    assertThat(engine.docker("ps", "--all", "--quiet", "--filter", "label=" + label(shop)))
        .isEmpty();
    assertThat(isThere("volume", volume)).isFalse();
    assertThat(isThere("network", network)).isFalse();
    assertThat(engine.docker("images", "--quiet", shop.name())).isEmpty();
  }

  @Test
  void aVetoThatCannotBeAskedKeepsAwakeAndSaysWhatRefused() {
    ComposeProject shop = reveille.compose("veto");
    String web =
        shop.web("").label("reveille.idle.veto", "true").label("reveille.permanent", "on").create();

    visit(shop);

    Eventually.passes(
        () ->
            assertThat(reveille.proxy().log())
                .contains("Stays awake project=" + shop.name())
                .contains("haproxy.cfg does not allow POST /containers/%s/exec".formatted(web)));
    assertThat(Containers.status(web)).isEqualTo("running");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   /v1.41/containers/create",
    "POST,   /v1.41/containers/web/exec",
    "POST,   /v1.41/exec/4f76/start",
    "POST,   /v1.41/containers/web/update",
    "POST,   /v1.41/containers/web/kill",
    "GET,    /v1.41/containers/web/archive?path=/etc/shadow",
    "PUT,    /v1.41/containers/web/archive?path=/",
    "GET,    /v1.41/containers/web/export",
    "POST,   /v1.41/containers/web/attach",
    "POST,   /v1.41/containers/..%2fcreate/start",
    "POST,   /v1.23/containers/web/start",
    "DELETE, /v1.41/containers/web?force=1",
    "DELETE, /v1.41/volumes/data?fo%72ce=1",
    "POST,   /v1.41/containers/prune",
    "POST,   /v1.41/volumes/create",
    "POST,   /v1.41/images/create?fromImage=busybox",
    "POST,   /v1.41/build",
    "GET,    /v1.41/info",
    "GET,    /v1.41/secrets",
    "POST,   /v1.41/swarm/init",
    "POST,   /v1.41/plugins/pull"
  })
  void refusesWhatIsNotNeeded(String method, String path) {
    HttpResponse<String> answer = socket.call(method, path);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("haproxy.cfg does not allow " + method);
    assertThat(socket.log()).contains("403 " + method);
  }

  private static String network(ComposeProject project) {
    String name = project.name() + "_default";
    RealEngine.get().docker("network", "create", "--label", label(project), name);
    NETWORKS.add(name);
    return name;
  }

  /** One that no other container is made of. */
  private static String ownImage(ComposeProject project) {
    String container = reveille.sandbox().container("image").create();
    RealEngine.get().docker("commit", container, project.name());
    reveille.sandbox().remove(container);
    return project.name();
  }

  private static String label(ComposeProject project) {
    return "com.docker.compose.project=" + project.name();
  }

  private static boolean isThere(String kind, String name) {
    return !RealEngine.get().docker(kind, "ls", "--quiet", "--filter", "name=" + name).isEmpty();
  }

  private static void visit(ComposeProject project) {
    HttpResponse<String> answer = reveille.visitor().get(reveille.known(project.host()), "/");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void awaitStatus(String container, String status) {
    Eventually.passes(() -> assertThat(Containers.status(container)).isEqualTo(status));
  }
}
