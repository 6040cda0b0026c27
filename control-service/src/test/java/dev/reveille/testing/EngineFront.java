package dev.reveille.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/**
 * Stands before a real engine on a TCP port of its own: tells what was asked, speaks other versions
 * of the API, loses events, breaks connections, goes silent or away. One connection is one request.
 */
public final class EngineFront implements AutoCloseable {
  private static final Pattern REQUEST = Pattern.compile("(\\S+) (?:/v([0-9.]+))?(/\\S*) ");

  private final ServerSocketFactory sockets;
  private final URI engine;
  private final int port;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Optional<Versions> versions = Optional.empty();
  private volatile CountDownLatch silence = new CountDownLatch(0);
  private volatile boolean losesEvents;
  private volatile ServerSocket server;

  /** The versions that an engine speaks; it refuses others as real engines do. */
  private record Versions(String oldest, String newest) {
    Optional<String> refusal(String asked) {
      if (minor(asked) < minor(oldest)) {
        return Optional.of(
            "client version %s is too old. Minimum supported API version is %s, please upgrade your client to a newer version"
                .formatted(asked, oldest));
      }
      return minor(asked) > minor(newest)
          ? Optional.of(
              "client version %s is too new. Maximum supported API version is %s"
                  .formatted(asked, newest))
          : Optional.empty();
    }

    /** All there are begin with {@code 1.}. */
    private static int minor(String version) {
      return Integer.parseInt(version.substring(2));
    }
  }

  /**
   * @param sockets plain, or with TLS
   */
  public EngineFront(URI engine, ServerSocketFactory sockets) throws IOException {
    this.engine = engine;
    this.sockets = sockets;
    this.server = listen(0);
    this.port = server.getLocalPort();
  }

  public EngineFront(URI engine) throws IOException {
    this(engine, ServerSocketFactory.getDefault());
  }

  /** For {@code DOCKER_HOST}. */
  public URI host() {
    return URI.create("tcp://127.0.0.1:" + port);
  }

  public void speak(String oldest, String newest) {
    versions = Optional.of(new Versions(oldest, newest));
  }

  /** Request lines, oldest first: {@code GET /v1.41/containers/json?all=1 HTTP/1.1}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public void breakConnections() {
    clients.forEach(EngineFront::close);
  }

  /** From now on nothing is answered, and nothing arrives on connections that are open. */
  public void goSilent() {
    silence = new CountDownLatch(1);
  }

  public void speakAgain() {
    silence.countDown();
  }

  /** From now on connections are refused, and those that are open break. */
  public void goAway() throws IOException {
    server.close();
    breakConnections();
  }

  public void comeBack() throws IOException {
    server = listen(port);
  }

  /** From now on no event arrives, on connections that stay open. */
  public void loseEvents() {
    losesEvents = true;
  }

  public int openConnections() {
    return clients.size();
  }

  @Override
  public void close() {
    speakAgain();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    breakConnections();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerSocket listen(int wanted) throws IOException {
    ServerSocket listening =
        sockets.createServerSocket(wanted, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(listening));
    return listening;
  }

  private void accept(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = readHead(client.getInputStream());
      requests.add(head.lines().findFirst().orElse(""));
      silence.await();
      answer(head, client.getOutputStream());
    } catch (IOException | InterruptedException _) {
      // the client went away, or was sent away
    } finally {
      clients.remove(client);
    }
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  private void answer(String head, OutputStream out) throws IOException, InterruptedException {
    Matcher request = REQUEST.matcher(head);
    if (!request.find()) {
      throw new IOException("no request line: " + head);
    }
    Optional<String> own =
        versions.flatMap(it -> answer(it, Optional.ofNullable(request.group(2)), request.group(3)));
    if (own.isPresent()) {
      out.write(own.orElseThrow().getBytes(StandardCharsets.US_ASCII));
      return;
    }
    forward(
        request.replaceFirst(
            Matcher.quoteReplacement(request.group(1) + " " + request.group(3) + " ")),
        out);
  }

  /** What depends on the version is not the real engine's to answer. */
  private static Optional<String> answer(Versions it, Optional<String> asked, String path) {
    if (path.equals("/_ping")) {
      return Optional.of(response("200 OK\r\nApi-Version: " + it.newest(), "OK"));
    }
    if (path.equals("/version")) {
      return Optional.of(
          response(
              "200 OK",
              "{\"ApiVersion\":\"%s\",\"MinAPIVersion\":\"%s\"}"
                  .formatted(it.newest(), it.oldest())));
    }
    return asked
        .flatMap(it::refusal)
        .map(reason -> response("400 Bad Request", "{\"message\":\"%s\"}\n".formatted(reason)));
  }

  private static String response(String statusAndHeaders, String body) {
    return "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(statusAndHeaders, body.length(), body);
  }

  private void forward(String head, OutputStream out) throws IOException, InterruptedException {
    boolean events = head.startsWith("GET /events");
    boolean answered = false;
    try (SocketChannel real = SocketChannel.open(address())) {
      Channels.newOutputStream(real).write(head.getBytes(StandardCharsets.US_ASCII));
      InputStream in = Channels.newInputStream(real);
      byte[] buffer = new byte[8_192];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        silence.await();
        if (!events || !losesEvents || !answered) {
          out.write(buffer, 0, length);
          out.flush();
        }
        answered = true;
      }
    }
  }

  private SocketAddress address() {
    return engine.getScheme().equals("unix")
        ? UnixDomainSocketAddress.of(engine.getPath())
        : new InetSocketAddress(engine.getHost(), engine.getPort());
  }
}
