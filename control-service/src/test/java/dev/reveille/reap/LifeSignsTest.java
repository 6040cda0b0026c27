package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.EngineUnreachable;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Projects;
import dev.reveille.project.ScriptedContainer;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.LifeSigns.Sign;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifeSignsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final LeapingTimer timer = new LeapingTimer();
  private final InMemoryEngine engine = new InMemoryEngine(timer);
  private final LifeSigns signs = new LifeSigns(engine, timer);
  private final ScriptedContainer web =
      engine.add("shop-web-1").service("shop", "web").host("shop.test");
  private final ScriptedContainer db = engine.add("shop-db-1").service("shop", "db");
  private Instant since = timer.instant();

  @Test
  void aProjectThatNobodyUsesShowsNone() {
    isUp();
    assertThat(look(settings(true, 10))).isEmpty();
  }

  @Test
  void aContainerThatWasStartedIsASign() {
    isUp();
    engine.stop(db.id());
    engine.start(db.id());
    Instant started = timer.instant();
    timer.pass(MINUTE);
    assertThat(look(settings(false, 0))).contains(new Sign(started, "shop-db-1 was started"));
    since = started;
    assertThat(look(settings(false, 0))).isEmpty();
  }

  @Test
  void aRestartByTheEngineItselfIsNone() {
    isUp();
    engine.stop(db.id());
    db.restartedByEngine().exitsTimes(4, 3);
    engine.start(db.id());
    since = timer.instant();
    timer.pass(MINUTE);
    assertThat(look(settings(false, 0))).isEmpty();
  }

  @Test
  void aCommandThatSomebodyRunsIsASignAsLongAsItRuns() {
    isUp();
    web.runsCommand(true);
    timer.pass(MINUTE);
    assertThat(look(settings(false, 0)))
        .contains(new Sign(timer.instant(), "docker exec in shop-web-1"));
    web.runsCommand(false);
    assertThat(look(settings(false, 0))).isEmpty();
  }

  @Test
  void aCommandDoesNotCountWhereTheSettingSaysSo() {
    isUp();
    web.runsCommand(true);
    SleepRules.Settings settings =
        new SleepRules.Settings(MINUTE, SleepDepth.STOP, MINUTE, false, 0, false, 0);
    assertThat(look(settings)).isEmpty();
  }

  @Test
  void aLineCountsOnlyWhereLinesCount() {
    db.label("reveille.idle.logs", "on");
    isUp();
    timer.pass(MINUTE);
    web.printsNow("one");
    assertThat(look(settings(false, 0))).isEmpty();
    assertThat(look(settings(true, 0))).contains(new Sign(timer.instant(), "log of shop-web-1"));
    timer.pass(MINUTE);
    db.printsNow("two");
    assertThat(look(settings(false, 0))).contains(new Sign(timer.instant(), "log of shop-db-1"));
  }

  @Test
  void theNewestSignCounts() {
    isUp();
    web.printsNow("one");
    timer.pass(MINUTE);
    db.printsNow("two");
    Instant second = timer.instant();
    timer.pass(MINUTE);
    assertThat(look(settings(true, 0))).contains(new Sign(second, "log of shop-db-1"));
  }

  @Test
  void aProcessorThatIsBusyFromTheStartIsASign() {
    isUp();
    web.usesProcessor(100);
    timer.pass(Duration.ofSeconds(3));
    assertThat(look(settings(false, 30))).isEmpty(); // 4 s are too short
    timer.pass(Duration.ofSeconds(6));
    assertThat(look(settings(false, 30))).contains(new Sign(timer.instant(), "processor 90 %"));
  }

  @Test
  void aBusyProcessorIsASign() {
    isUp();
    timer.pass(MINUTE);
    assertThat(look(settings(false, 30))).isEmpty();
    web.usesProcessor(20);
    db.usesProcessor(14);
    timer.pass(MINUTE);
    assertThat(look(settings(false, 30))).contains(new Sign(timer.instant(), "processor 34 %"));
    timer.pass(MINUTE);
    assertThat(look(settings(false, 40))).isEmpty();
  }

  @Test
  void processorTimeIsAveragedSinceTheLookBefore() {
    isUp();
    assertThat(look(settings(false, 30))).isEmpty();
    web.usesProcessor(100);
    timer.pass(Duration.ofSeconds(10));
    web.usesProcessor(0);
    timer.pass(Duration.ofSeconds(50));
    assertThat(look(settings(false, 30))).isEmpty();
    web.usesProcessor(100);
    timer.pass(Duration.ofSeconds(20));
    web.usesProcessor(0);
    timer.pass(Duration.ofSeconds(20));
    assertThat(look(settings(false, 30))).isPresent();
  }

  @Test
  void aMomentIsTooShortForAnAverage() {
    isUp();
    timer.pass(MINUTE);
    look(settings(false, 30));
    web.usesProcessor(100);
    timer.pass(Duration.ofSeconds(1));
    assertThat(look(settings(false, 30))).isEmpty();
    timer.pass(Duration.ofSeconds(9));
    assertThat(look(settings(false, 30))).contains(new Sign(timer.instant(), "processor 100 %"));
  }

  @Test
  void aContainerThatWasStartedAnewIsMeasuredAnew() {
    isUp();
    web.usesProcessor(100);
    look(settings(false, 30));
    timer.pass(MINUTE);
    engine.restart(web.id());
    since = timer.instant();
    web.usesProcessor(0);
    timer.pass(MINUTE);
    assertThat(look(settings(false, 30))).isEmpty();
  }

  @Test
  void whatTheEnginesClockSaysIsNeverLaterThanNow() {
    isUp();
    Instant ahead = timer.instant();
    timer.pass(MINUTE);
    web.printsNow("one");
    LeapingTimer behind = new LeapingTimer();
    Optional<Sign> sign =
        new LifeSigns(engine, behind)
            .look(project(), rules(settings(true, 0)), settings(true, 0), Instant.EPOCH);
    assertThat(sign).map(Sign::at).contains(behind.instant());
    assertThat(behind.instant()).isBefore(ahead.plus(MINUTE));
  }

  @Test
  void onDoubtItFails() {
    isUp();
    var shop = project();
    engine.goAway();
    SleepRules.Settings settings = settings(true, 10);
    assertThatThrownBy(() -> signs.look(shop, rules(settings), settings, since))
        .isInstanceOf(EngineUnreachable.class);
  }

  private void isUp() {
    web.running();
    db.running();
    since = timer.instant();
    timer.pass(Duration.ofSeconds(1));
  }

  private Optional<Sign> look(SleepRules.Settings settings) {
    return signs.look(project(), rules(settings), settings, since);
  }

  private SleepRules rules(SleepRules.Settings settings) {
    return SleepRules.of(project(), settings);
  }

  private dev.reveille.project.Project project() {
    return Projects.from(engine.list()).find("shop").orElseThrow();
  }

  private static SleepRules.Settings settings(boolean logs, int cpuPercent) {
    return new SleepRules.Settings(MINUTE, SleepDepth.STOP, MINUTE, logs, cpuPercent, true, 0);
  }
}
