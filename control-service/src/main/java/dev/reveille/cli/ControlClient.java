package dev.reveille.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
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

  /** A stream says something every 15 s. */
  private static final Duration SILENCE_LIMIT = Duration.ofMinutes(1);

  private static final String NOTHING = "";

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
    return authorized(new Request("GET", path, READ_LIMIT, NOTHING));
  }

  Answer post(String path) {
    return authorized(new Request("POST", path, WORK_LIMIT, NOTHING));
  }

  Answer delete(String path) {
    return authorized(new Request("DELETE", path, WORK_LIMIT, NOTHING));
  }

  /** Sends JSON. */
  Answer put(String path, String json) {
    return authorized(new Request("PUT", path, WORK_LIMIT, json));
  }

  /** A call that needs no token. */
  Answer getOpen(String path) {
    return send(new Request("GET", path, READ_LIMIT, NOTHING), "");
  }

  /**
   * Hears of server-sent events until the stream ends or the listener has heard enough.
   *
   * @throws CommandFailed also when the control service does not begin a stream
   */
  void follow(String path, EventStream.Listener listener) {
    Request request = new Request("GET", path, SILENCE_LIMIT, NOTHING);
    Optional<Answer> refusal =
        exchange(request, authorization(), in -> EventStream.read(in, listener));
    refusal.ifPresent(answer -> checkToken(answer).orFail());
  }

  ServiceAddress address() {
    return address;
  }

  private Answer authorized(Request request) {
    return checkToken(send(request, authorization()));
  }

  private String authorization() {
    return "Authorization: Bearer " + token.read().value() + "\r\n";
  }

  private Answer checkToken(Answer answer) {
    if (answer.status() == 401) {
      throw new CommandFailed(
          "the control service at %s refuses the admin token of %s; is it that of this service?"
              .formatted(address, token.source()));
    }
    return answer;
  }

  private Answer send(Request request, String headers) {
    Optional<Answer> answer = exchange(request, headers, in -> HttpAnswer.read(in.readAllBytes()));
    return answer.orElseThrow(
        () -> new CommandFailed("what answers at %s is no control service".formatted(address)));
  }

  private <T> T exchange(Request request, String headers, Reader<T> reader) {
    try (Socket socket = new Socket()) {
      socket.connect(address.resolve(), (int) CONNECT_LIMIT.toMillis());
      socket.setSoTimeout((int) request.limit().toMillis());
      socket.getOutputStream().write(request.bytes(headers));
      return reader.read(socket.getInputStream());
    } catch (SocketTimeoutException e) {
      throw unreachable("no answer to " + request.method() + " " + request.path() + " in time", e);
    } catch (ConnectException e) {
      throw unreachable("nothing listens there", e);
    } catch (IOException e) {
      throw unreachable(String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads what came back. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /** What is sent; {@code body} is JSON or nothing. */
  private record Request(String method, String path, Duration limit, String body) {
    byte[] bytes(String headers) {
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      String type = content.length == 0 ? "" : "Content-Type: application/json\r\n";
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: control\r\nConnection: close\r\nContent-Length: "
              + content.length
              + "\r\n"
              + type
              + headers
              + "\r\n";
      byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
      byte[] whole = Arrays.copyOf(start, start.length + content.length);
      System.arraycopy(content, 0, whole, start.length, content.length);
      return whole;
    }
  }

  private CommandFailed unreachable(String reason, IOException cause) {
    String hint = "is it running? CONTROL_HOST and CONTROL_PORT say where it is looked for";
    return new CommandFailed(
        "cannot reach the control service at %s: %s; %s".formatted(address, reason, hint), cause);
  }
}
