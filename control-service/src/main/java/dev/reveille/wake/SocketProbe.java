package dev.reveille.wake;

import dev.reveille.project.HostPattern;
import dev.reveille.project.Member;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Connects to the port; where {@code reveille.ready} names a path, also asks for it.
 *
 * <p>The request is written here because only its status line matters, and the JDK's client can't
 * set {@code Host}, by which many applications choose their site.
 */
public final class SocketProbe implements Probe {
  /**
   * A container's network may drop what comes in its first moment, and TCP itself would try again
   * only after a second: longer than the whole start takes.
   */
  private static final int FIRST_CONNECT_MILLIS = 50;

  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 5_000;

  @Override
  public Optional<String> missing(Member member) {
    Optional<String> address = member.container().address();
    if (address.isEmpty()) {
      return Optional.of("has no network address");
    }
    int port = member.portToReach();
    try (Socket socket = connect(new InetSocketAddress(address.get(), port))) {
      return member.readyPath().flatMap(path -> unready(socket, member, path));
    } catch (IOException e) {
      return Optional.of("does not accept connections on port " + port);
    }
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    try {
      return connect(address, FIRST_CONNECT_MILLIS);
    } catch (SocketTimeoutException e) {
      return connect(address, CONNECT_MILLIS);
    }
  }

  private static Socket connect(InetSocketAddress address, int millis) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, millis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Optional<String> unready(Socket socket, Member member, String path) {
    try {
      socket.setSoTimeout(ANSWER_MILLIS);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: reveille\r\nConnection: close\r\n\r\n"
              .formatted(path, hostName(member));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      String status = new String(start, StandardCharsets.ISO_8859_1);
      return status.matches("HTTP/1\\.[01] [1-4]\\d\\d")
          ? Optional.empty()
          : Optional.of("answers %s with \"%s\"".formatted(path, status));
    } catch (IOException e) {
      return Optional.of("does not answer %s: %s".formatted(path, e.getMessage()));
    }
  }

  private static String hostName(Member member) {
    return member.hosts().stream()
        .filter(HostPattern.Exact.class::isInstance)
        .map(HostPattern::text)
        .findFirst()
        .orElse("localhost");
  }
}
