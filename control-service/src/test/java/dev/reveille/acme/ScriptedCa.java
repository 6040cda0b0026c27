package dev.reveille.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reveille.concurrent.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/**
 * An ACME server for what Pebble can't do: profiles, rate limits, {@code Retry-After}. It serves
 * one order at a time, believes every request, and takes names for proved unless told otherwise.
 */
final class ScriptedCa implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final ExecutorService threads = Threads.perTask("scripted-ca");
  private final ScriptedSigner signer;
  private final Map<String, Deque<Answer>> script = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> names = new CopyOnWriteArrayList<>();
  private volatile String meta = "{}";
  private volatile boolean tellsRenewals;
  private volatile boolean provesNames;
  private volatile String status = "ready";
  private volatile String authorizationStatus = "pending";
  private volatile String certificate = "";

  /** What one request is answered with. */
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer json(int status, String body) {
      return new Answer(status, Map.of("Content-Type", "application/json"), body);
    }

    /** A problem document of ACME's type, {@code rateLimited}. */
    static Answer problem(int status, String type, String detail) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/problem+json"),
          "{\"type\":\"urn:ietf:params:acme:error:%s\",\"detail\":\"%s\"}".formatted(type, detail));
    }

    Answer with(String name, String value) {
      Map<String, String> more = new ConcurrentHashMap<>(headers);
      more.put(name, value);
      return new Answer(status, more, body);
    }
  }

  ScriptedCa(InstantSource clock) {
    this.signer = new ScriptedSigner(clock);
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI directory() {
    return URI.create(url("/dir"));
  }

  /** Offers these profiles. */
  ScriptedCa profiles(String... offered) {
    meta =
        List.of(offered).stream()
            .map("\"%s\":\"as it is called\""::formatted)
            .collect(Collectors.joining(",", "{\"profiles\":{", "}}"));
    return this;
  }

  /** Has renewal information; what it says is scripted for {@code /renewal}. */
  ScriptedCa tellingRenewals() {
    tellsRenewals = true;
    return this;
  }

  /** Has names proved to it, by http-01 or dns-01, and believes at once. */
  ScriptedCa provingNames() {
    provesNames = true;
    return this;
  }

  ScriptedSigner signer() {
    return signer;
  }

  /** The next request for that path is answered so; more than one are answered in turn. */
  ScriptedCa then(String path, Answer answer) {
    script.computeIfAbsent(path, _ -> new ArrayDeque<>()).add(answer);
    return this;
  }

  /** {@code POST /order} and so on, each with its payload. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** The requests for one path, by their payloads. */
  List<String> requests(String path) {
    List<String> found = new ArrayList<>();
    for (String request : requests) {
      String[] words = request.split(" ", 3);
      if (words[1].equals(path)) {
        found.add(words[2]);
      }
    }
    return found;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst("(?<=/renewal)/.*", "");
    JsonNode payload = payload(exchange.getRequestBody().readAllBytes());
    requests.add("%s %s %s".formatted(exchange.getRequestMethod(), path, payload));
    Deque<Answer> scripted = script.getOrDefault(path, new ArrayDeque<>());
    Answer answer = scripted.isEmpty() ? usual(path, payload) : scripted.remove();
    Headers headers = exchange.getResponseHeaders();
    headers.set("Replay-Nonce", "nonce" + requests.size());
    answer.headers().forEach(headers::set);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), isHead || body.length == 0 ? -1 : body.length);
    if (!isHead && body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
    exchange.close();
  }

  private Answer usual(String path, JsonNode payload) {
    return switch (path) {
      case "/dir" -> Answer.json(200, directoryDocument());
      case "/nonce" -> new Answer(204, Map.of(), "");
      case "/account" ->
          Answer.json(201, "{\"status\":\"valid\"}").with("Location", url("/account/1"));
      case "/orders" -> newOrder(payload);
      case "/order" -> order(200);
      case "/finalize" -> finalized(payload);
      case "/certificate" ->
          new Answer(200, Map.of("Content-Type", "application/pem-certificate-chain"), certificate);
      default -> authorization(path);
    };
  }

  private Answer newOrder(JsonNode payload) {
    names.clear();
    payload.path("identifiers").forEach(it -> names.add(it.path("value").asText()));
    status = provesNames ? "pending" : "ready";
    authorizationStatus = "pending";
    return order(201).with("Location", url("/order"));
  }

  private Answer finalized(JsonNode payload) {
    status = "valid";
    certificate = signer.sign(Base64.getUrlDecoder().decode(payload.path("csr").asText()));
    return order(200);
  }

  private Answer order(int code) {
    String identifiers =
        names.stream()
            .map("{\"type\":\"dns\",\"value\":\"%s\"}"::formatted)
            .collect(Collectors.joining(","));
    List<String> authorizations = new ArrayList<>();
    for (int i = 0; provesNames && i < names.size(); i++) {
      authorizations.add("\"%s\"".formatted(url("/authorization/" + i)));
    }
    return Answer.json(
        code,
        """
        {"status":"%s","identifiers":[%s],"authorizations":[%s],"finalize":"%s","certificate":"%s"}
        """
            .formatted(
                status,
                identifiers,
                String.join(",", authorizations),
                url("/finalize"),
                url("/certificate")));
  }

  /**
   * {@code /authorization/0}, or {@code /challenge/0/http-01}, which being asked for is believed.
   */
  private Answer authorization(String path) {
    String[] words = path.split("/", -1);
    int index = Integer.parseInt(words[2]);
    if (words[1].equals("challenge")) {
      authorizationStatus = "valid";
      status = "ready";
      return Answer.json(200, challenge(index, words[3]));
    }
    String name = names.get(index);
    return Answer.json(
        200,
        """
        {"status":"%s","identifier":{"type":"dns","value":"%s"},"wildcard":%s,"challenges":[%s,%s]}
        """
            .formatted(
                authorizationStatus,
                name.replace("*.", ""),
                name.startsWith("*."),
                challenge(index, "http-01"),
                challenge(index, "dns-01")));
  }

  private String challenge(int index, String type) {
    return """
    {"type":"%s","status":"%s","token":"token%d","url":"%s"}\
    """
        .formatted(
            type, authorizationStatus, index, url("/challenge/%d/%s".formatted(index, type)));
  }

  private String directoryDocument() {
    String renewals = tellsRenewals ? ",\"renewalInfo\":\"%s\"".formatted(url("/renewal")) : "";
    return """
    {"newNonce":"%s","newAccount":"%s","newOrder":"%s","revokeCert":"%s","meta":%s%s}
    """
        .formatted(url("/nonce"), url("/account"), url("/orders"), url("/revoke"), meta, renewals);
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  /** The payload of a JWS, whose signature is taken for good. */
  private static JsonNode payload(byte[] jws) throws IOException {
    if (jws.length == 0) {
      return JSON.nullNode();
    }
    String encoded = JSON.readTree(jws).path("payload").asText();
    byte[] payload = Base64.getUrlDecoder().decode(encoded);
    return payload.length == 0 ? JSON.nullNode() : JSON.readTree(payload);
  }
}
