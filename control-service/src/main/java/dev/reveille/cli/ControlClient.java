package dev.reveille.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Calls the control API, each call on a connection of its own.
 *
 * <p>HTTP is written out because a command is a process: {@code java.net.http} alone takes three
 * times as long as a whole command, and {@code HttpURLConnection} sends a POST again when the
 * connection breaks.
 */
final class ControlClient {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** The engine may be asked meanwhile, for sizes too. */
  private static final Duration READ_LIMIT = Duration.ofMinutes(2);

  /** A call that stops or removes answers when that is done. */
  private static final Duration WORK_LIMIT = Duration.ofMinutes(15);

  private final ServiceAddress address;
  private final AdminToken token;

  ControlClient(ServiceAddress address, AdminToken token) {
    this.address = address;
    this.token = token;
  }

  /** A name as a part of a path. */
  static String part(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Answer get(String path) {
    return authorized("GET", path, READ_LIMIT);
  }

  Answer post(String path) {
    return authorized("POST", path, WORK_LIMIT);
  }

  /** A call that needs no token. */
  Answer getOpen(String path) {
    return send("GET", path, "", READ_LIMIT);
  }

  private Answer authorized(String method, String path, Duration limit) {
    String header = "Authorization: Bearer " + token.read().value() + "\r\n";
    Answer answer = send(method, path, header, limit);
    if (answer.status() == 401) {
      throw new CommandFailed(
          "the control service at %s refuses the admin token of %s; is it that of this service?"
              .formatted(address, token.source()));
    }
    return answer;
  }

  private Answer send(String method, String path, String headers, Duration limit) {
    try (Socket socket = new Socket()) {
      socket.connect(address.resolve(), (int) CONNECT_LIMIT.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: control\r\nConnection: close\r\nContent-Length: 0\r\n"
              + headers
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      Optional<Answer> answer = HttpAnswer.read(socket.getInputStream().readAllBytes());
      return answer.orElseThrow(
          () -> new CommandFailed("what answers at %s is no control service".formatted(address)));
    } catch (SocketTimeoutException e) {
      throw unreachable("no answer to %s %s in time".formatted(method, path), e);
    } catch (ConnectException e) {
      throw unreachable("nothing listens there", e);
    } catch (IOException e) {
      throw unreachable(String.valueOf(e.getMessage()), e);
    }
  }

  private CommandFailed unreachable(String reason, IOException cause) {
    String hint = "is it running? CONTROL_HOST and CONTROL_PORT say where it is looked for";
    return new CommandFailed(
        "cannot reach the control service at %s: %s; %s".formatted(address, reason, hint), cause);
  }
}
