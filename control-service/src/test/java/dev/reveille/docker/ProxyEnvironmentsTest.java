package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.Container;
import dev.reveille.project.EngineUnreachable;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Label;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProxyEnvironmentsTest {
  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());
  private final Map<String, List<String>> environments = new ConcurrentHashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final ProxyEnvironments variables =
      new ProxyEnvironments(this::ask, Duration.ofSeconds(20));

  @Test
  void whatTheEnvironmentClaimsStandsAmongTheLabels() {
    String id = engine.add("shop").label("team", "blue").id();
    environments.put(id, List.of("PATH=/usr/bin", "VIRTUAL_HOST=shop.test"));

    Container shop = variables.addTo(engine.list()).getFirst();

    assertThat(host(shop)).contains("shop.test");
    assertThat(shop.labels()).containsEntry("team", "blue");
  }

  @Test
  void eachContainerIsAskedForOnceUntilItIsGone() {
    String id = engine.add("shop").id();
    environments.put(id, List.of("VIRTUAL_HOST=shop.test"));
    variables.addTo(engine.list());
    assertThat(host(variables.addTo(engine.list()).getFirst())).contains("shop.test");
    assertThat(asked).containsExactly(id);

    variables.addTo(List.of());
    variables.addTo(engine.list());
    assertThat(asked).containsExactly(id, id);
  }

  @Test
  void whoHasAHostLabelIsNotAskedFor() {
    String id = engine.add("shop").host("label.test").id();
    environments.put(id, List.of("VIRTUAL_HOST=variable.test"));

    assertThat(host(variables.addTo(engine.list()).getFirst())).contains("label.test");
    assertThat(asked).isEmpty();
  }

  @Test
  void oneThatCannotBeHadIsAskedForAgainAndTheOthersStay() {
    String late = engine.add("a-late").id();
    String shop = engine.add("shop").id();
    environments.put(shop, List.of("VIRTUAL_HOST=shop.test"));

    assertThat(variables.addTo(engine.list()))
        .extracting(each -> host(each).orElse(""))
        .containsExactlyInAnyOrder("", "shop.test");

    environments.put(late, List.of("VIRTUAL_HOST=late.test"));
    assertThat(variables.addTo(engine.list()))
        .extracting(each -> host(each).orElse(""))
        .containsExactlyInAnyOrder("late.test", "shop.test");
    assertThat(asked).containsExactlyInAnyOrder(late, shop, late);
  }

  @Test
  void eightAreAskedForAtATime() {
    IntStream.range(0, 100).forEach(i -> engine.add("c" + i));
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch eight = new CountDownLatch(8);
    new ProxyEnvironments(
            _ -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              eight.countDown();
              await(eight);
              now.decrementAndGet();
              return List.of();
            },
            Duration.ofSeconds(20))
        .addTo(engine.list());

    assertThat(most).hasValue(8);
  }

  @Test
  void anEngineThatDoesNotAnswerHoldsTheLookUpForALimitedTime() {
    engine.add("shop");
    CountDownLatch never = new CountDownLatch(1);
    ProxyEnvironments slow =
        new ProxyEnvironments(
            _ -> {
              await(never);
              return List.of();
            },
            Duration.ofMillis(50));

    assertThat(slow.addTo(engine.list())).isEqualTo(engine.list());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new EngineUnreachable("interrupted", e);
    }
  }

  private List<String> ask(String id) {
    asked.add(id);
    return Optional.ofNullable(environments.get(id))
        .orElseThrow(() -> new EngineUnreachable("scripted", new IllegalStateException()));
  }

  private static Optional<String> host(Container container) {
    return Label.HOST.of(container.labels());
  }
}
