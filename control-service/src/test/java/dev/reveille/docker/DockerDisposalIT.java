package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.concurrent.Timer;
import dev.reveille.project.EngineDisposal;
import dev.reveille.project.EngineDisposalContract;
import dev.reveille.project.EngineRefused;
import dev.reveille.testing.NewContainer;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real engine removes only what is not in use. */
class DockerDisposalIT extends EngineDisposalContract {
  private final RealEngine real = RealEngine.get();
  private final Sandbox sandbox = real.sandbox();
  private final DockerEngine engine =
      new DockerEngine(
          new DockerEngine.Settings(
              real.host(),
              Optional.empty(),
              false,
              List.of(sandbox.filter()),
              Duration.ofSeconds(10)),
          Timer.system());
  private final EngineDisposal disposal = engine.disposal();

  /** How to remove what was made, if it is still there. */
  private final List<List<String>> leftovers = new ArrayList<>();

  private int made;

  @AfterEach
  void cleanUp() {
    engine.close();
    sandbox.close();
    for (List<String> each : leftovers) {
      try {
        real.docker(each.toArray(String[]::new));
      } catch (RuntimeException e) {
        assertThat(e)
            .satisfiesAnyOf(
                it -> assertThat(it).hasMessageContaining("o such"),
                it -> assertThat(it).hasMessageContaining("not found"));
      }
    }
  }

  @Override
  protected EngineDisposal disposal() {
    return disposal;
  }

  @Override
  protected String volume(Map<String, String> labels) {
    return make("volume", labels);
  }

  @Override
  protected String network(Map<String, String> labels) {
    return make("network", labels);
  }

  @Override
  protected String image() {
    String name = sandbox.unique("image" + made++);
    String base = sandbox.container("base" + made++).create();
    String id = real.docker("commit", "--message", name, base, name);
    leftovers.add(List.of("image", "rm", name));
    sandbox.remove(base);
    return id;
  }

  @Override
  protected String create(Wish wish) {
    NewContainer container = sandbox.container("c" + made++).volume("/own");
    if (!wish.volume().isEmpty()) {
      container.volume(wish.volume() + ":/data");
    }
    if (!wish.network().isEmpty()) {
      container.network(wish.network());
    }
    return wish.image().isEmpty()
        ? container.shell("sleep 1000").create()
        : container.image(wish.image()).shell("sleep 1000").create();
  }

  @Override
  protected void start(String id) {
    sandbox.start(id);
  }

  @Test
  void removesNoContainerThatTheFilterLeavesOut() {
    try (Sandbox other = real.sandbox()) {
      String hidden = other.container("hidden").create();
      assertThatThrownBy(() -> disposal.removeContainer(hidden))
          .isInstanceOf(EngineRefused.class)
          .hasMessageContaining("CONTAINER_FILTER");
      assertThat(disposal.stock().holders()).extracting("id").contains(hidden);
    }
  }

  private String make(String kind, Map<String, String> labels) {
    String name = sandbox.unique(kind + made++);
    List<String> arguments = new ArrayList<>(List.of(kind, "create"));
    labels.forEach((key, value) -> arguments.addAll(List.of("--label", key + "=" + value)));
    arguments.add(name);
    real.docker(arguments.toArray(String[]::new));
    leftovers.add(List.of(kind, "rm", name));
    return name;
  }
}
