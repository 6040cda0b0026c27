import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Docker engine by its unix socket, with nothing in between. Containers go by their names. */
final class Engine {
  private static final Duration PORT_LIMIT = Duration.ofSeconds(30);

  /** What is sent to a network that is not quite up is lost, and TCP tries again only after 1 s. */
  private static final int CONNECT_MILLIS = 50;

  private static final Pattern ADDRESS = Pattern.compile("\"IPAddress\":\"([0-9.]+)\"");
  private static final Pattern TIME = Pattern.compile("\"timeNano\":(\\d+)");

  private final UnixDomainSocketAddress socket;

  /**
   * @param dockerHost {@code unix:///var/run/docker.sock}
   */
  Engine(String dockerHost) {
    this.socket = UnixDomainSocketAddress.of(URI.create(dockerHost).getPath());
  }

  void start(String container) throws IOException {
    ask("POST", "/containers/" + container + "/start", 204, 304);
  }

  /** Returns when it has ended; one that has ended already is left alone. */
  void kill(String container) throws IOException {
    ask("POST", "/containers/" + container + "/kill", 204, 409);
  }

  void pause(String container) throws IOException {
    ask("POST", "/containers/" + container + "/pause", 204, 204);
  }

  void unpause(String container) throws IOException {
    ask("POST", "/containers/" + container + "/unpause", 204, 204);
  }

  /** Where it listens while it runs. */
  InetSocketAddress address(String container) throws IOException {
    Matcher found = ADDRESS.matcher(ask("GET", "/containers/" + container + "/json", 200, 200));
    if (!found.find()) {
      throw new IOException("container " + container + " has no address");
    }
    return new InetSocketAddress(found.group(1), 80);
  }

  /** Starts it and returns when its port accepts connections. */
  void startUntilItAccepts(String container) throws IOException {
    start(container);
    awaitPort(container);
  }

  /** The same for a paused one. */
  void unpauseUntilItAccepts(String container) throws IOException {
    unpause(container);
    awaitPort(container);
  }

  void awaitPort(String container) throws IOException {
    InetSocketAddress address = address(container);
    Instant end = Instant.now().plus(PORT_LIMIT);
    while (!accepts(address)) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("container " + container + " does not listen");
      }
      LockSupport.parkNanos(200_000);
    }
  }

  /** When the engine says that it was started, since then. */
  List<Instant> starts(String container, Instant since) throws IOException {
    String filters = "{\"container\":[\"%s\"],\"event\":[\"start\"]}".formatted(container);
    String path =
        "/events?since=%s&until=%s&filters=%s"
            .formatted(
                seconds(since),
                seconds(Instant.now()),
                URLEncoder.encode(filters, StandardCharsets.UTF_8));
    return TIME.matcher(ask("GET", path, 200, 200))
        .results()
        .map(it -> Instant.EPOCH.plusNanos(Long.parseLong(it.group(1))))
        .toList();
  }

  private static String seconds(Instant time) {
    return "%d.%09d".formatted(time.getEpochSecond(), time.getNano());
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private String ask(String method, String path, int expected, int alsoExpected)
      throws IOException {
    try (Http http = Http.to(socket)) {
      Http.Answer answer = http.ask(method, path, "engine", "bench");
      if (answer.status() != expected && answer.status() != alsoExpected) {
        throw new IOException(method + " " + path + ": " + answer);
      }
      return answer.body();
    }
  }
}
