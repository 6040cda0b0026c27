package dev.reveille.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.activity.GatewayReport;
import dev.reveille.project.EngineIdentity;
import dev.reveille.project.EngineUnreachable;
import dev.reveille.reap.Bedtime;
import dev.reveille.wake.Machine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);

  @Test
  void looksAtEverythingAtTheSameTimeAndTellsInOrder() {
    CountDownLatch both = new CountDownLatch(2);
    Check first = new Check("first", () -> meet(both, "first"));
    Check second = new Check("second", () -> meet(both, "second"));

    assertThat(doctor(Duration.ofSeconds(20), first, second).examine())
        .extracting(Finding::subject)
        .containsExactly("first", "second");
  }

  @Test
  void doesNotWaitForOneThatHangsAndOutlivesOneThatBreaks() {
    CountDownLatch never = new CountDownLatch(1);
    Check hangs = new Check("hangs", () -> meet(never, "hangs"));
    Check breaks =
        new Check(
            "breaks",
            () -> {
              throw new IllegalStateException("oh");
            });

    List<Finding> findings = doctor(Duration.ofMillis(50), hangs, breaks).examine();

    assertThat(findings).extracting(Finding::result).containsOnly(Finding.Result.FAIL);
    assertThat(findings.getFirst().text()).startsWith("no result within");
    assertThat(findings.getLast().text()).contains("oh");
  }

  @Test
  void tellsWhatTheEngineSays() {
    var engine = new EngineIdentity("1.41", "Docker/20.10.24 (linux)", Optional.of(NOON));

    assertThat(look(EngineCheck.of(() -> engine, CLOCK)))
        .containsExactly(
            Finding.ok("engine", "answers: Docker/20.10.24 (linux), API 1.41"),
            Finding.ok("clock", "agrees with that of the engine"));
  }

  @Test
  void saysThatTheEngineDoesNotAnswer() {
    Supplier<EngineIdentity> gone =
        () -> {
          throw new EngineUnreachable("engine at unix:///x can't be asked", new Exception());
        };

    assertThat(look(EngineCheck.of(gone, CLOCK)).getFirst().result())
        .isEqualTo(Finding.Result.FAIL);
  }

  @Test
  void comparesClocks() {
    assertThat(skew(Duration.ofSeconds(3))).isEqualTo(Finding.Result.OK);
    assertThat(skew(Duration.ofMinutes(-1))).isEqualTo(Finding.Result.WARN);
    assertThat(skew(Duration.ofHours(2))).isEqualTo(Finding.Result.FAIL);
    assertThat(ClockSkew.finding("the CA", Optional.empty(), NOON)).isEmpty();
    assertThat(
            ClockSkew.finding("the CA", Optional.of(NOON.minusSeconds(60)), NOON)
                .orElseThrow()
                .text())
        .isEqualTo("is 60 s ahead of that of the CA");
  }

  @Test
  void tellsHowFarGatewaysAreBehind() {
    try (Machine machine = new Machine()) {
      Bedtime bedtime = new Bedtime(machine);
      Check check = GatewayCheck.of(bedtime.activity, machine.routes, machine.timer);

      machine.timer.holdStill(
          () -> {
            assertThat(look(check).getFirst().result()).isEqualTo(Finding.Result.FAIL);
            machine.addSite("shop", "web", "");
            bedtime.start();
            report(bedtime, "g2", "test.0");
            report(bedtime, "g3", "");
            return true;
          });

      assertThat(machine.timer.holdStill(() -> look(check)))
          .extracting(Finding::result)
          .containsExactly(Finding.Result.OK, Finding.Result.WARN, Finding.Result.WARN);
      assertThat(look(check).get(1).text()).endsWith("1 route tables behind");
    }
  }

  @Test
  void tellsWhichHostsDoNotLeadHere() {
    Check check =
        HostsCheck.of(
            () -> Set.of("shop.test", "blog.test"),
            host -> Optional.of(host + " leads elsewhere").filter(_ -> host.startsWith("blog")),
            "lead here");

    assertThat(look(check))
        .extracting(Finding::text)
        .containsExactly("1 of 2 hosts lead here", "blog.test leads elsewhere");
    assertThat(look(HostsCheck.of(Set::of, _ -> Optional.empty(), "lead here")))
        .extracting(Finding::result)
        .containsExactly(Finding.Result.WARN);
  }

  private static void report(Bedtime bedtime, String gateway, String routes) {
    bedtime.activity.report(new GatewayReport(gateway, routes, Map.of()));
  }

  private static List<Finding> look(Check check) {
    return doctor(Duration.ofSeconds(20), check).examine();
  }

  private static Finding.Result skew(Duration ahead) {
    return ClockSkew.finding("the CA", Optional.of(NOON.minus(ahead)), NOON).orElseThrow().result();
  }

  private static Doctor doctor(Duration limit, Check... checks) {
    return new Doctor(List.of(checks), limit);
  }

  private static List<Finding> meet(CountDownLatch latch, String subject) {
    latch.countDown();
    try {
      latch.await();
      if (subject.equals("hangs")) {
        new CountDownLatch(1).await();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return List.of(Finding.ok(subject, "met"));
  }
}
