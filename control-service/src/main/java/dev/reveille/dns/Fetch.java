package dev.reveille.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * One GET at an address of our choice. The JDK's client would look the host up by itself; of the
 * answer, no more is read than a challenge and a redirect can have.
 */
final class Fetch {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Well below the limit, so that a server which does not close is judged by what it has sent. */
  private static final int SILENCE_MILLIS = 3_000;

  private static final int LONGEST = 9 * 1024;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
  private static final Pattern LOCATION =
      Pattern.compile(
          "^location:[ \\t]*(\\S+)[ \\t\\r]*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private Fetch() {}

  /** The start of an answer: status line, headers, and some of the body. */
  record Answer(String start) {
    /** A chunk's length may stand before the authorization, and nobody can guess it. */
    boolean isRight(String authorization) {
      return status().equals(Optional.of(200)) && start.contains(authorization);
    }

    /** Where it sends us, if it does. */
    Optional<URI> redirect(URI from) throws IOException {
      Matcher location = LOCATION.matcher(start.split("\r?\n\r?\n", 2)[0]);
      boolean redirects = status().filter(it -> it >= 301 && it <= 308 && it != 304).isPresent();
      if (!redirects || !location.find()) {
        return Optional.empty();
      }
      try {
        return Optional.of(from.resolve(location.group(1)));
      } catch (IllegalArgumentException e) {
        throw new IOException("which redirects to what is no address of a page", e);
      }
    }

    /** {@code 404}, for people. */
    String text() {
      return status()
          .map(it -> it == 200 ? "200 with something else" : it.toString())
          .orElse("no HTTP");
    }

    private Optional<Integer> status() {
      Matcher matcher = STATUS.matcher(start);
      return matcher.lookingAt()
          ? Optional.of(Integer.parseInt(matcher.group(1)))
          : Optional.empty();
    }
  }

  static boolean isWeb(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme()) || isHttps(uri);
  }

  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isHttps(uri) ? 443 : 80;
  }

  /**
   * Asks for the page, and stops reading when the wanted text has come.
   *
   * @throws NoRoute when this machine has none to the address
   * @throws IOException with a message to be put behind the address: "where …", "which …"
   */
  static Answer get(URI uri, InetAddress address, String wanted) throws IOException {
    try {
      return InTime.call(LIMIT, () -> ask(uri, new InetSocketAddress(address, port(uri)), wanted));
    } catch (IOException e) {
      throw asSeen(address, port(uri), e);
    }
  }

  private static IOException asSeen(InetAddress address, int port, IOException cause) {
    return switch (cause) {
      case ConnectException e ->
          new IOException("where port %d refuses connections".formatted(port), e);
      case SocketTimeoutException e -> new IOException("which did not answer within 5 s", e);
      case NoRouteToHostException e -> new IOException("which cannot be reached: no route", e);
      case SSLException e -> new IOException("which failed in TLS: " + e.getMessage(), e);
      // Containers often have no IPv6 at all, where the rest of the world has.
      case SocketException e when address instanceof Inet6Address && isUnreachable(e) ->
          new NoRoute(
              "%s, which this machine has no IPv6 route to".formatted(address.getHostAddress()), e);
      default -> new IOException("which could not be asked: " + cause.getMessage(), cause);
    };
  }

  private static boolean isUnreachable(SocketException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("unreachable") || message.contains("cannot assign");
  }

  private static Answer ask(URI uri, InetSocketAddress address, String wanted) throws IOException {
    try (Socket plain = new Socket()) {
      plain.connect(address, (int) LIMIT.toMillis());
      plain.setSoTimeout(SILENCE_MILLIS);
      if (!isHttps(uri)) {
        return ask(uri, plain, wanted);
      }
      try (Socket secure = AnyCertificate.over(plain, uri.getHost(), port(uri))) {
        return ask(uri, secure, wanted);
      }
    }
  }

  private static Answer ask(URI uri, Socket socket, String wanted) throws IOException {
    socket.getOutputStream().write(request(uri).getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] buffer = new byte[1024];
    try {
      while (read.size() < LONGEST) {
        int count = in.read(buffer);
        if (count < 0) {
          break;
        }
        read.write(buffer, 0, count);
        if (read.toString(StandardCharsets.ISO_8859_1).contains(wanted)) {
          break;
        }
      }
    } catch (SocketTimeoutException e) {
      if (read.size() == 0) {
        throw e;
      }
    }
    return new Answer(read.toString(StandardCharsets.ISO_8859_1));
  }

  private static String request(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return "GET %s%s HTTP/1.1\r\nHost: %s\r\n".formatted(path, query, hostHeader(uri))
        + "User-Agent: reveille\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }

  private static String hostHeader(URI uri) {
    boolean isUsual = port(uri) == (isHttps(uri) ? 443 : 80);
    return isUsual ? uri.getHost() : uri.getHost() + ":" + port(uri);
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }
}
