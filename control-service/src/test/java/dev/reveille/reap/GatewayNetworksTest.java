package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.reveille.activity.StateFiles;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.concurrent.Turns;
import dev.reveille.project.Endpoint;
import dev.reveille.project.EngineNetwork;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.InMemoryNetworks;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.project.ScriptedContainer;
import dev.reveille.testing.Eventually;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayNetworksTest {
  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());
  private final InMemoryNetworks networks = new InMemoryNetworks(engine);
  private final Map<String, String> byName = new HashMap<>();
  private final StateFiles files =
      new StateFiles() {
        @Override
        public Optional<String> read(String name) {
          return Optional.ofNullable(byName.get(name));
        }

        @Override
        public void write(String name, String content) {
          byName.put(name, content);
        }
      };
  private final ScriptedContainer gateway = engine.add("gateway");
  private final ScriptedContainer web = site("shop");
  private ProjectNetworks projectNetworks = restarted();

  GatewayNetworksTest() {
    networks.addShared("web");
    networks.addShared("proxy");
    networks.put(gateway, "proxy", Endpoint.PLAIN);
    engine.start(gateway.id());
    networks.addOwn("shop", "shop_default");
    networks.put(web, "shop_default", Endpoint.PLAIN);
  }

  @Test
  void joinsTheNetworkInWhichAProjectIsReachedAndLeavesItWhenItSleeps() {
    sleepsAfterItWasReached();
  }

  @Test
  void joinsAgainAfterTheNetworkWasMadeAnew() {
    sleepsAfterItWasReached();
    projectNetworks.prepare(project("shop"));
    engine.start(web.id());
    projectNetworks.join(project("shop"));
    assertThat(joined()).containsExactlyInAnyOrder("proxy", "shop_default");
  }

  @Test
  void joiningTwiceChangesNothing() {
    engine.start(web.id());
    projectNetworks.join(project("shop"));
    int before = networks.calls().size();
    projectNetworks.join(project("shop"));
    assertThat(networks.calls()).hasSize(before);
  }

  @Test
  void joinsOnlyTheNetworkThatTheRouteLeadsTo() {
    networks.connect("web", web.id(), Endpoint.PLAIN);
    networks.addOwn("shop", "zone");
    networks.connect("zone", web.id(), Endpoint.PLAIN);
    engine.start(web.id());
    projectNetworks.join(project("shop"));
    assertThat(joined()).containsExactlyInAnyOrder("proxy", "shop_default");
  }

  @Test
  void joinsTheNetworkOfTheContainerWhoseNetworkIsShared() {
    ScriptedContainer vpn = engine.add("vpn");
    networks.put(vpn, "web", Endpoint.PLAIN);
    engine.start(vpn.id());
    ScriptedContainer guest = site("guest");
    networks.mode(guest, "container:" + vpn.id());
    engine.start(guest.id());
    projectNetworks.join(project("guest"));
    assertThat(joined()).containsExactlyInAnyOrder("proxy", "web");
  }

  @Test
  void staysInASharedNetworkUntilTheLastProjectThereSleeps() {
    ScriptedContainer blog = onSharedNetwork("blog");
    ScriptedContainer wiki = onSharedNetwork("wiki");
    assertThat(joined()).containsExactlyInAnyOrder("proxy", "web");
    engine.stop(blog.id());
    projectNetworks.leave(project("blog"));
    assertThat(joined()).contains("web");
    engine.stop(wiki.id());
    projectNetworks = restarted();
    projectNetworks.leave(project("wiki"));
    assertThat(joined()).containsExactly("proxy");
  }

  @Test
  void leavesWhatSomebodyElseHasStopped() {
    NetworkWatch watch = new NetworkWatch(projectNetworks, new Turns());
    watch.see(running());
    Eventually.passes(() -> assertThat(joined()).contains("shop_default"));
    engine.stop(web.id());
    watch.see(Projects.from(engine.list()));
    Eventually.passes(() -> assertThat(joined()).containsExactly("proxy"));
  }

  @Test
  void leavesWhatSomebodyElseHasRemoved() {
    NetworkWatch watch = new NetworkWatch(projectNetworks, new Turns());
    watch.see(running());
    Eventually.passes(() -> assertThat(joined()).contains("shop_default"));
    engine.stop(web.id());
    web.remove();
    watch.see(Projects.from(engine.list()));
    Eventually.passes(() -> assertThat(joined()).containsExactly("proxy"));
  }

  @Test
  void staysWithWhatWasStartedAgainMeanwhile() {
    Projects before = running();
    projectNetworks.joinAll(before);
    projectNetworks.leaveStopped(project("shop"));
    assertThat(joined()).contains("shop_default");
  }

  @Test
  void whatIsOnItsWayToSleepIsLeftToTheSleep() {
    Turns turns = new Turns();
    NetworkWatch watch = new NetworkWatch(projectNetworks, turns);
    watch.see(running());
    Eventually.passes(() -> assertThat(joined()).contains("shop_default"));
    int before = networks.calls().size();
    try (Turns.Turn _ = turns.take("shop")) {
      engine.stop(web.id());
      watch.see(Projects.from(engine.list()));
      watch.see(Projects.from(engine.list()));
    }
    assertThat(networks.calls()).hasSize(before);
  }

  @Test
  void neverLeavesWhatItDidNotJoin() {
    ScriptedContainer blog = site("blog");
    networks.put(blog, "proxy", Endpoint.PLAIN);
    engine.start(blog.id());
    projectNetworks.join(project("blog"));
    engine.stop(blog.id());
    projectNetworks.leave(project("blog"));
    assertThat(joined()).containsExactly("proxy");
  }

  @Test
  void afterARestartItJoinsTheNetworksOfAllThatRun() {
    ScriptedContainer asleep = site("asleep");
    networks.addOwn("asleep", "asleep_default");
    networks.put(asleep, "asleep_default", Endpoint.PLAIN);
    engine.start(web.id());
    restarted().joinAll(Projects.from(engine.list()));
    assertThat(joined()).containsExactlyInAnyOrder("proxy", "shop_default");
  }

  @Test
  void oneThatCannotBeJoinedKeepsNobodyElseFromTheirs() {
    ScriptedContainer blog = site("blog");
    networks.addOwn("blog", "blog_default");
    networks.put(blog, "blog_default", Endpoint.PLAIN);
    engine.start(blog.id());
    engine.start(web.id());
    networks.failNext(new EngineRefused("connect", 500, "no more addresses"));
    assertThatCode(() -> restarted().joinAll(Projects.from(engine.list())))
        .doesNotThrowAnyException();
    assertThat(joined()).containsExactlyInAnyOrder("proxy", "shop_default");
  }

  @Test
  void onTheHostAndWithTheHostsNetworkThereIsNothingToJoin() {
    engine.start(web.id());
    int before = networks.calls().size();
    networks.mode(gateway, "host");
    projectNetworks.join(project("shop"));
    projectNetworks.joinAll(Projects.from(engine.list()));
    ProjectNetworks onHost =
        new ProjectNetworks(engine, networks, files, new ProjectNetworks.Settings(Set.of(), false));
    onHost.join(project("shop"));
    onHost.leave(project("shop"));
    assertThat(networks.calls()).hasSize(before);
  }

  private void sleepsAfterItWasReached() {
    engine.start(web.id());
    projectNetworks.join(project("shop"));
    assertThat(joined()).containsExactlyInAnyOrder("proxy", "shop_default");
    engine.stop(web.id());
    projectNetworks.leave(project("shop"));
    assertThat(joined()).containsExactly("proxy");
    assertThat(networks.list()).extracting(EngineNetwork::name).doesNotContain("shop_default");
  }

  private ScriptedContainer onSharedNetwork(String name) {
    ScriptedContainer container = site(name);
    networks.put(container, "web", Endpoint.PLAIN);
    engine.start(container.id());
    projectNetworks.join(project(name));
    return container;
  }

  private Projects running() {
    engine.start(web.id());
    return Projects.from(engine.list());
  }

  private ScriptedContainer site(String project) {
    return engine.add(project + "-web-1").service(project, "web").host(project + ".test");
  }

  private ProjectNetworks restarted() {
    Set<String> ids = Set.of(gateway.id());
    return new ProjectNetworks(engine, networks, files, new ProjectNetworks.Settings(ids, true));
  }

  private List<String> joined() {
    return List.copyOf(networks.endpoints(gateway.id()).keySet());
  }

  private Project project(String name) {
    return Projects.from(engine.list()).find(name).orElseThrow();
  }
}
