package dev.reveille.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acceptance.Containers;
import dev.reveille.acceptance.Handshake;
import dev.reveille.acceptance.Visitor;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import dev.reveille.testing.Outcome;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What docksal/vhost-proxy's own tests ({@code tests/test.bats}) show of it, under their names.
 * Where its tests had to wait for a cron job, it may be that the control service was faster.
 */
abstract class PredecessorSuite {
  private static final Duration START_LIMIT = Duration.ofSeconds(5);

  private static final ServerCertificate CUSTOM =
      TestChains.authority("Test CA").leaf("example.com", "*.example.com").make();

  private final ImageContainer reveille;
  private final HostFolders folders;

  PredecessorSuite(ImageContainer reveille, HostFolders folders) {
    this.reveille = reveille;
    this.folders = folders;
  }

  @Test
  @DisplayName("docksal-vhost-proxy container is up and using the image")
  void theContainerIsUpAndUsesTheImage() {
    Eventually.passes(
        () ->
            assertThat(container().inspect(".State.Health.Status"))
                .as(container().lastHealthCheck())
                .isEqualTo("healthy"));

    assertThat(container().inspect(".Config.Image")).isEqualTo(Image.name());
  }

  @Test
  @DisplayName("Projects directory is mounted")
  void theProjectsDirectoryIsMounted() {
    List<String> projects = List.of("mounted1", "mounted2", "mounted3");
    projects.forEach(name -> folders.project(reveille.sandbox().unique(name)));

    String listed = container().exec("ls", "-la", "/projects").out();

    assertThat(listed).contains(projects.stream().map(reveille.sandbox()::unique).toList());
  }

  @Test
  @DisplayName("Cron is working")
  void whatCronDidIsDone() {
    Eventually.passes(() -> assertThat(container().log()).contains("Stats summary total="));

    Outcome cron = proxyctl("cron");

    assertThat(cron.exitCode()).as("%s", cron).isZero();
    assertThat(cron.err()).contains("[proxyctl] [cron]", "[proxyctl] [stats] [summary] Total: ");
  }

  @Test
  @DisplayName("Test project stacks exist")
  void testProjectStacksExist() {
    List<DocksalProject> projects =
        List.of(project("stack1").create(), project("stack2").create(), project("stack3").create());

    Eventually.passes(
        () -> projects.forEach(it -> assertThat(stats(it)).contains("Running: 0", "Dangling: 0")));
  }

  @Test
  @DisplayName("Proxy returns 404 for a non-existing virtual-host")
  void anUnknownHostIsNotFound() {
    assertThat(visitor().get("nonsense.test", "/").statusCode()).isEqualTo(404);
  }

  @Test
  @DisplayName("Proxy returns 200 for an existing virtual-host")
  void aKnownHostIsServed() {
    DocksalProject project = project("served").run();

    for (String host :
        List.of(project.host(), "www." + project.host(), project.host() + ".mirror.test")) {
      awaitText(visitor().request(host, "/"), project.text());
    }
  }

