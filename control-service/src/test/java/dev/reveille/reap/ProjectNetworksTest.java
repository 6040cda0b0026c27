package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.activity.StateFiles;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.Endpoint;
import dev.reveille.project.EngineNetwork;
import dev.reveille.project.EngineNetwork.Pool;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.EngineUnreachable;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.InMemoryNetworks;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.project.ScriptedContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProjectNetworksTest {
  private static final String NETWORK = "shop_default";

  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());
  private final InMemoryNetworks networks = new InMemoryNetworks(engine);
  private final Files files = new Files();
  private final ScriptedContainer web =
      engine.add("shop-web-1").service("shop", "web").host("shop.test");
  private final ScriptedContainer db = engine.add("shop-db-1").service("shop", "db");
  private final String shared = networks.addShared("web");
  private final String first = networks.addOwn("shop", NETWORK);
  private ProjectNetworks projectNetworks = restarted(true);

  /** Files in memory, on a disk that can be full. */
  private static final class Files implements StateFiles {
    private final Map<String, String> byName = new HashMap<>();
    private boolean full;

    @Override
    public Optional<String> read(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    @Override
    public void write(String name, String content) {
      if (full) {
        throw new UncheckedIOException(new IOException("no space left on device"));
      }
      byName.put(name, content);
    }
  }

  @Test
  void removesTheProjectsOwnNetworkAndMakesItAgainAsItWas() {
    EngineNetwork before = network(NETWORK);
    hasRun();
    projectNetworks.leave(shop());
    assertThat(names()).containsExactly("web");
    projectNetworks.prepare(shop());
    assertThat(network(NETWORK)).usingRecursiveComparison().ignoringFields("id").isEqualTo(before);
    assertStartsAsItWas();
  }

  @Test
  void withoutCleanUpAllNetworksStay() {
    projectNetworks = restarted(false);
    hasRun();
    projectNetworks.leave(shop());
    assertThat(names()).contains(NETWORK);
  }

  @Test
  void makesAgainWhatWasRemovedBeforeTheCleanUpWasSwitchedOff() {
    hasRun();
    projectNetworks.leave(shop());
    projectNetworks = restarted(false);
    projectNetworks.prepare(shop());
    assertStartsAsItWas();
  }

  @Test
  void whatItCannotWriteDownItDoesNotRemove() {
    hasRun();
    files.full = true;
    projectNetworks.leave(shop());
    assertThat(names()).contains(NETWORK);
    files.full = false;
    projectNetworks.prepare(shop());
    assertStartsAsItWas();
  }

  @Test
  void neverRemovesWhatAnotherProjectUsesRunningOrNot() {
    ScriptedContainer blog = engine.add("blog-web-1").service("blog", "web");
    networks.put(blog, NETWORK, Endpoint.PLAIN);
    hasRun();
    projectNetworks.leave(shop());
    assertThat(names()).contains(NETWORK);
  }

  @Test
  void neverRemovesWhatAContainerOutsideOfTheProjectUses() {
    networks.put(engine.add("mine"), NETWORK, Endpoint.PLAIN);
    hasRun();
    projectNetworks.leave(shop());
    assertThat(names()).contains(NETWORK);
  }

  @Test
  void neverRemovesWhatAContainerOfTheProjectStillUses() {
    hasRun();
    engine.start(db.id());
    projectNetworks.leave(shop());
    assertThat(names()).contains(NETWORK);
  }

  @Test
  void neverRemovesNetworksOfOthersOrOfNobody() {
    networks.connect(shared, web.id(), Endpoint.PLAIN);
    networks.addOwn("blog", "blog_default");
    Map<String, String> labels = Map.of("com.docker.compose.project", "shop");
    networks.create(InMemoryNetworks.network("vlan", "macvlan", labels, List.of()));
    hasRun();
    projectNetworks.leave(shop());
    assertThat(names()).containsExactlyInAnyOrder("web", "blog_default", "vlan");
  }

  @Test
  void neverRemovesWhatAContainerAsksForByItsId() {
    hasRun();
    networks.mode(db, first);
    projectNetworks.leave(shop());
    assertThat(names()).contains(NETWORK);
  }

  @Test
  void aStandaloneContainerHasNoNetworkOfItsOwn() {
    engine.add("shop").host("alone.test");
    projectNetworks.leave(
        Projects.from(engine.list()).all().stream()
            .filter(it -> it.members().getFirst().name().equals("shop"))
            .findFirst()
            .orElseThrow());
    assertThat(names()).contains(NETWORK);
  }

  @Test
  void aNetworkThatTheEngineDoesNotRemoveStaysAndNothingHasToBeMade() {
    hasRun();
    networks.failNext(new EngineRefused("remove", 403, "has active endpoints"));
    projectNetworks.leave(shop());
    assertThat(names()).contains(NETWORK);
    projectNetworks.prepare(shop());
    assertThat(network(NETWORK).id()).isEqualTo(first);
    assertStartsAsItWas();
  }

  @Test
  void aCrashBeforeTheRemovalLosesNothing() {
    hasRun();
    networks.failNext(new EngineUnreachable("killed", null));
    assertThatThrownBy(() -> projectNetworks.leave(shop())).isInstanceOf(EngineUnreachable.class);
    projectNetworks = restarted(true);
    projectNetworks.prepare(shop());
    assertStartsAsItWas();
  }

  @Test
  void aCrashAnywhereInThePreparationIsMendedByTheNextOne() {
    hasRun();
    projectNetworks.leave(shop());
    int steps = 0;
    while (!preparesWithACrashAfter(steps)) {
      steps++;
      projectNetworks = restarted(true);
    }
    assertThat(steps).isGreaterThan(2);
    projectNetworks.prepare(shop());
    assertStartsAsItWas();
  }

  @Test
  void whatBelongedToARemovedProjectIsNotMadeAgain() {
    hasRun();
    projectNetworks.leave(shop());
    projectNetworks.forget("shop");
    restarted(true).prepare(shop());
    assertThat(names()).doesNotContain(NETWORK);
  }

  @Test
  void whatSomebodyElseMadeMeanwhileIsUsed() {
    hasRun();
    projectNetworks.leave(shop());
    String theirs = networks.addOwn("shop", NETWORK);
    projectNetworks.prepare(shop());
    assertThat(network(NETWORK).id()).isEqualTo(theirs);
    assertStartsAsItWas();
  }

  @Test
  void containersThatWereRemovedMeanwhileArePassedOver() {
    hasRun();
    projectNetworks.leave(shop());
    db.remove();
    projectNetworks.prepare(shop());
    engine.start(web.id());
  }

  @Test
  void addressesThatTheEngineChoseMayBeOthersWhenSomebodyHasThemMeanwhile() {
    String taken = network(NETWORK).addressing().pools().getFirst().subnet();
    hasRun();
    projectNetworks.leave(shop());
    networks.addShared("newcomer");
    assertThat(network("newcomer").addressing().pools().getFirst().subnet()).isEqualTo(taken);
    projectNetworks.prepare(shop());
    assertStartsAsItWas();
  }

  @Test
  void addressesThatWereAskedForAreNeverOthers() {
    Pool pool = new Pool("10.5.0.0/24", "", "", Map.of());
    Map<String, String> labels = Map.of("com.docker.compose.project", "shop");
    networks.create(InMemoryNetworks.network("shop_fixed", "bridge", labels, List.of(pool)));
    hasRun();
    projectNetworks.leave(shop());
    networks.create(InMemoryNetworks.network("other", "bridge", Map.of(), List.of(pool)));
    assertThatThrownBy(() -> projectNetworks.prepare(shop()))
        .isInstanceOf(EngineRefused.class)
        .hasMessageContaining("overlaps");
  }

  @Test
  void aFileOfANewerVersionIsLeftAloneAndNothingIsRemoved() {
    files.byName.put(NetworksFile.NAME, "{\"format\":2}");
    projectNetworks = restarted(true);
    hasRun();
    projectNetworks.leave(shop());
    assertThat(names()).contains(NETWORK);
    assertThat(files.byName).containsEntry(NetworksFile.NAME, "{\"format\":2}");
  }

  @Test
  void aDamagedFileIsSetAside() {
    files.byName.put(NetworksFile.NAME, "{\"format\":1,\"removed\":{\"shop");
    projectNetworks = restarted(true);
    assertThat(files.byName).containsKey(NetworksFile.DAMAGED);
    hasRun();
    projectNetworks.leave(shop());
    projectNetworks.prepare(shop());
    assertStartsAsItWas();
  }

  private boolean preparesWithACrashAfter(int steps) {
    int before = networks.calls().size();
    networks.failAfter(steps, new EngineUnreachable("killed", null));
    try {
      projectNetworks.prepare(shop());
      return true;
    } catch (EngineUnreachable _) {
      assertThat(networks.calls().size() - before).isEqualTo(steps);
      return false;
    } finally {
      networks.failAfter(Integer.MAX_VALUE, new EngineUnreachable("never", null));
    }
  }

  /** Its containers are connected, have run, and are stopped. */
  private void hasRun() {
    networks.put(web, NETWORK, how("www"));
    networks.put(db, NETWORK, how("database"));
    for (ScriptedContainer container : List.of(web, db)) {
      engine.start(container.id());
      engine.stop(container.id());
    }
  }

  private void assertStartsAsItWas() {
    for (ScriptedContainer container : List.of(web, db)) {
      engine.start(container.id());
    }
    String id = network(NETWORK).id();
    assertThat(networks.endpoints(web.id()).get(NETWORK)).isEqualTo(on(id, how("www")));
    assertThat(networks.endpoints(db.id()).get(NETWORK)).isEqualTo(on(id, how("database")));
  }

  private static Endpoint how(String alias) {
    Endpoint.Addresses any = Endpoint.PLAIN.addresses();
    return new Endpoint("", List.of(alias), List.of("a:b"), any, Map.of("key", "value"));
  }

  private static Endpoint on(String network, Endpoint it) {
    return new Endpoint(network, it.aliases(), it.links(), it.addresses(), it.options());
  }

  private ProjectNetworks restarted(boolean cleanup) {
    ProjectNetworks.Settings settings = new ProjectNetworks.Settings(Set.of(), cleanup);
    return new ProjectNetworks(engine, networks, files, settings);
  }

  private EngineNetwork network(String name) {
    return networks.list().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  private List<String> names() {
    return networks.list().stream().map(EngineNetwork::name).toList();
  }

  private Project shop() {
    return Projects.from(engine.list()).find("shop").orElseThrow();
  }
}
