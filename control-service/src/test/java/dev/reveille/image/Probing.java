package dev.reveille.image;

import dev.reveille.acceptance.Entrance;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A visitor who asks a host over and over, each time by a new connection, and notes when he got an
 * answer and when he got none.
 */
final class Probing implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final int LIMIT_MILLIS = 2_000;

  private final Timer timer = Timer.system();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final InetSocketAddress address;
  private final byte[] request;
  private final Thread thread;

  /** One request; it got a 200, or did not. */
  private record Asked(Instant begun, Instant ended, boolean isAnswered) {}

  private Probing(Entrance entrance, String host) {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), entrance.httpPort());
    this.request =
        "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
            .formatted(host)
            .getBytes(StandardCharsets.US_ASCII);
    this.thread = Threads.start("probing", this::run);
  }

  static Probing of(Entrance entrance, String host) {
    return new Probing(entrance, host);
  }

  /**
   * How long nothing was to be had: from that moment to the first answer after which none was
   * missing; zero where none was missing at all, empty where there is no such answer yet.
   */
  Optional<Duration> outageSince(Instant moment) {
    List<Asked> since = asked.stream().filter(it -> !it.begun().isBefore(moment)).toList();
    int failed = -1;
    for (int i = 0; i < since.size(); i++) {
      if (!since.get(i).isAnswered()) {
        failed = i;
      }
    }
    if (failed + 1 >= since.size()) {
      return Optional.empty();
    }
    return Optional.of(
        failed < 0 ? Duration.ZERO : Duration.between(moment, since.get(failed + 1).ended()));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      Instant begun = timer.instant();
      boolean isAnswered = ask();
      asked.add(new Asked(begun, timer.instant(), isAnswered));
      try {
        timer.sleep(PAUSE);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private boolean ask() {
    try (Socket socket = new Socket()) {
      socket.connect(address, LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.getOutputStream().write(request);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.startsWith("HTTP/1.1 200 ");
    } catch (IOException e) {
      return false;
    }
  }
}
