package dev.reveille.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acceptance.Containers;
import dev.reveille.acceptance.Load;
import dev.reveille.acceptance.Visitor;
import dev.reveille.image.ContainerProcess.Part;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.RealEngine;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parts of the image die, hang, or can't start; and the container is stopped. */
class SupervisionIT {
  private static final int KILLS = 10;

  /** What ends sooner is started again later each time ({@code supervise.sh}). */
  private static final Duration STEADY = Duration.ofSeconds(3);

  private static final Duration GATEWAY_OUTAGE = Duration.ofSeconds(1);
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);

  @RegisterExtension
  static final ImageContainer reveille =
      ImageContainer.named("supervised", sandbox -> Options.withEngine().andState(sandbox));

  @Test
  void killsOfTheControlServiceFailNoRequestAndThoseOfTheGatewayForLessThanASecond() {
    String host = site("busy");
    List<Duration> outages = new ArrayList<>();

    try (Load load = Load.on(container(), host);
        Probing probing = Probing.of(container(), host)) {
      for (int i = 0; i < KILLS; i++) {
        load.awaitMore(50);
        int failures = load.failures().size();
        Instant killed = kill(Part.CONTROL_SERVICE);
        load.awaitMore(50);
        assertThat(load.failures().subList(failures, load.failures().size())).isEmpty();
        assertThat(probing.outageSince(killed)).hasValue(Duration.ZERO);

        outages.add(outage(probing, kill(Part.GATEWAY_MASTER)));
        awaitAge(killed);
      }
    }

    System.out.println("The gateway was away, after each kill: " + outages);
    assertThat(median(outages)).as("%s", outages).isLessThan(GATEWAY_OUTAGE);
    assertThat(container().processes()).noneMatch(ContainerProcess::isZombie);
    assertThat(container().inspect(".RestartCount")).isEqualTo("0");
  }

  @Test
  void aKilledWorkerIsReplaced() {
    String host = site("worker");
    List<Integer> workers = ids(Part.GATEWAY_WORKER);

    container().bash("kill -KILL " + workers.getFirst());

    Eventually.passes(
        () ->
            assertThat(ids(Part.GATEWAY_WORKER))
                .hasSameSizeAs(workers)
                .doesNotContain(workers.getFirst()));
    assertThat(reveille.visitor().get(host, "/").statusCode()).isEqualTo(200);
  }

  @Test
  void theEngineStartsTheContainerAgainWhoseSupervisorWasKilled() {
    Deployment other =
        reveille.another("restarted", _ -> Options.withEngine().and("--restart=always"));
    RunningImage container = other.container().awaitReady();

    container.exec("bash", "-c", "kill -KILL " + container.process(Part.SUPERVISOR).id());

    Eventually.passes(() -> assertThat(container.inspect(".RestartCount")).isEqualTo("1"));
    container.awaitReady();
  }

  @Test
  void theHealthCheckSaysThatTheControlServiceHangs() {
    int control = container().process(Part.CONTROL_SERVICE).id();

    container().bash("kill -STOP " + control);
    try {
      Eventually.passes(
          () ->
              assertThat(container().lastHealthCheck())
                  .contains("control service: no answer", "gateway: HTTP/1.1 404"));
    } finally {
      container().bash("kill -CONT " + control);
    }

    container().awaitReady();
  }

  @Test
  void aStopLetsOpenRequestsEnd() {
    Deployment other = reveille.another("stopped", _ -> Options.withEngine());
    RunningImage container = other.container().awaitReady();
    String site = other.sandbox().container("site").label("reveille.host", "site.test").run();
    Visitor visitor = other.visitor();
    Eventually.isTrue(() -> visitor.get("site.test", "/").statusCode() == 200);
    CompletableFuture<HttpResponse<String>> slow =
        visitor.sendAsync(visitor.request("site.test", "/slow?3"));
    Eventually.isTrue(() -> Containers.shell(site, "ps").contains("sleep 3"));

    assertThat(stop(container)).isLessThan(STOP_GRACE);

    assertThat(Eventually.get(slow).body()).isEqualTo("after 3 s\n");
    assertThat(container.inspect(".State.ExitCode")).isEqualTo("0");
  }

  /**
   * Where jar, JVM or options differ from those it was made with, the JVM passes it over silently.
   */
  @Test
  void theControlServiceStartsFromTheCacheOfLoadedClasses() {
    String script =
        """
        cd /opt/reveille
        CONTROL_PORT=none jre/bin/java @app/jvm.options -XX:AOTCache=app/control-service.aot \
          -Xlog:class+load -jar app/control-service.jar | grep 'dev.reveille.app.Main '
        """;

    assertThat(container().bash(script)).contains("source: shared objects file");
  }

  @Test
  void whatCanNotStartIsTriedAgainLaterEachTimeAndTheLogSaysWhy() {
    RunningImage container =
        reveille
            .another("crashing", _ -> Options.withEngine().env("WAKE_TIMEOUT", "soon"))
            .container();

    String again = "The control service ended with code 2; starting it again in %d s";
    Eventually.passes(
        () ->
            assertThat(container.log())
                .contains("WAKE_TIMEOUT")
                .containsSubsequence(again.formatted(1), again.formatted(2), again.formatted(4)));
    Eventually.passes(
        () -> assertThat(container.lastHealthCheck()).contains("control service: no answer"));

    assertThat(stop(container)).isLessThan(STOP_GRACE);
    assertThat(container.inspect(".State.ExitCode")).isEqualTo("0");
  }

  private static Duration stop(RunningImage container) {
    Instant begun = Instant.now();
    RealEngine.get().docker("stop", container.name());
    return Duration.between(begun, Instant.now());
  }

  private static RunningImage container() {
    return reveille.container();
  }

  /** The host of a new one that runs, once it is served. */
  private static String site(String name) {
    String host = reveille.sandbox().unique(name) + ".test";
    reveille.sandbox().container(name).label("reveille.host", host).run();
    Eventually.isTrue(() -> reveille.visitor().get(host, "/").statusCode() == 200);
    return host;
  }

  /** Waits until another process has taken its place, and all is well; returns when it died. */
  private static Instant kill(Part part) {
    int id = container().process(part).id();
    String time = container().bash("echo $EPOCHREALTIME; kill -KILL " + id);
    Eventually.isTrue(() -> ids(part).stream().anyMatch(it -> it != id));
    container().awaitReady();
    BigDecimal micros = new BigDecimal(time).movePointRight(6);
    return Instant.EPOCH.plus(Duration.of(micros.longValueExact(), ChronoUnit.MICROS));
  }

  private static Duration outage(Probing probing, Instant killed) {
    Eventually.isTrue(() -> probing.outageSince(killed).isPresent());
    return probing.outageSince(killed).orElseThrow();
  }

  /** A machine that others use stands still for a second now and then. */
  private static Duration median(List<Duration> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }

  private static void awaitAge(Instant started) {
    Duration age = STEADY.plusSeconds(2); // some of which the start took
    Eventually.isTrue(() -> Duration.between(started, Instant.now()).compareTo(age) > 0);
  }

  private static List<Integer> ids(Part part) {
    return container().processes().stream()
        .filter(it -> it.part() == part)
        .map(ContainerProcess::id)
        .toList();
  }
}
