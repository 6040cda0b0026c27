package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.concurrent.Timer;
import dev.reveille.docker.TestAuthority.KeyFormat;
import dev.reveille.project.Container;
import dev.reveille.project.EngineUnreachable;
import dev.reveille.testing.EngineFront;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How a real engine is reached: versions of the API, TCP and TLS, and what happens when it fails.
 */
class DockerEngineReachIT {
  private static final Duration SHORT = Duration.ofMillis(500);

  private final Sandbox sandbox = RealEngine.get().sandbox();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void cleanUp() throws Exception {
    for (AutoCloseable it : opened.reversed()) {
      it.close();
    }
    sandbox.close();
  }

  @Test
  void speaksTheVersionOfAnEngineThatIsOlder() throws IOException {
    EngineFront front = front();
    front.speak("1.12", "1.41");
    String id = sandbox.container("c").create();
    assertThat(engine(front).list()).extracting(Container::id).containsExactly(id);
    assertThat(front.requests()).last().asString().startsWith("GET /v1.41/containers/json");
  }

  @Test
  void speaksToAnEngineThatRefusesOldVersions() throws IOException {
    EngineFront front = front();
    front.speak("1.44", "1.52");
    DockerEngine engine = engine(front);
    String id = sandbox.container("c").create();
    engine.start(id);
    assertThat(engine.inspect(id).container().isRunning()).isTrue();
    assertThat(front.requests()).last().asString().startsWith("GET /v1.44/containers/" + id);
  }

  @Test
  void speaksTheOldestVersionOfAnEngineThatIsNewerThanWeKnow() throws IOException {
    EngineFront front = front();
    front.speak("1.60", "1.71");
    assertThat(engine(front).list()).isEmpty();
    assertThat(front.requests()).last().asString().startsWith("GET /v1.60/containers/json");
  }

  @Test
  void findsAnotherVersionWhenTheEngineWasReplaced() throws IOException {
    EngineFront front = front();
    front.speak("1.12", "1.41");
    DockerEngine engine = engine(front);
    assertThat(engine.list()).isEmpty();
    front.speak("1.44", "1.52");
    assertThat(engine.list()).isEmpty();
    front.speak("1.12", "1.41");
    assertThat(engine.list()).isEmpty();
  }

  @Test
  void asksForTheVersionOnce() throws IOException {
    EngineFront front = front();
    DockerEngine engine = engine(front);
    engine.list();
    engine.list();
    assertThat(front.requests()).filteredOn(line -> line.contains("/_ping")).hasSize(1);
  }

  @Test
  void leavesNoConnectionOpenAfterACall() throws IOException {
    EngineFront front = front();
    DockerEngine engine = engine(front);
    String id = sandbox.container("c").create();
    engine.list();
    engine.start(id);
    engine.lastLogLines(id, 5);
    Eventually.isTrue(() -> front.openConnections() == 0);
  }

  @ParameterizedTest
  @EnumSource(KeyFormat.class)
  void speaksTlsWithAClientsKeyInAnyFormat(KeyFormat format, @TempDir Path directory)
      throws Exception {
    TestAuthority authority = new TestAuthority();
    authority.writeClient(directory, format);
    EngineFront front = front(authority);
    String id = sandbox.container("c").create();
    DockerEngine engine = engine(front.host(), Optional.of(directory), Duration.ofSeconds(10));
    assertThat(engine.list()).extracting(Container::id).containsExactly(id);
  }

  @Test
  void trustsNoEngineOfAnotherAuthority(@TempDir Path directory) throws Exception {
    new TestAuthority().writeClient(directory, KeyFormat.PKCS8);
    EngineFront front = front(new TestAuthority());
    DockerEngine engine = engine(front.host(), Optional.of(directory), Duration.ofSeconds(10));
    assertThatThrownBy(engine::list).isInstanceOf(EngineUnreachable.class);
    assertThat(front.requests()).isEmpty();
  }

  @Test
  void tellsThatNoEngineIsThere() {
    DockerEngine engine =
        engine(URI.create("unix:///nowhere/docker.sock"), Optional.empty(), SHORT);
    assertThatThrownBy(engine::list)
        .isInstanceOf(EngineUnreachable.class)
        .hasMessageContaining("unix:///nowhere/docker.sock")
        .hasMessageContaining("No such file or directory");
  }

