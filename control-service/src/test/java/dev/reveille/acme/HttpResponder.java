package dev.reveille.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reveille.certificate.Challenges;
import dev.reveille.concurrent.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** Answers http-01 challenges on 127.0.0.1, as the gateway does. */
final class HttpResponder implements AutoCloseable {
  private static final String PATH = "/.well-known/acme-challenge/";

  private final Challenges challenges;
  private final HttpServer server;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Threads.perTask("responder");

  HttpResponder(Challenges challenges) {
    this.challenges = challenges;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(PATH, this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The tokens that were asked for. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String token = exchange.getRequestURI().getPath().substring(PATH.length());
    asked.add(token);
    Optional<String> found = challenges.find(token);
    byte[] body = found.orElse("no such token").getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(found.isPresent() ? 200 : 404, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
