package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.project.EngineNetwork.Addressing;
import dev.reveille.project.EngineNetwork.Pool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link EngineNetworks} does; the real one and the one in memory both pass it. */
public abstract class EngineNetworksContract {
  protected abstract ContainerEngine engine();

  protected abstract EngineNetworks networks();

  /** A name that no other test uses. */
  protected abstract String unique(String name);

  /** The test removes what it makes. */
  protected abstract Map<String, String> labels();

  /**
   * Creates a container that stays, on a network of that name, and does not start it.
   *
   * @param alias under which others reach it there
   * @return its id
   */
  protected abstract String create(String name, String network, String alias);

  /** Removes a container, which may run. */
  protected abstract void removeContainer(String id);

  /** A subnet that nobody else uses, {@code 10.77.3.0/24}. */
  protected abstract String subnet();

  @Test
  void makesANetworkExactlyAsAsked() {
    EngineNetwork wanted = wanted("exact");
    String id = networks().create(wanted);
    EngineNetwork made = listed(id);
    assertThat(made).usingRecursiveComparison().ignoringFields("id").isEqualTo(wanted);
    networks().remove(id);
    String again = networks().create(made);
    assertThat(listed(again)).usingRecursiveComparison().ignoringFields("id").isEqualTo(made);
    assertThat(again).isNotEqualTo(id);
  }

  @Test
  void choosesAddressesWhereNoneAreAskedFor() {
    EngineNetwork made = listed(networks().create(plain("any")));
    Pool pool = made.addressing().pools().getFirst();
    assertThat(pool.subnet()).matches("[0-9.]+/[0-9]+");
    assertThat(pool.gateway()).endsWith(".1");
    assertThat(pool.range()).isEmpty();
  }

  @Test
  void makesNoSecondNetworkOfAName() {
    networks().create(plain("twice"));
    assertThatThrownBy(() -> networks().create(plain("twice")))
        .isInstanceOfSatisfying(EngineRefused.class, e -> assertThat(e.status()).isEqualTo(409));
  }

  @Test
  void makesNoNetworkWhoseAddressesAnotherHas() {
    EngineNetwork first = listed(networks().create(plain("first")));
    EngineNetwork second =
        InMemoryNetworks.network(unique("second"), "bridge", labels(), first.addressing().pools());
    assertThatThrownBy(() -> networks().create(second))
        .isInstanceOf(EngineRefused.class)
        .hasMessageContaining("overlap");
  }

  @Test
  void tellsWhoIsConnectedRunningOrNot() {
    EngineNetwork network = listed(networks().create(plain("net")));
    String never = create("never", network.name(), "a");
    String running = create("running", network.name(), "b");
    engine().start(running);
    String stopped = create("stopped", network.name(), "c");
    engine().start(stopped);
    engine().stop(stopped);
    for (String id : List.of(never, running, stopped)) {
      ConnectedContainer found = container(id);
      assertThat(found.isOn(network)).isTrue();
      assertThat(found.networkMode()).isEqualTo(network.name());
      assertThat(found.isUp()).isEqualTo(id.equals(running));
    }
    assertThat(container(running).networkReached()).contains(network.id());
    assertThat(container(stopped).networkReached()).isEmpty();
    assertThat(container(running).isOn(listed(networks().create(plain("other"))))).isFalse();
  }

  @Test
  void removesNoNetworkThatARunningContainerUses() {
    String network = networks().create(plain("used"));
    String id = create("user", unique("used"), "a");
    engine().start(id);
    assertThatThrownBy(() -> networks().remove(network))
        .isInstanceOf(EngineRefused.class)
        .hasMessageContaining("active endpoints");
    engine().stop(id);
    networks().remove(network);
    assertThat(networks().list()).noneMatch(it -> it.id().equals(network));
  }

