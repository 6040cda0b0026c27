package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.concurrent.Timer;
import dev.reveille.project.Container.Health;
import dev.reveille.project.Container.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The engine in memory does what the real one does, and what its scripts say. */
class InMemoryEngineTest extends ContainerEngineContract {
  private static final Duration MOMENT = Duration.ofMillis(10);

  private final MovedTimer timer = new MovedTimer();
  private final InMemoryEngine engine = new InMemoryEngine(timer);
  private final Map<String, ScriptedContainer> byId = new HashMap<>();

  /** Stands still, but for sleeping. */
  private static final class MovedTimer implements Timer {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public void sleep(Duration time) {
      now = now.plus(time);
    }
  }

  @Override
  protected ContainerEngine engine() {
    return engine;
  }

  @Override
  protected String create(Behaviour behaviour) {
    ScriptedContainer container = engine.add("c" + byId.size()).label("team", "blue").exposes(8080);
    byId.put(container.id(), container);
    return switch (behaviour) {
      case STAYS -> container.answers("echo no; exit 3", 3, "no").hangsAt("echo; sleep 20").id();
      case COMPUTES -> container.usesProcessor(100).id();
      case BECOMES_HEALTHY -> container.healthyAfter(Duration.ofSeconds(1)).id();
      case BECOMES_UNHEALTHY -> container.unhealthyAfter(Duration.ofSeconds(1), "no database").id();
      case COMPLETES -> container.exitsAfter(Duration.ZERO, 0).id();
      case CRASHES -> container.exitsAfter(Duration.ZERO, 3).id();
      case CRASHES_AND_IS_RESTARTED ->
          container.exitsAfter(Duration.ZERO, 3).restartedByEngine().id();
      case PRINTS -> container.startTakes(MOMENT).prints("one", "two", " three").id();
      case HAS_LOST_ITS_NETWORK -> container.refusesStart(404, "network shop not found").id();
    };
  }

  @Override
  protected void pause(String id) {
    script(id).paused();
  }

  @Override
  protected void runCommand(String id) {
    script(id).runsCommand(true);
  }

  @Override
  protected void kill(String id) {
    script(id).exited(137);
  }

  @Override
  protected void remove(String id) {
    script(id).remove();
  }

  @Override
  protected void await(BooleanSupplier condition) {
    Instant end = timer.instant().plusSeconds(10);
    while (!condition.getAsBoolean()) {
      assertThat(timer.instant()).isBefore(end);
      timer.sleep(Duration.ofMillis(20));
      engine.look();
    }
  }

  @Test
  void becomesHealthyExactlyWhenScripted() {
    ScriptedContainer db = engine.add("db").healthyAfter(Duration.ofSeconds(2));
    engine.start(db.id());
    timer.sleep(Duration.ofMillis(1_999));
    assertThat(health(db)).isEqualTo(Health.STARTING);
    timer.sleep(Duration.ofMillis(1));
    assertThat(health(db)).isEqualTo(Health.HEALTHY);
  }

  @Test
  void neverBecomesHealthyWhereScripted() {
    ScriptedContainer db = engine.add("db").neverHealthy();
    engine.start(db.id());
    timer.sleep(Duration.ofDays(1));
    assertThat(health(db)).isEqualTo(Health.STARTING);
    assertThat(engine.inspect(db.id()).hasHealthcheck()).isTrue();
  }

  @Test
  void exitsSomeTimesAndThenStays() {
    ScriptedContainer web = engine.add("web").exitsTimes(2, 1);
    engine.start(web.id());
    assertThat(status(web)).isEqualTo(Status.EXITED);
    engine.start(web.id());
    assertThat(status(web)).isEqualTo(Status.EXITED);
    engine.start(web.id());
    timer.sleep(Duration.ofDays(1));
    assertThat(status(web)).isEqualTo(Status.RUNNING);
  }

  @Test
  void recordsTheChangesItWasAskedFor() {
    ScriptedContainer web = engine.add("web");
    ScriptedContainer db = engine.add("db").paused();
    engine.start(web.id());
    engine.list();
    engine.unpause(db.id());
    engine.restart(web.id());
    assertThat(engine.calls()).containsExactly("start web", "unpause db", "restart web");
  }

  @Test
  void answersNothingWhileItIsAway() {
    ScriptedContainer web = engine.add("web");
    engine.goAway();
    assertThatThrownBy(engine::list).isInstanceOf(EngineUnreachable.class);
    assertThatThrownBy(() -> engine.start(web.id())).isInstanceOf(EngineUnreachable.class);
    engine.comeBack();
    assertThat(engine.list()).hasSize(1);
    assertThat(engine.calls()).isEmpty();
  }

  @Test
  void aStartTakesAsLongAsScripted() {
    ScriptedContainer web = engine.add("web").startTakes(Duration.ofSeconds(3));
    Instant before = timer.instant();
    engine.start(web.id());
    assertThat(timer.instant()).isEqualTo(before.plusSeconds(3));
  }

  @Test
  void refusesASecondContainerOfTheSameName() {
    engine.add("web");
    assertThatThrownBy(() -> engine.add("web")).hasMessageContaining("web");
  }

  private ScriptedContainer script(String id) {
    return Objects.requireNonNull(byId.get(id));
  }

  private Status status(ScriptedContainer container) {
    return engine.inspect(container.id()).container().status();
  }

  private Health health(ScriptedContainer container) {
    return engine.inspect(container.id()).container().health();
  }
}
