package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.reveille.concurrent.Backoff;
import dev.reveille.concurrent.TimeLimit;
import dev.reveille.concurrent.Timer;
import dev.reveille.project.CommandResult;
import dev.reveille.project.CommandTimedOut;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.EngineUnreachable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Commands that run in containers beside their own (Docker API: Exec). */
final class Execs {
  private static final ObjectReader CREATED = Json.readerFor(Created.class);
  private static final ObjectReader STATE = Json.readerFor(State.class);
  private static final int OUTPUT_BYTES = 1 << 16;

  private final EngineConnection connection;
  private final Duration callTimeout;
  private final Timer timer;

  Execs(EngineConnection connection, Duration callTimeout, Timer timer) {
    this.connection = connection;
    this.callTimeout = callTimeout;
    this.timer = timer;
  }

  private record Created(@JsonProperty("Id") String id) {}

  /**
   * @param exitCode {@code null} while it runs
   */
  private record State(
      @JsonProperty("Running") boolean running,
      @JsonProperty("ExitCode") @Nullable Integer exitCode,
      @JsonProperty("ProcessConfig") Started process) {}

  private record Started(
      @JsonProperty("entrypoint") String entrypoint,
      @JsonProperty("arguments") List<String> arguments) {

    List<String> command() {
      List<String> words = new ArrayList<>(List.of(entrypoint));
      words.addAll(arguments);
      return words;
    }
  }

  /** Whether one of them runs that is no probe of the HEALTHCHECK. */
  boolean anyRuns(InspectedContainer container) {
    List<String> probe = container.config().probe();
    return container.execs().stream()
        .map(id -> state(id, container.shortName()))
        .flatMap(Optional::stream)
        .anyMatch(it -> it.running() && !it.process().command().equals(probe));
  }

  /** Runs one to its end; see {@link dev.reveille.project.ContainerEngine#run}. */
  CommandResult run(InspectedContainer container, List<String> command, Duration limit) {
    String what = "run a command in container " + container.shortName();
    Instant begin = timer.instant();
    String exec = create(container.id(), command, what);
    Call start =
        new Call(
            what,
            Method.POST,
            "/exec/" + exec + "/start",
            Optional.of(Json.bytes(Map.of("Detach", false, "Tty", false))),
            callTimeout);
    CommandTimedOut late = new CommandTimedOut(command, container.shortName(), limit);
    byte[] output = output(start, timer.left(begin, limit), late);
    int exitCode = exitCode(exec, container.shortName(), begin.plus(limit), late);
    return new CommandResult(exitCode, String.join("\n", LogLines.ofFrames(output)));
  }

  private String create(String container, List<String> command, String what) {
    Map<String, Object> content =
        Map.of("AttachStdout", true, "AttachStderr", true, "Cmd", command);
    Call call =
        new Call(
            what,
            Method.POST,
            "/containers/" + container + "/exec",
            Optional.of(Json.bytes(content)),
            callTimeout);
    return connection.ask(call, it -> CREATED.<Created>readValue(it.getBody())).id();
  }

  /** The engine's answer to the start begins at once, and ends with the command. */
  private byte[] output(Call start, Duration limit, CommandTimedOut late) {
    try (Response response = connection.open(start)) {
      return TimeLimit.call(limit, () -> readToEnd(response.getBody()));
    } catch (TimeoutException _) {
      throw late;
    } catch (UncheckedIOException e) {
      throw new EngineUnreachable("engine broke off when asked to " + start.what(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnreachable("interrupted before the engine could " + start.what(), e);
    }
  }

  /**
   * What is too much is read all the same: a command that nobody reads from would wait for ever.
   */
  private static byte[] readToEnd(InputStream stream) {
    try {
      byte[] first = stream.readNBytes(OUTPUT_BYTES);
      stream.transferTo(OutputStream.nullOutputStream());
      return first;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The engine may know a moment later than its answer's end how a command has ended. */
  private int exitCode(String exec, String container, Instant end, CommandTimedOut late) {
    Backoff backoff = new Backoff(Duration.ofMillis(5), 2, Duration.ofMillis(200));
    while (true) {
      State state = state(exec, container).orElseThrow(() -> late);
      if (!state.running() && state.exitCode() != null) {
        return state.exitCode();
      }
      if (timer.instant().isAfter(end)) {
        throw late;
      }
      sleep(backoff.next());
    }
  }

  /** Empty where it has ended and is forgotten. */
  private Optional<State> state(String exec, String container) {
    String what = "tell what runs in container " + container;
    Call call = new Call(what, Method.GET, "/exec/" + exec + "/json", callTimeout);
    try {
      return Optional.of(connection.ask(call, it -> STATE.<State>readValue(it.getBody())));
    } catch (EngineRefused e) {
      if (!e.isNotFound()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private void sleep(Duration time) {
    try {
      timer.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnreachable("interrupted while a command ended", e);
    }
  }
}