  @Test
  void givesUpOnAnEngineThatHangs() throws IOException {
    EngineFront front = front();
    DockerEngine engine = engine(front.host(), Optional.empty(), SHORT);
    assertThat(engine.list()).isEmpty();
    front.goSilent();
    Timer timer = Timer.system();
    var start = timer.instant();
    assertThatThrownBy(engine::list)
        .isInstanceOf(EngineUnreachable.class)
        .hasMessage("engine at %s did not answer within 500ms to list containers", front.host());
    assertThat(Duration.between(start, timer.instant())).isBetween(SHORT, SHORT.multipliedBy(3));
    front.speakAgain();
    assertThat(engine.list()).isEmpty();
  }

  @Test
  void followsEventsAgainAfterTheStreamBroke() throws Exception {
    EngineFront front = front();
    AtomicInteger told = new AtomicInteger();
    opened.add(engine(front).watch(told::incrementAndGet));
    for (int i = 0; i < 3; i++) {
      int connected = told.get();
      front.breakConnections();
      Eventually.isTrue(() -> told.get() > connected);
      int before = told.get();
      sandbox.container("c" + i).create();
      Eventually.isTrue(() -> told.get() > before);
    }
  }

  @Test
  void tellsThatTheStreamBrokeSinceTheEngineMayBeGone() throws Exception {
    EngineFront front = front();
    AtomicInteger told = new AtomicInteger();
    opened.add(engine(front).watch(told::incrementAndGet));
    Eventually.isTrue(() -> told.get() > 0);
    int connected = told.get();
    front.goAway();
    Eventually.isTrue(() -> told.get() > connected);
  }

  @Test
  void followsEventsAgainAfterTheEngineHung() throws Exception {
    EngineFront front = front();
    AtomicInteger told = new AtomicInteger();
    DockerEngine engine = engine(front.host(), Optional.empty(), SHORT);
    opened.add(engine.watch(told::incrementAndGet));
    Eventually.isTrue(() -> told.get() > 0);
    int connected = told.get();
    front.goSilent();
    assertThatThrownBy(engine::list).isInstanceOf(EngineUnreachable.class);
    Eventually.isTrue(() -> told.get() > connected);
    int broken = told.get();
    sandbox.container("c").create();
    assertThat(told.get()).isEqualTo(broken);
    front.speakAgain();
    Eventually.isTrue(() -> told.get() > broken);
  }

  @Test
  void waitsForAnEngineThatIsNotThereYet() throws Exception {
    URI host;
    try (EngineFront first = new EngineFront(RealEngine.get().host())) {
      host = first.host();
    }
    AtomicInteger told = new AtomicInteger();
    DockerEngine engine = engine(host, Optional.empty(), SHORT);
    opened.add(engine.watch(told::incrementAndGet));
    assertThatThrownBy(engine::list).isInstanceOf(EngineUnreachable.class);
    assertThat(told.get()).isZero();
  }

  @Test
  void tellsNothingOfContainersOutsideTheFilter() throws Exception {
    EngineFront front = front();
    AtomicInteger told = new AtomicInteger();
    opened.add(engine(front).watch(told::incrementAndGet));
    Eventually.isTrue(() -> told.get() > 0);
    int before = told.get();
    try (Sandbox other = RealEngine.get().sandbox()) {
      other.container("hidden").create();
      sandbox.container("shown").create();
      Eventually.isTrue(() -> told.get() > before);
    }
    assertThat(told.get()).isEqualTo(before + 1);
  }

  private EngineFront front() throws IOException {
    EngineFront front = new EngineFront(RealEngine.get().host());
    opened.add(front);
    return front;
  }

  private EngineFront front(TestAuthority authority) throws Exception {
    EngineFront front = new EngineFront(RealEngine.get().host(), authority.serverSockets());
    opened.add(front);
    return front;
  }

  private DockerEngine engine(EngineFront front) {
    return engine(front.host(), Optional.empty(), Duration.ofSeconds(10));
  }

  private DockerEngine engine(URI host, Optional<Path> tls, Duration callTimeout) {
    DockerEngine engine =
        new DockerEngine(
            new DockerEngine.Settings(
                host, tls, tls.isPresent(), List.of(sandbox.filter()), callTimeout),
            Timer.system());
    opened.add(engine);
    return engine;
  }
}
