package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Threads;
import dev.reveille.testing.EngineFront;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens on other hosts costs the visitors of a running project nothing. */
class NeighboursIT {
  private static final int FLOOD = 6_000;
  private static final int CONNECTIONS = 4;

  /** A tenth of what the flood's hosts would take. */
  private static final int NOISE_KILOBYTES = 100;

  /** More than the ten seconds' looks of a busy machine. */
  private static final int NOISE_CALLS = 20;

  private static final int STORM = 20;

  private final Sandbox sandbox = RealEngine.get().sandbox();

  @AfterEach
  void cleanUp() {
    sandbox.close();
  }

  /** Whoever asked the control service would wait for ever, as it is stopped by a signal. */
  @Test
  void aFloodOfUnknownHostsAsksNobodyAndIsNotRemembered() throws Exception {
    site("busy").run();
    try (EngineFront engine = new EngineFront(RealEngine.get().host());
        Proxy proxy = Proxy.start(sandbox, Map.of("DOCKER_HOST", engine.host().toString()));
        Load load = load(proxy, "busy")) {
      flood(proxy, FLOOD / 10);
      load.awaitMore(20);
      long memory = sharedKilobytes(proxy.gateway());
      int calls = engine.requests().size();

      signal("STOP", proxy.controlService());
      flood(proxy, FLOOD);
      load.awaitMore(20);
      signal("CONT", proxy.controlService());

      assertThat(load.failures()).isEmpty();
      assertThat(sharedKilobytes(proxy.gateway())).isLessThan(memory + NOISE_KILOBYTES);
      try (AdminApi admin = proxy.admin()) {
        assertThat(admin.get("/v1/ready").path("routes").asInt()).isEqualTo(1);
      }
      assertThat(engine.requests()).hasSizeLessThan(calls + NOISE_CALLS);
      assertThat(proxy.log()).doesNotContain("Waking");
    }
  }

  @Test
  void aStormOfWakesFailsNobody() {
    site("busy").run();
    List<String> asleep = IntStream.range(0, STORM).mapToObj(i -> "asleep-" + i).toList();
    asleep.forEach(name -> site(name).create());
    try (Proxy proxy = Proxy.start(sandbox, Map.of());
        Visitor visitor = new Visitor(proxy);
        Load load = load(proxy, "busy")) {
      List<CompletableFuture<HttpResponse<String>>> woken =
          asleep.stream().map(name -> visitor.sendAsync(visitor.request(host(name), "/"))).toList();

      assertThat(woken).allSatisfy(it -> assertThat(it.join().statusCode()).isEqualTo(200));
      assertThat(load.failures()).isEmpty();
    }
  }

  private String host(String name) {
    return sandbox.unique(name) + ".test";
  }

  private NewContainer site(String name) {
    return sandbox.container(name).label("reveille.host", host(name));
  }

  private Load load(Proxy proxy, String name) {
    try (Visitor visitor = new Visitor(proxy)) {
      Eventually.isTrue(() -> visitor.get(host(name), "/").statusCode() == 200);
    }
    return Load.on(proxy, host(name));
  }

  /** Each request to another host that nobody has. */
  private static void flood(Proxy proxy, int requests) {
    try (ExecutorService threads = Threads.perTask("flood")) {
      List<CompletableFuture<Void>> all =
          Stream.generate(
                  () ->
                      CompletableFuture.runAsync(
                          () -> visitNobody(proxy, requests / CONNECTIONS), threads))
              .limit(CONNECTIONS)
              .toList();
      all.forEach(CompletableFuture::join);
    }
  }

  private static void visitNobody(Proxy proxy, int times) {
    try (Visitor visitor = new Visitor(proxy);
        Wire wire = visitor.wire()) {
      for (int i = 0; i < times; i++) {
        wire.head("GET / HTTP/1.1", "Host: %s.test".formatted(UUID.randomUUID()));
        List<String> head = wire.readHead();
        assertThat(head).first().asString().isEqualTo("HTTP/1.1 404 Not Found");
        wire.read(contentLength(head));
      }
    }
  }

  private static int contentLength(List<String> head) {
    String name = "Content-Length: ";
    return head.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> Integer.parseInt(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  /** What the workers use of memory that they share: the gateway's dicts. */
  private static long sharedKilobytes(ProcessHandle gateway) {
    return gateway.children().mapToLong(NeighboursIT::sharedKilobytesOf).sum();
  }

  private static long sharedKilobytesOf(ProcessHandle process) {
    try (Stream<String> status = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
      return status
          .filter(line -> line.startsWith("RssShmem:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }
}
