package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.activity.Use;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Projects;
import dev.reveille.project.ScriptedContainer;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.SleepPlan.Action;
import dev.reveille.reap.SleepPlan.Planned;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SleepPlannerTest {
  /** A Monday. */
  private static final Instant NOW = Instant.parse("2026-11-16T12:00:00Z");

  private static final Duration IDLE = Duration.ofMinutes(30);

  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());
  private final Map<String, Use> uses = new HashMap<>();
  private SleepRules.Settings settings = settings(IDLE, SleepDepth.STOP, Duration.ZERO);

  @Test
  void whatNobodyHasUsedForItsIdleTimeSleeps() {
    running("shop");
    used("shop", Duration.ofMinutes(30));

    assertThat(planned("shop").action()).isEqualTo(Action.SLEEPS);
    assertThat(planned("shop").reason()).isEqualTo("last use 30m ago: a request");
  }

  @Test
  void whatWasUsedSinceStaysAndSaysWhenItSleeps() {
    running("shop");
    used("shop", Duration.ofMinutes(29));

    assertThat(planned("shop").action()).isEqualTo(Action.STAYS);
    assertThat(planned("shop").due()).contains(NOW.plus(Duration.ofMinutes(1)));
  }

  @Test
  void anOpenRequestKeepsItAwake() {
    running("shop");
    uses.put("shop", new Use(NOW, "a request", 2, 0, 9, true, Optional.empty()));

    assertThat(planned("shop").action()).isEqualTo(Action.STAYS);
    assertThat(planned("shop").reason()).isEqualTo("2 requests are open");
  }

  @Test
  void whatIsNotKnownYetStays() {
    running("shop");

    assertThat(planned("shop").action()).isEqualTo(Action.STAYS);
  }

  @Test
  void nothingSleepsWhileNoGatewayTellsWhatItCounts() {
    running("shop");
    used("shop", Duration.ofDays(3));

    assertThat(plan(false).of("shop").orElseThrow().action()).isEqualTo(Action.STAYS);
    assertThat(plan(false).of("shop").orElseThrow().reason())
        .isEqualTo("no gateway tells what it counts");
  }

  @Test
  void theLabelGoesBeforeTheSetting() {
    running("shop").label("reveille.idle", "2h");
    running("blog").label("reveille.idle", "1m");
    running("wiki").label("reveille.idle", "off");
    used("shop", Duration.ofMinutes(119));
    used("blog", Duration.ofMinutes(2));
    used("wiki", Duration.ofDays(9));

    assertThat(planned("shop").action()).isEqualTo(Action.STAYS);
    assertThat(planned("blog").action()).isEqualTo(Action.SLEEPS);
    assertThat(planned("wiki").action()).isEqualTo(Action.STAYS);
    assertThat(planned("wiki").reason()).isEqualTo("it never sleeps by itself");
  }

  @Test
  void ofTwoLabelsInOneProjectTheLongerCounts() {
    running("shop").label("reveille.idle", "1m");
    engine.add("shop-db-1").service("shop", "db").label("reveille.idle", "2h").running();
    used("shop", Duration.ofMinutes(60));

    assertThat(planned("shop").action()).isEqualTo(Action.STAYS);
  }

  @Test
  void withoutAnIdleTimeNothingSleeps() {
    settings = settings(Duration.ZERO, SleepDepth.STOP, Duration.ZERO);
    running("shop");
    used("shop", Duration.ofDays(30));

    assertThat(planned("shop").action()).isEqualTo(Action.STAYS);
  }

  @Test
  void aLabelThatCannotBeReadStopsNothing() {
    running("shop").label("reveille.idle", "offf");
    used("shop", Duration.ofDays(3));

    assertThat(planned("shop").action()).isEqualTo(Action.STAYS);
    assertThat(planned("shop").reason()).isEqualTo("one of its labels can't be read");
  }

  @ParameterizedTest
  @CsvSource({
    "Mon-Fri 08:00-19:00 Europe/Berlin, STAYS",
    "Mon-Fri 13:30-19:00 Europe/Berlin, SLEEPS",
    "Sat-Sun 08:00-19:00 Europe/Berlin, SLEEPS",
  })
  void itsHoursKeepItAwake(String hours, Action action) {
    running("shop").label("reveille.awake", hours);
    used("shop", Duration.ofDays(3));

    assertThat(planned("shop").action()).isEqualTo(action);
  }

  @Test
  void anAdministratorKeepsItAwakeForAWhile() {
    running("shop");
    Instant last = NOW.minus(Duration.ofDays(1));
    Instant until = NOW.plus(Duration.ofHours(1));
    uses.put("shop", new Use(last, "a request", 0, 0, 9, true, Optional.of(until)));

    assertThat(planned("shop").reason()).isEqualTo("kept awake until " + until);
    assertThat(planned("shop").action()).isEqualTo(Action.STAYS);
  }

  @Test
  void whatIsPausedIsStoppedAfterALongerTime() {
    settings = settings(IDLE, SleepDepth.PAUSE, Duration.ofHours(1));
    engine.add("shop-web-1").service("shop", "web").host("shop.test").running().paused();
    used("shop", Duration.ofMinutes(89));
    assertThat(planned("shop").action()).isEqualTo(Action.STAYS);

    used("shop", Duration.ofMinutes(90));

    assertThat(planned("shop").action()).isEqualTo(Action.STOPS);
  }

  @Test
  void whatSomebodyElseHasPausedIsLeftAlone() {
    engine.add("shop-web-1").service("shop", "web").host("shop.test").running().paused();
    used("shop", Duration.ofDays(3));

    assertThat(plan(true).of("shop")).isEmpty();
  }

  @Test
  void whatSleepsIsInNoPlan() {
    engine.add("shop-web-1").service("shop", "web").host("shop.test");
    used("shop", Duration.ofDays(3));

    assertThat(plan(true).projects()).isEmpty();
  }

  /** A stop that was broken off in the middle is carried on. */
  @Test
  void whatIsLeftRunningOfAProjectSleepsToo() {
    engine.add("shop-web-1").service("shop", "web").host("shop.test").exited(0);
    engine.add("shop-db-1").service("shop", "db").running();
    used("shop", Duration.ofMinutes(31));

    assertThat(planned("shop").action()).isEqualTo(Action.SLEEPS);
  }

  @Test
  void theLeastRecentlyUsedThatNobodyUsesMakesRoom() {
    running("shop");
    running("blog");
    running("wiki");
    used("shop", Duration.ofMinutes(3));
    used("blog", Duration.ofMinutes(5));
    uses.put("wiki", new Use(NOW, "a request", 1, 0, 9, true, Optional.empty()));

    assertThat(room(Set.of())).contains("blog");
    assertThat(room(Set.of("blog"))).contains("shop");
    assertThat(room(Set.of("blog", "shop"))).isEmpty();
  }

  @Test
  void whatWasUsedAMomentAgoOrNeverSleepsMakesNoRoom() {
    running("shop");
    running("blog").label("reveille.idle", "off");
    used("shop", Duration.ofSeconds(29));
    used("blog", Duration.ofDays(2));

    assertThat(room(Set.of())).isEmpty();
  }

  private Optional<String> room(Set<String> except) {
    return new SleepPlanner(settings)
        .leastRecentlyUsed(facts(true), except)
        .map(project -> project.name());
  }

  private ScriptedContainer running(String project) {
    return engine.add(project + "-web-1").service(project, "web").host(project + ".test").running();
  }

  private void used(String project, Duration ago) {
    uses.put(project, new Use(NOW.minus(ago), "a request", 0, 0, 9, true, Optional.empty()));
  }

  private Planned planned(String project) {
    return plan(true).of(project).orElseThrow();
  }

  private SleepPlan plan(boolean counted) {
    return new SleepPlanner(settings).plan(facts(counted));
  }

  private SleepPlanner.Facts facts(boolean counted) {
    return new SleepPlanner.Facts(Projects.from(engine.list()), uses, counted, NOW);
  }

  private static SleepRules.Settings settings(Duration idle, SleepDepth depth, Duration pause) {
    return new SleepRules.Settings(idle, depth, pause, false, 0, true, 0);
  }
}