  @Test
  @DisplayName("Proxy uses HTTP/2 for HTTPS connections")
  void http2IsSpokenOverHttps() {
    DocksalProject project = project("http2").run();
    awaitText(visitor().secureRequest(project.host(), "/"), project.text());

    for (String host : List.of("nonsense.test", project.host())) {
      HttpResponse<String> answer = visitor().send(visitor().secureRequest(host, "/"));
      assertThat(answer.version()).isEqualTo(Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(host.equals(project.host()) ? 200 : 404);
    }
  }

  @Test
  @DisplayName("Proxy stops project containers after PROJECT_INACTIVITY_TIMEOUT of inactivity")
  void anInactiveProjectIsStopped() {
    List<DocksalProject> projects = List.of(project("idle1").run(), project("idle2").run());
    for (DocksalProject project : projects) {
      awaitText(visitor().request(project.host(), "/"), project.text());
      assertThat(stats(project)).contains("Running: 1", "Active: 1");
    }

    projects.forEach(
        project -> Eventually.passes(() -> assertThat(stats(project)).contains("Active: 0")));
    Outcome stop = proxyctl("stop");

    assertThat(stop.exitCode()).as("%s", stop).isZero();
    for (DocksalProject project : projects) {
      assertThat(stats(project)).contains("Running: 0");
      assertThat(Containers.status(project.container())).isEqualTo("exited");
      Eventually.isTrue(() -> !project.hasNetwork());
    }
  }

  /** Theirs gets the loading page first; who is no browser now waits for the project itself. */
  @Test
  @DisplayName("Proxy starts an existing stopped project (within 5s) [HTTP]")
  void aStoppedProjectIsStartedByHttp() {
    DocksalProject project = stopped("asleep-http");

    HttpResponse<String> answer = within(START_LIMIT, visitor().request(project.host(), "/"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(project.text());
  }

  @Test
  @DisplayName("Proxy starts an existing stopped project (within 5s) [HTTPS]")
  void aStoppedProjectIsStartedByHttps() {
    DocksalProject project = stopped("asleep-https");

    HttpResponse<String> answer = within(START_LIMIT, visitor().secureRequest(project.host(), "/"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(project.text());
  }

  @Test
  @DisplayName("Proxy starts a project whose network it has removed, and joins the new one")
  void aProjectWhoseNetworkIsGoneIsStarted() {
    DocksalProject project = project("rejoined").label("io.docksal.permanent", "true").run();
    awaitText(visitor().request(project.host(), "/"), project.text());
    assertThat(project.inNetwork()).containsOnlyOnce(container().name());
    Eventually.isTrue(() -> !project.hasNetwork());

    HttpResponse<String> answer = visitor().get(project.host(), "/");

    assertThat(answer.body()).contains(project.text());
    assertThat(project.inNetwork())
        .containsExactlyInAnyOrder(project.container(), container().name());
  }

  @Test
  @DisplayName(
      "Proxy cleans up non-permanent projects after PROJECT_DANGLING_TIMEOUT of inactivity")
  void aDanglingProjectIsRemovedUnlessItIsPermanent() {
    DocksalProject dangling = project("dangling1").run();
    DocksalProject permanent = project("dangling2").label("io.docksal.permanent", "true").run();
    for (DocksalProject project : List.of(dangling, permanent)) {
      awaitText(visitor().request(project.host(), "/"), project.text());
    }

    Eventually.passes(() -> assertThat(stats(permanent)).contains("Permanent: 1 | Dangling: 1"));
    StringBuilder told = new StringBuilder();
    Eventually.isTrue(
        () -> {
          told.append(proxyctl("cleanup").err());
          return !dangling.hasContainers() && !dangling.hasFolder();
        });

    assertThat(told + container().log())
        .containsAnyOf(
            "Removing dangling project: " + dangling.name(), "Removing project=" + dangling.name())
        .doesNotContain(
            "Removing dangling project: " + permanent.name(),
            "Removing project=" + permanent.name());
    assertThat(dangling.hasNetwork()).isFalse();
    assertThat(stats(permanent)).contains("Running: 0");
    assertThat(permanent.hasFolder()).isTrue();
    assertThat(container().exec("ls", "/projects").out())
        .contains(permanent.name())
        .doesNotContain(dangling.name());
  }

  @Test
  @DisplayName("Proxy can route request to a non-default port [project stack]")
  void aStackMayHaveAnotherPort() {
    DocksalProject project =
        project("port").env("PORT", "2580").label("io.docksal.virtual-port", "2580").run();

    awaitText(visitor().request(project.host(), "/"), project.text());
  }

  @Test
  @DisplayName("Proxy can route request to a non-default port [standalone container]")
  void aStandaloneContainerMayHaveAnotherPort() {
    standalone("standalone", "standalone.test")
        .env("PORT", "2580")
        .exposes(2580)
        .label("io.docksal.virtual-port", "2580")
        .run();

    awaitText(visitor().request("standalone.test", "/"), "standalone");
  }

  @Test
  @DisplayName("Certs: proxy picks up custom cert based on hostname [project stack]")
  void aStackHasTheCertificateOfItsHost() {
    folders.certificates().put("example.com", CUSTOM);
    DocksalProject project = project("cert-by-host").run();
    awaitText(visitor().secureRequest(project.host(), "/"), project.text());
    assertThat(shown(project.host())).isEqualTo(shown("nonsense.test"));

    project.remove();
    String host = "cert-by-host.example.com";
    DocksalProject.of(reveille, folders, "cert-by-host", host).run();

    awaitText(visitor().secureRequest(host, "/"), project.text());
    Handshake.awaits(container(), host, CUSTOM);
  }

  @Test
  @DisplayName("Certs: proxy picks up custom cert based on cert name override [project stack]")
  void aStackHasTheCertificateThatItNames() {
    folders.certificates().put("example.com", CUSTOM);
    DocksalProject project =
        project("cert-by-name").label("io.docksal.cert-name", "example.com").run();

    awaitText(visitor().secureRequest(project.host(), "/"), project.text());
    Handshake.awaits(container(), project.host(), CUSTOM);
  }

  @Test
  @DisplayName("Certs: proxy picks up custom cert based on hostname [standalone container]")
  void aStandaloneContainerHasTheCertificateOfItsHost() {
    folders.certificates().put("example.com", CUSTOM);
    standalone("standalone-cert1", "standalone-cert1.example.com").run();

    awaitText(visitor().secureRequest("standalone-cert1.example.com", "/"), "standalone-cert1");
    Handshake.awaits(container(), "standalone-cert1.example.com", CUSTOM);
  }

  @Test
  @DisplayName(
      "Certs: proxy picks up custom cert based on cert name override [standalone container]")
  void aStandaloneContainerHasTheCertificateThatItNames() {
    folders.certificates().put("example.com", CUSTOM);
    standalone("standalone-cert2", "standalone-cert2.test")
        .label("io.docksal.cert-name", "example.com")
        .run();

    awaitText(visitor().secureRequest("standalone-cert2.test", "/"), "standalone-cert2");
    Handshake.awaits(container(), "standalone-cert2.test", CUSTOM);
  }

  /** Shorter ones than the 30 and 60 seconds of the predecessor's tests, and statistics. */
  static Options timeouts(Options options) {
    return options
        .env("PROJECT_INACTIVITY_TIMEOUT", "4s")
        .env("PROJECT_DANGLING_TIMEOUT", "20s")
        .env("PROJECT_REMOVAL_GRACE", "4s")
        .env("STATS_LOG", "1");
  }

  RunningImage container() {
    return reveille.container();
  }

  Visitor visitor() {
    return reveille.visitor();
  }

  private DocksalProject project(String name) {
    return DocksalProject.of(reveille, folders, name);
  }

  private NewContainer standalone(String name, String host) {
    return reveille
        .sandbox()
        .container(name)
        .label("io.docksal.virtual-host", host)
        .env("NAME", name);
  }

  private DocksalProject stopped(String name) {
    DocksalProject project = project(name).run();
    awaitText(visitor().request(project.host(), "/"), project.text());
    project.stop();
    project.awaitStatus("exited");
    return project;
  }

  private Outcome proxyctl(String verb) {
    return container().exec("proxyctl", verb);
  }

  /** The line of a project. */
  private String stats(DocksalProject project) {
    Outcome stats = proxyctl("stats");
    assertThat(stats.exitCode()).as("%s", stats).isZero();
    return stats
        .err()
        .lines()
        .filter(line -> line.contains("Project: " + project.name() + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s in %s".formatted(project.name(), stats)));
  }

  private void awaitText(HttpRequest.Builder request, String text) {
    Eventually.passes(() -> assertThat(visitor().send(request).body()).contains(text));
  }

  private HttpResponse<String> within(Duration limit, HttpRequest.Builder request) {
    Instant begun = Instant.now();
    HttpResponse<String> answer = visitor().send(request);
    assertThat(Duration.between(begun, Instant.now())).isLessThan(limit);
    return answer;
  }

  private List<X509Certificate> shown(String host) {
    return Handshake.with(container(), host).chain();
  }
}
