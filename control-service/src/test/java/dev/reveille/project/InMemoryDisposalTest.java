package dev.reveille.project;

import dev.reveille.concurrent.LeapingTimer;
import java.util.Map;

/** What is in memory does what the real engine does. */
class InMemoryDisposalTest extends EngineDisposalContract {
  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());
  private final InMemoryDisposal disposal = new InMemoryDisposal(engine);
  private int made;

  @Override
  protected EngineDisposal disposal() {
    return disposal;
  }

  @Override
  protected String volume(Map<String, String> labels) {
    String name = "volume" + made++;
    disposal.volume(name, labels);
    return name;
  }

  @Override
  protected String network(Map<String, String> labels) {
    String name = "network" + made++;
    disposal.network(name, labels);
    return name;
  }

  @Override
  protected String image() {
    String id = "sha256:" + made++;
    disposal.image(id);
    return id;
  }

  @Override
  protected String create(Wish wish) {
    String own = "%064x".formatted(made++);
    disposal.volume(own, Map.of());
    InMemoryDisposal.Held held = disposal.add("c" + made++).volume(own);
    if (!wish.volume().isEmpty()) {
      held.volume(wish.volume());
    }
    if (!wish.network().isEmpty()) {
      held.network(wish.network());
    }
    if (!wish.image().isEmpty()) {
      held.image(wish.image());
    }
    return held.container().id();
  }

  @Override
  protected void start(String id) {
    engine.start(id);
  }
}
