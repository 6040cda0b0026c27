import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Makes the JVM's caches of loaded classes (JEP 514). The one that the image starts the control
 * service with: runs it once as users do, on an engine that is only played, and does with it what a
 * first hour brings. And one for commands: with the service's, which has ten times as many classes,
 * a command takes five times as long.
 *
 * <p>{@code java Training.java /opt/reveille}
 */
class Training {
  private static final String TOKEN = "training-training-training-training";

  private final Path home;
  private final Path state;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  private Training(Path home) throws IOException {
    this.home = home;
    this.state = Files.createTempDirectory("training");
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
  }

  public static void main(String[] arguments) throws Exception {
    try (PlayedEngine engine = new PlayedEngine()) {
      new Training(Path.of(arguments[0])).run(engine);
    }
  }

  private void run(PlayedEngine engine) throws Exception {
    Path app = home.resolve("app");
    Path cache = app.resolve("control-service.aot");
    ProcessBuilder service =
        new ProcessBuilder(
                home.resolve("jre/bin/java").toString(),
                "@" + app.resolve("jvm.options"),
                "-XX:AOTCacheOutput=" + cache,
                "-XX:-AOTRecordTraining", // 1 MB for the compiler that the options leave out
                "-Xlog:aot*=error", // else a line for each class that it leaves out
                "-jar",
                app.resolve("control-service.jar").toString())
            .inheritIO();
    service.environment().put("DOCKER_HOST", "tcp://127.0.0.1:" + engine.port());
    service.environment().put("STATE_DIR", state.toString());
    service.environment().put("CONTROL_PORT", Integer.toString(port));
    service.environment().put("ADMIN_TOKEN", TOKEN);
    Process process = service.start();
    try {
      use();
      command();
    } finally {
      process.destroy();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    }
    require(cache);
  }

  private void command() throws Exception {
    Path app = home.resolve("app");
    Path cache = app.resolve("commands.aot");
    ProcessBuilder status =
        new ProcessBuilder(
                home.resolve("jre/bin/java").toString(),
                "@" + app.resolve("jvm.options"),
                "-XX:AOTCacheOutput=" + cache,
                "-XX:-AOTRecordTraining",
                "-Xlog:aot*=error",
                "-cp",
                app.resolve("control-service.jar").toString(),
                "dev.reveille.cli.Reveille",
                "status")
            .inheritIO();
    status.environment().put("CONTROL_PORT", Integer.toString(port));
    status.environment().put("ADMIN_TOKEN", TOKEN);
    Process process = status.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("reveille status did not end");
    }
    require(cache);
  }

  private static void require(Path cache) {
    if (!Files.exists(cache)) {
      throw new IllegalStateException("the JVM made no " + cache + "; its messages are above");
    }
  }

  private void use() throws Exception {
    awaitReady();
    String hook = Files.readString(state.resolve("hook-token")).strip();
    expect(200, get("/v1/routes?wait=0s", hook));
    expect(
        200,
        post(
            "/v1/wake",
            hook,
            """
            {"host": "shop.example", "path": "/", "method": "GET", "navigation": false, "userAgent": "curl", "client": "192.0.2.1"}\
            """));
    expect(
        404,
        post(
            "/v1/wake",
            hook,
            """
            {"host": "nobody.example", "path": "/", "method": "GET", "navigation": true, "client": "192.0.2.1"}\
            """));
    expect(200, get("/v1/routes?wait=0s", hook));
    expect(404, get("/v1/certificates/shop.example", hook));
    for (String path :
        List.of(
            "/v1/projects",
            "/v1/projects/shop",
            "/v1/reap",
            "/v1/certificates",
            "/v1/health",
            "/metrics")) {
      expect(200, get(path, TOKEN));
    }
  }

  private void awaitReady() throws Exception {
    for (int i = 0; i < 1200; i++) {
      try {
        if (get("/v1/ready", TOKEN).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException(
        "the control service is not ready after two minutes; its messages are above");
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return send(request(path, token).GET());
  }

  private HttpResponse<String> post(String path, String token, String body) throws Exception {
    return send(
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static void expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(
          "%s answered %d and not %d: %s"
              .formatted(answer.uri(), answer.statusCode(), status, answer.body()));
    }
  }

  /**
   * An engine with one project, whose only container is this process: it answers on the engine's
   * own port.
   */
  private static final class PlayedEngine implements AutoCloseable {
    private static final String ID =
        "4f7664a04f7664a04f7664a04f7664a04f7664a04f7664a04f7664a04f7664a0";

    private final HttpServer server;
    private volatile boolean running;

    PlayedEngine() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", this::answer);
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
      String path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.\\d+", "");
      exchange.getResponseHeaders().set("Api-Version", "1.41");
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      switch (path) {
        case "/_ping" -> send(exchange, 200, "OK");
        case "/version" ->
            send(exchange, 200, "{\"ApiVersion\": \"1.41\", \"MinAPIVersion\": \"1.12\"}");
        case "/events" -> holdOpen(exchange);
        case "/containers/json" -> send(exchange, 200, "[" + listed() + "]");
        case "/networks", "/images/json" -> send(exchange, 200, "[]");
        case "/containers/" + ID + "/json" -> send(exchange, 200, inspected());
        case "/containers/" + ID + "/start" -> {
          running = true;
          send(exchange, 204, "");
        }
        default -> send(exchange, 404, "{\"message\": \"not played\"}");
      }
    }

    private static void holdOpen(HttpExchange exchange) throws IOException {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
      byte[] bytes = body.getBytes();
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }

    private String labels() {
      return """
      {"com.docker.compose.project": "shop", "com.docker.compose.service": "web", "reveille.host": "shop.example",
       "reveille.port": "%d"}\
      """
          .formatted(port());
    }

    private String networks() {
      return "{\"Networks\": {\"shop_default\": {\"NetworkID\": \"n1\", \"IPAddress\": \"%s\"}}}"
          .formatted(running ? "127.0.0.1" : "");
    }

    private String listed() {
      return """
      {"Id": "%s", "Names": ["/shop-web-1"], "Image": "shop", "ImageID": "sha256:1", "Created": 1767225600,
       "State": "%s", "Status": "%s", "Ports": [], "Labels": %s, "HostConfig": {"NetworkMode": "shop_default"},
       "NetworkSettings": %s, "Mounts": []}\
      """
          .formatted(
              ID,
              running ? "running" : "exited",
              running ? "Up 1 second" : "Exited (0)",
              labels(),
              networks());
    }

    private String inspected() {
      return """
      {"Id": "%s", "Name": "/shop-web-1", "Created": "2026-01-01T00:00:00Z", "RestartCount": 0,
       "State": {"Status": "%s", "Running": %s, "StartedAt": "2026-01-01T00:00:00Z", "ExitCode": 0},
       "Config": {"Image": "shop", "Labels": %s, "ExposedPorts": {}}, "HostConfig": {"NetworkMode": "shop_default"},
       "NetworkSettings": %s, "Mounts": []}\
      """
          .formatted(ID, running ? "running" : "exited", running, labels(), networks());
    }
  }
}