  @Test
  void aStoppedContainerStartsAgainOnceItIsConnectedToTheNewNetwork() {
    EngineNetwork network = listed(networks().create(plain("anew")));
    String id = create("web", network.name(), "www");
    engine().start(id);
    engine().stop(id);
    Endpoint before = endpoint(id, network.name());
    networks().remove(network.id());
    String again = networks().create(network);
    assertThatThrownBy(() -> engine().start(id))
        .isInstanceOf(EngineRefused.class)
        .hasMessageContaining("not found");
    networks().disconnect(network.name(), id);
    networks().connect(again, id, before);
    engine().start(id);
    assertThat(endpoint(id, network.name()).aliases()).isEqualTo(before.aliases());
    assertThat(endpoint(id, network.name()).networkId()).isEqualTo(again);
    assertThat(before.aliases()).contains("www");
  }

  @Test
  void whatWasNeverStartedFindsTheNewNetworkByItsName() {
    EngineNetwork network = listed(networks().create(plain("name")));
    String id = create("never", network.name(), "a");
    networks().remove(network.id());
    networks().create(network);
    assertThatCode(() -> engine().start(id)).doesNotThrowAnyException();
  }

  @Test
  void connectsARunningContainerAtAFixedAddress() {
    EngineNetwork network = listed(networks().create(wanted("fixed")));
    String id = create("c", listed(networks().create(plain("home"))).name(), "a");
    engine().start(id);
    String address = subnet().replace(".0/24", ".77");
    Endpoint how =
        new Endpoint(
            "",
            List.of("www"),
            List.of(),
            new Endpoint.Addresses(address, "", List.of(), ""),
            Map.of());
    networks().connect(network.id(), id, how);
    assertThat(container(id).isOn(network)).isTrue();
    assertThat(endpoint(id, network.name()).addresses().ipv4()).isEqualTo(address);
    assertThat(endpoint(id, network.name()).aliases()).contains("www");
    assertThatThrownBy(() -> networks().connect(network.id(), id, Endpoint.PLAIN))
        .hasMessageContaining("already exists");
    networks().disconnect(network.id(), id);
    assertThat(container(id).isOn(network)).isFalse();
  }

  @Test
  void disconnectingWhatIsNotConnectedChangesNothing() {
    String network = networks().create(plain("apart"));
    String id = create("c", listed(networks().create(plain("home"))).name(), "a");
    networks().disconnect(network, id);
    engine().start(id);
    networks().disconnect(network, id);
  }

  @Test
  void refusesWhatIsNotThere() {
    String network = networks().create(plain("here"));
    String gone = networks().create(plain("gone"));
    networks().remove(gone);
    String id = create("c", unique("here"), "a");
    removeContainer(id);
    List<Runnable> calls =
        List.of(
            () -> networks().remove(gone),
            () -> networks().endpoints(id),
            () -> networks().connect(network, id, Endpoint.PLAIN),
            () -> networks().disconnect(network, id));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(EngineRefused.class, e -> assertThat(e.isNotFound()).isTrue());
    }
  }

  private EngineNetwork plain(String name) {
    return InMemoryNetworks.network(unique(name), "bridge", labels(), List.of());
  }

  private EngineNetwork wanted(String name) {
    String subnet = subnet();
    Pool pool =
        new Pool(
            subnet,
            subnet.replace(".0/24", ".128/25"),
            subnet.replace(".0/24", ".9"),
            Map.of("router", subnet.replace(".0/24", ".200")));
    return new EngineNetwork(
        "",
        unique(name),
        "bridge",
        true,
        labels(),
        Map.of("com.docker.network.bridge.enable_icc", "false"),
        true,
        true,
        false,
        new Addressing("default", Map.of(), List.of(pool)));
  }

  private EngineNetwork listed(String id) {
    return networks().list().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  private ConnectedContainer container(String id) {
    return networks().containers().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Endpoint endpoint(String container, String network) {
    Map<String, Endpoint> all = networks().endpoints(container);
    assertThat(all).containsKey(network);
    return all.getOrDefault(network, Endpoint.PLAIN);
  }
}
