package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.reveille.concurrent.Durations;
import dev.reveille.concurrent.TimeLimit;
import dev.reveille.project.EngineIdentity;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.EngineUnreachable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to the engine in a version of the API that both sides speak, and turns whatever
 * goes wrong into {@link EngineUnreachable} or {@link EngineRefused}. Safe for use by many threads.
 */
final class EngineConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EngineConnection.class);

  private static final ObjectReader REFUSAL = Json.readerFor(Refusal.class);
  private static final ObjectReader VERSION = Json.readerFor(Version.class);
  private static final int REFUSAL_BYTES = 16_384;

  private final DockerHttpClient client;
  private final String name;
  private final Duration callTimeout;
  private final Runnable unreachable;
  private final EngineFailures failures;
  private volatile @Nullable ApiVersion version;

  /**
   * @param name for messages, {@code unix:///var/run/docker.sock}
   * @param callTimeout for finding out the version
   * @param unreachable called after each call that got no answer
   * @param failures counts all calls that the engine did not do
   */
  EngineConnection(
      DockerHttpClient client,
      String name,
      Duration callTimeout,
      Runnable unreachable,
      EngineFailures failures) {
    this.client = client;
    this.name = name;
    this.callTimeout = callTimeout;
    this.unreachable = unreachable;
    this.failures = failures;
  }

  /** Reads an answer; within the call's limit, on another thread than the caller's. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Response response) throws IOException;
  }

  private record Refusal(@JsonProperty("message") String message) {}

  private record Version(
      @JsonProperty("ApiVersion") String newest, @JsonProperty("MinAPIVersion") String oldest) {}

  /** Asks, and reads the answer; the response is closed afterwards. */
  <T> T ask(Call call, Reader<T> reader) {
    return send(
        call,
        response -> {
          try (response) {
            return reader.read(response);
          }
        });
  }

  /** Asks the engine who it is. */
  EngineIdentity identity() {
    Call ping = new Call("say who it is", Request.Method.GET, "/_ping", callTimeout);
    return ask(
        ping,
        response ->
            new EngineIdentity(
                String.valueOf(version),
                Objects.requireNonNullElse(response.getHeader("Server"), "an engine"),
                Times.ofHeader(response.getHeader("Date"))));
  }

  /** Asks for an answer without an end; the caller closes it. */
  Response open(Call call) {
    return send(call, response -> response);
  }

  /** Finds out the version again at the next call: the engine may be another one by then. */
  void forgetVersion() {
    version = null;
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      log.debug("Could not close the connections to the engine", e);
    }
  }

  private <T> T send(Call call, Reader<T> reader) {
    try {
      return exchange(call, versioned(call), reader);
    } catch (EngineRefused e) {
      if (e.status() != 400 || !e.reason().contains("API version")) {
        throw e;
      }
      forgetVersion();
      return exchange(call, versioned(call), reader);
    }
  }

  private String versioned(Call call) {
    ApiVersion known = version;
    if (known == null) {
      known = negotiate(call.what());
      version = known;
    }
    return "/v" + known + call.path();
  }

  /**
   * The newest that both speak. Asked without a version, which every engine answers.
   *
   * @param what the call that needs to know, for messages
   */
  private ApiVersion negotiate(String what) {
    Call ping = new Call(what, Request.Method.GET, "/_ping", callTimeout);
    ApiVersion newest =
        exchange(ping, ping.path(), EngineConnection::versionHeader).orElse(ApiVersion.NEWEST);
    if (!newest.isNewerThan(ApiVersion.NEWEST)) {
      return newest;
    }
    ApiVersion oldest = oldestSpoken(what);
    if (oldest.isNewerThan(ApiVersion.NEWEST)) {
      log.warn(
          "Engine refuses API versions below {}, and newer ones than {} have not been tried;"
              + " update Reveille if it misbehaves",
          oldest,
          ApiVersion.NEWEST);
      return oldest;
    }
    return ApiVersion.NEWEST;
  }

  private static Optional<ApiVersion> versionHeader(Response response) {
    try (response) {
      return Optional.ofNullable(response.getHeader("Api-Version")).flatMap(ApiVersion::parse);
    }
  }

  /** A proxy before the engine may refuse this call; then the engine is taken to be a usual one. */
  private ApiVersion oldestSpoken(String what) {
    Call call = new Call(what, Request.Method.GET, "/version", callTimeout);
    try {
      return exchange(call, call.path(), EngineConnection::oldestVersion).orElse(ApiVersion.NEWEST);
    } catch (EngineRefused e) {
      log.debug("The oldest API version is not known", e);
      return ApiVersion.NEWEST;
    }
  }

  private static Optional<ApiVersion> oldestVersion(Response response) throws IOException {
    try (response) {
      Version version = VERSION.readValue(response.getBody());
      return ApiVersion.parse(version.oldest());
    }
  }

  private <T> T exchange(Call call, String path, Reader<T> reader) {
    try {
      return exchangeInTime(call, path, reader);
    } catch (EngineRefused e) {
      failures.count(call, EngineFailures.Kind.REFUSED);
      throw e;
    } catch (EngineUnreachable e) {
      failures.count(call, EngineFailures.Kind.UNREACHABLE);
      throw e;
    }
  }

  private <T> T exchangeInTime(Call call, String path, Reader<T> reader) {
    try {
      return TimeLimit.call(call.limit(), () -> exchangeUnlimited(call, path, reader));
    } catch (TimeoutException e) {
      String limit = Durations.text(call.limit());
      throw lost(
          "engine at %s did not answer within %s to %s".formatted(name, limit, call.what()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnreachable("interrupted before the engine could " + call.what(), e);
    }
  }

  private <T> T exchangeUnlimited(Call call, String path, Reader<T> reader) {
    Response response = connect(call, path);
    try {
      if (response.getStatusCode() >= 400) {
        throw refusal(call, response);
      }
      return reader.read(response);
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage();
      throw new EngineUnreachable(
          "engine at %s answered what can't be read when asked to %s: %s"
              .formatted(name, call.what(), reason),
          e);
    } catch (IOException e) {
      response.close();
      throw lost(
          "engine at %s broke off when asked to %s: %s".formatted(name, call.what(), cause(e)), e);
    }
  }

  private Response connect(Call call, String path) {
    try {
      return client.execute(call.request(path));
    } catch (RuntimeException e) {
      throw lost("engine at %s can't be asked to %s: %s".formatted(name, call.what(), cause(e)), e);
    }
  }

  private EngineUnreachable lost(String message, Throwable cause) {
    unreachable.run();
    return new EngineUnreachable(message, cause);
  }

  private static EngineRefused refusal(Call call, Response response) throws IOException {
    try (response) {
      byte[] body = response.getBody().readNBytes(REFUSAL_BYTES);
      return new EngineRefused(call.what(), response.getStatusCode(), reason(body));
    }
  }

  /** {@code {"message": …}}, but plain text from very old engines and from proxies before one. */
  private static String reason(byte[] body) {
    try {
      Refusal refusal = REFUSAL.readValue(body);
      if (!refusal.message().isBlank()) {
        return refusal.message().strip();
      }
    } catch (IOException e) {
      log.trace("No JSON", e);
    }
    return new String(body, StandardCharsets.UTF_8).strip();
  }

  /** The transport wraps several times; what is at the bottom says what happened. */
  private static String cause(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
  }
}
