package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Threads;
import dev.reveille.project.Container;
import dev.reveille.project.Member;
import dev.reveille.project.Projects;
import dev.reveille.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketProbeTest {
  private final SocketProbe probe = new SocketProbe();

  @Test
  void anOpenPortIsAnAnswer() throws IOException {
    try (ServerSocket server = listen()) {
      assertThat(probe.missing(member(server.getLocalPort(), Map.of()))).isEmpty();
    }
  }

  @Test
  void saysWhichPortIsClosed() throws IOException {
    int port;
    try (ServerSocket server = listen()) {
      port = server.getLocalPort();
    }

    assertThat(probe.missing(member(port, Map.of())))
        .contains("does not accept connections on port " + port);
  }

  @Test
  void saysThatAContainerHasNoAddress() {
    Member web = member(80, Map.of());
    Container nowhere =
        new Container(
            web.id(),
            web.name(),
            Container.Status.RUNNING,
            Container.Health.NONE,
            Map.of(),
            Optional.empty(),
            new TreeSet<>());

    assertThat(probe.missing(web.with(nowhere))).contains("has no network address");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK,                     true",
    "HTTP/1.0 302 Found,                  true",
    "HTTP/1.1 404 Not Found,              true",
    "HTTP/1.1 500 Internal Server Error,  false",
    "HTTP/1.1 503 Service Unavailable,    false",
    "SSH-2.0-OpenSSH_9.2,                 false",
    "'',                                  false",
  })
  void aPathHasToAnswerBelow500(String statusLine, boolean answers) throws IOException {
    try (ServerSocket server = listen()) {
      var _ = answer(server, statusLine);

      assertThat(probe.missing(withPath(server)).isEmpty()).isEqualTo(answers);
    }
  }

  @Test
  void asksForThePathUnderTheContainersOwnHost() throws IOException {
    try (ServerSocket server = listen()) {
      CompletableFuture<List<String>> request = answer(server, "HTTP/1.1 200 OK");

      probe.missing(withPath(server));

      assertThat(Eventually.get(request))
          .contains("GET /health?deep=1 HTTP/1.1", "Host: shop.test", "Connection: close");
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  /** Answers one request with a status line, and tells the request's lines. */
  private static CompletableFuture<List<String>> answer(ServerSocket server, String statusLine) {
    CompletableFuture<List<String>> request = new CompletableFuture<>();
    Threads.start(
        "site",
        () -> {
          try (Socket socket = server.accept()) {
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
            List<String> lines =
                new BufferedReader(in).lines().takeWhile(line -> !line.isEmpty()).toList();
            String answer = statusLine.isEmpty() ? "" : statusLine + "\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            request.complete(lines);
          } catch (IOException e) {
            request.completeExceptionally(new UncheckedIOException(e));
          }
        });
    return request;
  }

  private static Member withPath(ServerSocket server) {
    return member(server.getLocalPort(), Map.of("reveille.ready", "/health?deep=1"));
  }

  private static Member member(int port, Map<String, String> more) {
    Map<String, String> labels = new HashMap<>(more);
    labels.put("reveille.host", "*.shop.test,shop.test");
    labels.put("reveille.port", String.valueOf(port));
    Container container =
        new Container(
            "id",
            "shop",
            Container.Status.RUNNING,
            Container.Health.NONE,
            labels,
            Optional.of("127.0.0.1"),
            new TreeSet<>());
    return Projects.from(List.of(container)).all().getFirst().members().getFirst();
  }
}
