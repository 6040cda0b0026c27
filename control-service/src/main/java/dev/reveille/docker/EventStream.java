package dev.reveille.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.reveille.concurrent.Backoff;
import dev.reveille.concurrent.Timer;
import dev.reveille.project.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the engine's events, connecting again for ever. Says that something changed after each
 * connect, whenever bytes arrive (which event it was does not matter, so none is parsed), and when
 * the connection ends, as the engine may have ended too.
 */
final class EventStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);
  private static final Duration SHORT_LIVED = Duration.ofSeconds(2);

  private final EngineConnection connection;
  private final Call events;
  private final Runnable somethingChanged;
  private final Timer timer;
  private final EngineFailures failures;
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), 2, SHORT_LIVED);
  private final AtomicReference<@Nullable Response> open = new AtomicReference<>();
  private final Thread loop;
  private volatile boolean closed;

  EventStream(
      EngineConnection connection,
      Call events,
      Runnable somethingChanged,
      Timer timer,
      EngineFailures failures) {
    this.connection = connection;
    this.events = events;
    this.somethingChanged = somethingChanged;
    this.timer = timer;
    this.failures = failures;
    this.loop = Thread.ofVirtual().name("engine-events").unstarted(this::run);
  }

  void start() {
    loop.start();
  }

  /**
   * Breaks the connection, to get a new one: when the engine did not answer a call, this one may be
   * dead too, and a dead one is silent for ever.
   */
  void reconnect() {
    Response response = open.getAndSet(null);
    if (response != null) {
      response.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    loop.interrupt();
    reconnect();
  }

  private void run() {
    try {
      while (!closed) {
        Instant connected = timer.instant();
        follow();
        if (Duration.between(connected, timer.instant()).compareTo(SHORT_LIVED) > 0) {
          backoff.reset();
        }
        timer.sleep(backoff.next());
        failures.countReconnect();
      }
    } catch (InterruptedException e) {
      log.debug("Engine events are followed no more", e);
    }
  }

  private void follow() {
    connection.forgetVersion();
    try (Response response = connection.open(events)) {
      open.set(response);
      somethingChanged.run();
      read(response.getBody());
    } catch (EngineException | IOException e) {
      log.debug("Engine events broke off, connecting again", e);
    } catch (RuntimeException e) {
      log.error("Could not follow the engine's events, connecting again", e);
    } finally {
      open.set(null);
    }
  }

  private void read(InputStream stream) throws IOException {
    byte[] buffer = new byte[8_192];
    try {
      while (!closed && stream.read(buffer) >= 0) {
        somethingChanged.run();
      }
    } finally {
      if (!closed) {
        somethingChanged.run();
      }
    }
  }
}
