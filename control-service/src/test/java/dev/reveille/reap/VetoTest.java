package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.concurrent.Threads;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.project.ScriptedContainer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VetoTest {
  private static final String COMMAND = "test ! -e /tmp/busy";

  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());
  private final ScriptedContainer web =
      engine.add("shop-web-1").service("shop", "web").host("shop.test").running();
  private final ScriptedContainer db = engine.add("shop-db-1").service("shop", "db").running();
  private final HttpServer server;
  private final ExecutorService threads = Threads.perTask("veto-server");
  private final CountDownLatch end = new CountDownLatch(1);

  VetoTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void cleanUp() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void withoutALabelNobodyObjects() {
    assertThat(objection()).isEmpty();
    assertThat(engine.calls()).isEmpty();
  }

  @Test
  void aCommandThatSucceedsLetsItSleep() {
    db.label("reveille.idle.veto", COMMAND).answers(COMMAND, 0, "nothing to do");
    assertThat(objection()).isEmpty();
    assertThat(engine.calls()).containsExactly("run test ! -e /tmp/busy in shop-db-1");
  }

  @Test
  void anyOtherExitCodeObjects() {
    db.label("reveille.idle.veto", COMMAND).answers(COMMAND, 1, "3 jobs left\nmail");
    assertThat(objection())
        .contains("veto of shop-db-1: \"test ! -e /tmp/busy\" ended with 1: 3 jobs left");
  }

  @Test
  void aCommandThatIsNotThereObjects() {
    db.label("reveille.idle.veto", "may-sleep");
    assertThat(objection()).get().asString().startsWith("veto of shop-db-1: \"may-sleep\" ended");
  }

  @Test
  void aCommandThatDoesNotEndObjects() {
    db.label("reveille.idle.veto", COMMAND).hangsAt(COMMAND);
    assertThat(objection())
        .contains(
            "veto of shop-db-1: command \"/bin/sh -c test ! -e /tmp/busy\" in container shop-db-1"
                + " did not end within 10.0s");
  }

  @Test
  void anEngineThatDoesNotAnswerObjects() {
    db.label("reveille.idle.veto", COMMAND);
    Project project = project();
    engine.goAway();
    assertThat(new Veto(engine).objection(project)).isPresent();
  }

  @Test
  void aCommandInAContainerThatDoesNotRunIsNotAsked() {
    db.label("reveille.idle.veto", COMMAND).exited(0);
    assertThat(objection()).isEmpty();
  }

  @Test
  void oneObjectionOfSeveralIsEnough() {
    db.label("reveille.idle.veto", COMMAND).answers(COMMAND, 0, "");
    web.label("reveille.idle.veto", "false").answers("false", 1, "");
    assertThat(objection()).contains("veto of shop-web-1: \"false\" ended with 1");
  }

  @Test
  void aUrlThatAnswersBelow400LetsItSleep() {
    answer(200);
    assertThat(objection()).isEmpty();
  }

  @Test
  void aRedirectLetsItSleepToo() {
    answer(302);
    assertThat(objection()).isEmpty();
  }

  @Test
  void aUrlThatAnswersWithAnErrorObjects() {
    answer(503);
    assertThat(objection()).get().asString().matches("veto of shop-web-1: http://.* answered 503");
  }

  @Test
  void whatMayBeSecretInAUrlIsNotShown() {
    answer(409);
    String url = "http://127.0.0.1:%d/idle?token=hunter2".formatted(port());
    web.label("reveille.idle.veto", url);
    assertThat(objection())
        .contains("veto of shop-web-1: http://127.0.0.1:%d/idle answered 409".formatted(port()));
  }

  @Test
  void aUrlThatDoesNotAnswerInTimeObjects() {
    server.createContext("/", _ -> awaitEnd());
    web.label("reveille.idle.veto", url());
    assertThat(new Veto(engine, Duration.ofMillis(200)).objection(project()))
        .get()
        .asString()
        .endsWith("did not answer within 200ms");
  }

  @Test
  void aUrlThatNobodyServesObjects() {
    web.label("reveille.idle.veto", url());
    server.stop(0);
    assertThat(objection()).get().asString().contains("can't be asked");
    web.label("reveille.idle.veto", "http://a b/");
    assertThat(objection()).contains("veto of shop-web-1: \"http://a b/\" is no URL");
    web.label("reveille.idle.veto", "http:///x");
    assertThat(objection()).isPresent();
  }

  private void answer(int status) {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          awaitEnd(); // the body is never whole
        });
    web.label("reveille.idle.veto", url());
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String url() {
    return "http://127.0.0.1:%d/idle".formatted(port());
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private Optional<String> objection() {
    return new Veto(engine).objection(project());
  }

  private Project project() {
    return Projects.from(engine.list()).find("shop").orElseThrow();
  }
}
