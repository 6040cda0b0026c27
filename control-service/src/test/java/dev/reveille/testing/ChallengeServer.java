package dev.reveille.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Pebble's challenge test server, as a DNS server whose answers a test sets: {@code
 * pebble-challtestsrv}.
 */
public final class ChallengeServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final int dnsPort;
  private final int managementPort;
  private final HttpClient client;
  private final PebbleProcess process;

  private ChallengeServer(int dnsPort, int managementPort, Path folder, HttpClient client) {
    this.dnsPort = dnsPort;
    this.managementPort = managementPort;
    this.client = client;
    this.process =
        PebbleProcess.start(
            folder.resolve("challtestsrv.log"),
            Map.of(),
            "pebble-challtestsrv",
            "-dns01",
            "127.0.0.1:" + dnsPort,
            "-management",
            "127.0.0.1:" + managementPort,
            "-defaultIPv4",
            "127.0.0.1",
            "-defaultIPv6",
            "",
            "-http01",
            "",
            "-https01",
            "",
            "-tlsalpn01",
            "",
            "-doh",
            "");
  }

  static ChallengeServer start(Path folder, HttpClient client) {
    ChallengeServer server = new ChallengeServer(Ports.free(), Ports.free(), folder, client);
    try {
      server.process.awaitAnswer(
          "the challenge test server", () -> server.post("clear-a", "{\"host\":\"none.test\"}"));
      return server;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  /** {@code 127.0.0.1:20053} */
  public String address() {
    return "127.0.0.1:" + dnsPort;
  }

  /** From now on the host has this address. */
  public void addA(String host, String address) {
    post("add-a", "{\"host\":\"%s\",\"addresses\":[\"%s\"]}".formatted(host, address));
  }

  /** Adds a TXT record; others of the name stay until {@link #clearTxt}. */
  public void setTxt(String name, String value) {
    post("set-txt", "{\"host\":\"%s.\",\"value\":\"%s\"}".formatted(name, value));
  }

  /** Removes all TXT records of the name. */
  public void clearTxt(String name) {
    post("clear-txt", "{\"host\":\"%s.\"}".formatted(name));
  }

  /** From now on it fails to answer for the name. */
  public void fail(String name) {
    post("set-servfail", "{\"host\":\"%s\"}".formatted(name));
  }

  @Override
  public void close() {
    process.close();
  }

  private void post(String path, String json) {
    URI uri = URI.create("http://127.0.0.1:%d/%s".formatted(managementPort, path));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(LIMIT)
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("%s: %s".formatted(uri, answer.body()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
