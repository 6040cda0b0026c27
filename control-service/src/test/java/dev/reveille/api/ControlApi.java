package dev.reveille.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reveille.certificate.CertificateChoice;
import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.CustomSet;
import dev.reveille.certificate.ImportedCertificates;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.certificate.ServedCertificates;
import dev.reveille.certificate.TestChains;
import dev.reveille.doctor.Doctor;
import dev.reveille.event.Events;
import dev.reveille.metrics.Metrics;
import dev.reveille.project.InMemoryDisposal;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.Bedtime;
import dev.reveille.reap.Removals;
import dev.reveille.store.ProjectFolders;
import dev.reveille.store.Token;
import dev.reveille.store.Tokens;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import dev.reveille.wake.Visits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A control server on a free port, and somebody who calls it. */
public final class ControlApi implements AutoCloseable {
  static final String HOOK = "hook-secret";
  public static final String ADMIN = "admin-secret";

  static final ControlServer.Settings SETTINGS =
      new ControlServer.Settings(
          "127.0.0.1",
          0,
          Machine.PATIENCE,
          Machine.TIMEOUT,
          202,
          ControlServer.Https.PLAIN,
          new ControlServer.IgnoredRequests(List.of("/health"), List.of("monitor")),
          ControlServer.Dashboard.LOCAL);

  /** No settings, and nothing to look at. */
  static final ControlServer.OperatorParts OPERATOR =
      new ControlServer.OperatorParts(List.of(), new Doctor(List.of(), Duration.ofSeconds(10)));

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ControlServer server;

  ControlApi(Machine machine, Visits visits) {
    this(parts(machine, visits));
  }

  public ControlApi(ControlServer.Parts parts) {
    this(SETTINGS, parts);
  }

  ControlApi(ControlServer.Settings settings, ControlServer.Parts parts) {
    this.server = new ControlServer(settings, new Tokens(Token.of(HOOK), Token.of(ADMIN)), parts);
    server.start();
  }

  /** All that a control server needs; there is no certificate but the self-signed one. */
  public static ControlServer.Parts parts(Machine machine, Visits visits) {
    Bedtime bedtime = new Bedtime(machine);
    var choice =
        new CertificateChoice(
            CustomSet.NONE,
            CustomSet.NONE,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            TestChains.selfSigned("localhost"));
    var certificates =
        new ControlServer.CertificateParts(
            new ServedCertificates(() -> choice, machine.routes, machine.timer),
            new ImportedCertificates(new InMemoryPemFiles(), machine.timer),
            List::of,
            new Challenges(),
            Optional.empty(),
            Optional.empty(),
            _ -> false);
    return new ControlServer.Parts(
        machine.inventory,
        machine.routes,
        visits,
        machine.wakes,
        bedtime.activity,
        bedtime.sleeps(Bedtime.settings(Duration.ZERO, SleepDepth.STOP)),
        removals(machine),
        certificates,
        new Events(machine.timer),
        new Metrics(),
        OPERATOR,
        machine.engine,
        machine.timer);
  }

  /** Removals that are off. */
  public static Removals removals(Machine machine) {
    return new Removals(
        new Removals.Parts(
            machine.engine,
            new InMemoryDisposal(machine.engine),
            new ProjectFolders(Path.of("/nowhere"), List.of()),
            Map::of,
            new InMemoryPemFiles(),
            machine.turns,
            new Events(machine.timer),
            machine.timer,
            Set::of),
        new Removals.Settings(Duration.ZERO, Duration.ZERO, false, false));
  }

  ControlApi(Machine machine) {
    this(machine, machine.visits());
  }

  /** What came back; {@code body} is JSON's null where it was none. */
  record Answer(int status, Map<String, String> headers, JsonNode body) {
    String type() {
      return body.path("type").asText();
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  Answer get(String pathAndQuery, String token) {
    return Eventually.get(send("GET", pathAndQuery, token, ""));
  }

  Answer post(String path, String token, String body) {
    return Eventually.get(send("POST", path, token, body));
  }

  /** Without waiting for the answer. */
  CompletableFuture<Answer> send(String method, String pathAndQuery, String token, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(20));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return client
        .sendAsync(request.build(), BodyHandlers.ofString())
        .thenApply(ControlApi::answer)
        .thenApply(answer -> asDescribed(method, pathAndQuery, answer));
  }

  /** No test gets an answer that the API's description does not have. */
  private static Answer asDescribed(String method, String pathAndQuery, Answer answer) {
    boolean isOfACall = answer.status() != 405 && !answer.type().endsWith(":no-such-call");
    Optional<String> call = ApiDocument.INSTANCE.callOf(method, pathAndQuery);
    if (isOfACall && call.isPresent()) {
      List<String> faults =
          ApiDocument.INSTANCE.faults(
              call.get(), answer.status(), answer.header("content-type"), answer.body());
      if (!faults.isEmpty()) {
        throw new AssertionError("%s: %s in %s".formatted(call.get(), faults, answer));
      }
    }
    return answer;
  }

  /** A visit as the gateway tells of it; {@code more} are further fields. */
  Answer visit(String host, String more) {
    return Eventually.get(visiting(host, more));
  }

  CompletableFuture<Answer> visiting(String host, String more) {
    return send("POST", "/v1/wake", HOOK, "{\"host\":\"%s\"%s}".formatted(host, more));
  }

  /** The lines of a stream, as long as it lasts. */
  HttpResponse<InputStream> stream(String pathAndQuery) {
    return stream(pathAndQuery, "Authorization", "Bearer " + HOOK);
  }

  /**
   * The same.
   *
   * @param headers names and values in turn
   */
  HttpResponse<InputStream> stream(String pathAndQuery, String... headers) {
    return Eventually.get(
        client.sendAsync(request(pathAndQuery, headers), BodyHandlers.ofInputStream()));
  }

  /** For answers that are no JSON. */
  HttpResponse<String> text(String pathAndQuery, String... headers) {
    return Eventually.get(
        client.sendAsync(request(pathAndQuery, headers), BodyHandlers.ofString()));
  }

  /** As an administrator, with further headers, without waiting for the answer. */
  CompletableFuture<HttpResponse<String>> postAsync(String pathAndQuery, String... headers) {
    HttpRequest request =
        HttpRequest.newBuilder(request(pathAndQuery, headers), (_, _) -> true)
            .header("Authorization", "Bearer " + ADMIN)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private HttpRequest request(String pathAndQuery, String... headers) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery))
        .headers(headers)
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  /** A connection of one's own, for what no client would send. */
  Socket connect(String firstBytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(firstBytes.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  private static Answer answer(HttpResponse<String> response) {
    Map<String, String> headers = new HashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new Answer(response.statusCode(), headers, json(response.body()));
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.nullNode();
    }
  }
}
