package dev.reveille.project;

import dev.reveille.concurrent.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An engine without containers: as strict as the real one, and scripted.
 *
 * <pre>{@code
 * engine.add("shop-db-1").service("shop", "db").healthyAfter(Duration.ofSeconds(1));
 * engine.add("shop-web-1").service("shop", "web").host("shop.test").dependsOn("db:service_healthy");
 * }</pre>
 *
 * <p>What containers do by themselves follows from the timer's time alone, and shows at the next
 * call; a test that makes none calls {@link #look} after it has moved the time.
 */
public final class InMemoryEngine implements ContainerEngine {
  /** What every container takes while it runs. */
  public static final long MEMORY_BYTES = 50L * 1024 * 1024;

  private final Timer timer;
  private final Map<String, ScriptedContainer> byId = new LinkedHashMap<>();
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private boolean away;

  public InMemoryEngine(Timer timer) {
    this.timer = timer;
  }

  /** Creates a container that is not started, and would stay up without a HEALTHCHECK. */
  public ScriptedContainer add(String name) {
    ScriptedContainer container;
    synchronized (this) {
      if (byId.values().stream().anyMatch(other -> other.name().equals(name))) {
        throw new IllegalArgumentException("there is a container \"%s\" already".formatted(name));
      }
      container = new ScriptedContainer(this, name, byId.size() + 1);
      byId.put(container.id(), container);
    }
    tellWatchers();
    return container;
  }

  /** Whatever changes a container was asked for, oldest first: {@code start shop-db-1}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** From now on nothing is answered, until {@link #comeBack}. */
  public synchronized void goAway() {
    away = true;
  }

  public void comeBack() {
    synchronized (this) {
      away = false;
    }
    tellWatchers();
  }

  /** Lets what is due happen. */
  public void look() {
    boolean changed = false;
    synchronized (this) {
      Instant now = timer.instant();
      for (ScriptedContainer container : byId.values()) {
        changed |= container.settle(now);
      }
    }
    if (changed) {
      tellWatchers();
    }
  }

  @Override
  public List<Container> list() {
    look();
    synchronized (this) {
      answer("list containers");
      return byId.values().stream().map(ScriptedContainer::toContainer).toList();
    }
  }

  @Override
  public ContainerDetail inspect(String id) {
    look();
    synchronized (this) {
      return find("inspect", id).toDetail();
    }
  }

  @Override
  public void start(String id) {
    ScriptedContainer container = call("start", id);
    waitFor(container.startTakes(), "starting " + container.name());
    change(container, it -> it.start(timer.instant()));
  }

  @Override
  public void stop(String id) {
    ScriptedContainer container = call("stop", id);
    if (container.isUp()) {
      waitFor(container.stopTakes(), "stopping " + container.name());
    }
    change(container, it -> it.stop(timer.instant()));
  }

  @Override
  public void pause(String id) {
    change(call("pause", id), ScriptedContainer::pause);
  }

  @Override
  public void unpause(String id) {
    change(call("unpause", id), ScriptedContainer::unpause);
  }

  @Override
  public void restart(String id) {
    ScriptedContainer container = call("restart", id);
    waitFor(container.startTakes(), "starting " + container.name());
    change(container, it -> it.restart(timer.instant()));
  }

  @Override
  public List<String> lastLogLines(String id, int lines) {
    look();
    synchronized (this) {
      return find("read the log of", id).use().lastLines(lines);
    }
  }

  @Override
  public Optional<Instant> lastLogLine(String id) {
    look();
    synchronized (this) {
      return find("read the log of", id).use().lastLine();
    }
  }

  @Override
  public Duration processorTime(String id) {
    look();
    synchronized (this) {
      ScriptedContainer container = find("measure", id);
      return container.isUp() ? container.use().processorTime(timer.instant()) : Duration.ZERO;
    }
  }

  @Override
  public Consumption consumption(String id) {
    look();
    synchronized (this) {
      ScriptedContainer container = find("measure", id);
      return container.isUp()
          ? new Consumption(container.use().processorTime(timer.instant()), MEMORY_BYTES)
          : new Consumption(Duration.ZERO, 0);
    }
  }

  @Override
  public boolean runsCommand(String id) {
    look();
    synchronized (this) {
      ScriptedContainer container = find("tell what runs in", id);
      return container.isUp() && container.use().runsCommand();
    }
  }

  @Override
  public CommandResult run(String id, List<String> command, Duration limit) {
    ScriptedContainer container = call("run " + command.getLast() + " in", id);
    synchronized (this) {
      container.refuseUnlessRunning();
    }
    if (container.use().hangs(command)) {
      waitFor(limit, "running a command in " + container.name());
      throw new CommandTimedOut(command, container.name(), limit);
    }
    return container.use().result(command);
  }

  @Override
  public AutoCloseable watch(Runnable somethingChanged) {
    watchers.add(somethingChanged);
    somethingChanged.run();
    return () -> watchers.remove(somethingChanged);
  }

  /** A change from outside, as by the command line. */
  void change(ScriptedContainer container, Consumer<ScriptedContainer> change) {
    look();
    synchronized (this) {
      change.accept(container);
      container.settle(timer.instant());
    }
    tellWatchers();
  }

  Instant now() {
    return timer.instant();
  }

  synchronized void remove(ScriptedContainer container) {
    byId.remove(container.id());
  }

  private ScriptedContainer call(String verb, String id) {
    look();
    synchronized (this) {
      ScriptedContainer container = find(verb, id);
      calls.add(verb + " " + container.name());
      return container;
    }
  }

  private ScriptedContainer find(String verb, String id) {
    answer(verb + " container " + id);
    ScriptedContainer container = byId.get(id);
    if (container == null) {
      throw new EngineRefused(verb + " container " + id, 404, "No such container: " + id);
    }
    return container;
  }

  private void answer(String call) {
    if (away) {
      throw new EngineUnreachable("engine in memory did not answer to " + call, null);
    }
  }

  private void waitFor(Duration time, String what) {
    try {
      timer.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnreachable("interrupted while " + what, e);
    }
  }

  private void tellWatchers() {
    watchers.forEach(Runnable::run);
  }
}
