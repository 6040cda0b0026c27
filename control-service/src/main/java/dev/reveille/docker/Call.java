package dev.reveille.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.time.Duration;
import java.util.Optional;

/**
 * One request to the engine.
 *
 * @param what for messages: {@code start container shop-web-1}
 * @param path without the version, with the query: {@code /containers/json?all=1}
 * @param json what is sent, see {@link Json#bytes}
 * @param limit how long the answer may take
 */
record Call(
    String what, Request.Method method, String path, Optional<byte[]> json, Duration limit) {
  /** Sends no content. */
  Call(String what, Request.Method method, String path, Duration limit) {
    this(what, method, path, Optional.empty(), limit);
  }

  /**
   * A connection of its own for each call: on a unix socket it costs nothing that can be measured,
   * and no pooled connection is left that fails one call each after the engine was restarted.
   */
  Request request(String pathWithVersion) {
    Request.Builder request =
        Request.builder().method(method).path(pathWithVersion).putHeader("Connection", "close");
    json.ifPresent(it -> request.putHeader("Content-Type", "application/json").bodyBytes(it));
    return request.build();
  }
}
