import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** A host name at a port: Reveille's gateway, or the static vhost. */
record Site(InetSocketAddress address, String host) {
  /** Reveille is told (WAKE_IGNORE_USER_AGENTS) that this one wakes nothing. */
  private static final String LOOKER = "bench-look";

  private static final int ASLEEP = 503;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  static Site at(int port, String host) {
    return new Site(new InetSocketAddress("127.0.0.1", port), host);
  }

  byte[] request() {
    return "GET / HTTP/1.1\r\nHost: %s\r\nUser-Agent: bench\r\n\r\n"
        .formatted(host)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Visits it on a connection of its own, and waits for the answer. */
  Http.Answer visit() throws IOException {
    try (Http http = Http.to(address)) {
      http.send(request());
      return answered(http.read());
    }
  }

  /** The answer, unless it says that something went wrong. */
  Http.Answer answered(Http.Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException("visit of " + host + ": " + answer);
    }
    return answer;
  }

  void awaitAsleep() throws IOException {
    await(ASLEEP);
  }

  void awaitRoutable() throws IOException {
    await(200);
  }

  private void await(int status) throws IOException {
    Instant end = Instant.now().plus(LIMIT);
    try (Http http = Http.to(address)) {
      while (http.ask("GET", "/", host, LOOKER).status() != status) {
        if (Instant.now().isAfter(end)) {
          throw new IOException(host + " does not come to status " + status);
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
