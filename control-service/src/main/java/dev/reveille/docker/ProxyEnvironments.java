package dev.reveille.docker;

import dev.reveille.concurrent.Threads;
import dev.reveille.project.Container;
import dev.reveille.project.EngineException;
import dev.reveille.project.Label;
import dev.reveille.project.ProxyVariables;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nginx-proxy would read in containers' environments, which the engine tells only of one
 * container at a time. Each is asked for once, as it never changes; who has a host label is not
 * asked for at all. One that can't be had is asked for again at the next look, and until then the
 * container claims nothing by it.
 */
final class ProxyEnvironments {
  private static final Logger log = LoggerFactory.getLogger(ProxyEnvironments.class);
  private static final int AT_A_TIME = 8;

  private final Function<String, List<String>> engine;
  private final Duration limit;
  private volatile Map<String, Map<String, String>> known = Map.of();

  /**
   * @param engine the environment of a container, by its id
   * @param limit for all that are asked for at a look
   */
  ProxyEnvironments(Function<String, List<String>> engine, Duration limit) {
    this.engine = engine;
    this.limit = limit;
  }

  /** The same containers, with the variables among their labels. */
  List<Container> addTo(List<Container> containers) {
    List<String> asked =
        containers.stream()
            .filter(container -> !Label.HOST.isOn(container.labels()))
            .map(Container::id)
            .toList();
    Map<String, Map<String, String>> before = known;
    Map<String, Map<String, String>> now = new HashMap<>(before);
    now.keySet().retainAll(asked);
    now.putAll(ask(asked.stream().filter(id -> !before.containsKey(id)).toList()));
    known = Map.copyOf(now);
    return containers.stream()
        .map(container -> with(container, now.getOrDefault(container.id(), Map.of())))
        .toList();
  }

  private Map<String, Map<String, String>> ask(List<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<String, Map<String, String>> answers = new ConcurrentHashMap<>();
    Semaphore places = new Semaphore(AT_A_TIME);
    try (ExecutorService threads = Threads.perTask("environment")) {
      ids.forEach(id -> threads.execute(() -> ask(id, places, answers)));
      threads.shutdown();
      if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Map.copyOf(answers);
  }

  private void ask(String id, Semaphore places, Map<String, Map<String, String>> answers) {
    try {
      places.acquire();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      answers.put(id, ProxyVariables.in(engine.apply(id)));
    } catch (EngineException e) {
      log.debug("No environment of a container yet id={}", id, e);
    } finally {
      places.release();
    }
  }

  private static Container with(Container container, Map<String, String> variables) {
    if (variables.isEmpty()) {
      return container;
    }
    Map<String, String> labels = new HashMap<>(variables);
    labels.putAll(container.labels());
    return new Container(
        container.id(),
        container.name(),
        container.status(),
        container.health(),
        labels,
        container.address(),
        container.exposedPorts());
  }
}
