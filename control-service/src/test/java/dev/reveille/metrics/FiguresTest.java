package dev.reveille.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.activity.GatewayReport;
import dev.reveille.event.Events;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.Bedtime;
import dev.reveille.reap.ProjectStates;
import dev.reveille.wake.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wakes, sleeps, removals and gateways as figures. */
class FiguresTest {
  private final Metrics metrics = new Metrics();
  private final Machine machine = new Machine();
  private final Bedtime bedtime = new Bedtime(machine);

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void countsWakesAndMeasuresTheirSteps() {
    machine.addSite("shop", "web", "");
    machine.addSite("broken", "web", "").exitsAfter(Duration.ZERO, 1);
    machine.start();
    machine.finish("shop");
    machine.finish("broken");
    WakeMetrics wakes = new WakeMetrics(metrics);
    machine.ends.forEach(wakes::ended);

    assertThat(lines("reveille_wakes_total"))
        .contains(
            "{kind=\"cold\",result=\"ready\"} 1.0",
            "{kind=\"cold\",result=\"failed\"} 1.0",
            "{kind=\"paused\",result=\"ready\"} 0.0")
        .hasSize(16);
    assertThat(lines("reveille_wake_duration_seconds_count"))
        .contains("{kind=\"cold\"} 1", "{kind=\"adopted\"} 0");
    assertThat(lines("reveille_wake_step_duration_seconds_count"))
        .contains("{step=\"starting\"} 2", "{step=\"healthy\"} 0");
  }

  @Test
  void countsSleepsByReasonAndResult() throws InterruptedException {
    machine.addSite("shop", "web", "").running();
    bedtime.start();
    var sleeps = bedtime.sleeps(Bedtime.settings(Duration.ZERO, SleepDepth.STOP));
    sleeps.sendToSleep(machine.project("shop"));
    ReapMetrics reap = new ReapMetrics(metrics);
    bedtime.ends.forEach(reap::ended);

    assertThat(lines("reveille_sleeps_total"))
        .contains(
            "{reason=\"administrator\",result=\"asleep\"} 1.0",
            "{reason=\"idle\",result=\"asleep\"} 0.0")
        .hasSize(12);
  }

  @Test
  void countsWhatBecameOfRemovals() {
    Events events = new Events(machine.timer);
    ReapMetrics reap = new ReapMetrics(metrics);
    events.follow(0, reap::hear);
    events.add("project.removed", "shop", "");
    events.add("directory.removal-failed", "/projects/old", "");
    events.add("certificate.removed", "shop.test", "");
    events.add("project.woke", "shop", "");

    assertThat(lines("reveille_removals_total"))
        .contains(
            "{of=\"project\",result=\"removed\"} 1.0", "{of=\"directory\",result=\"failed\"} 1.0")
        .hasSize(10);
    assertThat(lines("reveille_removals_total").stream().filter(it -> it.endsWith(" 1.0")))
        .hasSize(2);
  }

  @Test
  void countsProjectsByWhatTheyDo() {
    machine.addSite("shop", "web", "");
    machine.addSite("blog", "web", "").running();
    bedtime.start();
    var sleeps = bedtime.sleeps(Bedtime.settings(Duration.ZERO, SleepDepth.STOP));
    var states = new ProjectStates(machine.routes, machine.wakes, sleeps);
    new ProjectMetrics(metrics, machine.inventory, states);

    assertThat(lines("reveille_projects"))
        .containsExactlyInAnyOrder(
            "{state=\"asleep\"} 1.0",
            "{state=\"running\"} 1.0",
            "{state=\"waking\"} 0.0",
            "{state=\"starting\"} 0.0",
            "{state=\"falling-asleep\"} 0.0");
  }

  @Test
  void tellsHowFarAGatewayLagsBehind() {
    machine.addSite("shop", "web", "");
    bedtime.start();
    new GatewayMetrics(metrics, bedtime.activity, machine.routes);
    assertThat(lines("reveille_gateway_versions_behind")).containsExactly("{gateway=\"g1\"} 0.0");

    bedtime.activity.report(new GatewayReport("g1", "old.7", Map.of()));

    long newest = machine.routes.table().get().version().number();
    assertThat(lines("reveille_gateway_versions_behind"))
        .containsExactly("{gateway=\"g1\"} " + (double) newest);
    assertThat(lines("reveille_gateways")).containsExactly(" 1.0");
  }

  private List<String> lines(String name) {
    return metrics
        .scrape(null)
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .map(line -> line.substring(name.length()))
        .toList();
  }
}
