package dev.reveille.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reveille.concurrent.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

/** A receiver on a free port, which remembers what it was sent and answers as a test says. */
final class TestReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Threads.perTask("webhook-receiver");
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final CountDownLatch end = new CountDownLatch(1);

  record Delivery(Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(each -> each.getKey().equalsIgnoreCase(name))
          .map(each -> each.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  /** Status 0 is no answer at all. */
  private record Answer(int status, Map<String, String> headers) {}

  TestReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::receive);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create(
        "http://127.0.0.1:%d/hooks?key=s3cret".formatted(server.getAddress().getPort()));
  }

  /** The next answer after those that were set before; 204 after all of them. */
  TestReceiver answers(int status) {
    return answers(status, Map.of());
  }

  synchronized TestReceiver answers(int status, Map<String, String> headers) {
    answers.add(new Answer(status, headers));
    return this;
  }

  /** Never answers the next. */
  TestReceiver isSilent() {
    return answers(0);
  }

  List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** What the events' texts were, in the order in which they came. */
  List<String> texts() {
    return deliveries.stream()
        .map(delivery -> delivery.body().replaceFirst(".*\"text\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Answer answer = next(new Delivery(Map.copyOf(exchange.getRequestHeaders()), body));
    if (answer.status() == 0) {
      awaitEnd();
      return;
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), -1);
    exchange.close();
  }

  private synchronized Answer next(Delivery delivery) {
    deliveries.add(delivery);
    Answer answer = answers.poll();
    return answer == null ? new Answer(204, Map.of()) : answer;
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
