package dev.reveille.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.Challenges;
import dev.reveille.concurrent.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class LeadsHereTest {
  private static final String NOT_FOUND = "HTTP/1.1 404 Not Found\r\n\r\nnothing";
  private static final String HOST = "shop.example.test";

  private final Challenges challenges = new Challenges();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<ServerSocket> sites = new ArrayList<>();
  private ScriptedNameServer resolver;

  @BeforeEach
  void startResolver() throws IOException {
    resolver = ScriptedNameServer.start();
  }

  @AfterEach
  void stopServers() throws IOException {
    resolver.close();
    for (ServerSocket site : sites) {
      site.close();
    }
  }

  @Test
  void aHostThatLeadsHereHasNoFault() throws IOException {
    int port = proxy("127.0.0.2", 0);
    resolver.has(HOST, Type.A, "127.0.0.2");
    assertThat(check(port).fault(HOST)).isEmpty();
    assertThat(requests)
        .first()
        .asString()
        .startsWith("GET /.well-known/acme-challenge/")
        .contains("Host: %s:%d".formatted(HOST, port));
  }

  @Test
  void aLongerAnswerInChunksIsRightToo() throws IOException {
    int port =
        site(
            "127.0.0.2",
            0,
            request ->
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n41\r\n%s\r\n0\r\n\r\n"
                    .formatted(authorization(request)));
    resolver.has(HOST, Type.A, "127.0.0.2");
    assertThat(check(port).fault(HOST)).isEmpty();
  }

  @Test
  void everyAddressHasToLeadHere() throws IOException {
    int port = proxy("127.0.0.2", 0);
    site("127.0.0.3", port, _ -> NOT_FOUND);
    resolver.has(HOST, Type.A, "127.0.0.2").has(HOST, Type.A, "127.0.0.3");
    assertThat(check(port).fault(HOST).orElseThrow())
        .startsWith(
            "shop.example.test leads to 127.0.0.3, which answered 404 instead of this proxy")
        .contains("ACME_SELF_CHECK=off");
  }

  @Test
  void somebodyElsesPageIsNoAnswer() throws IOException {
    int port = site("127.0.0.2", 0, _ -> "HTTP/1.1 200 OK\r\n\r\nWelcome");
    resolver.has(HOST, Type.A, "127.0.0.2");
    assertThat(check(port).fault(HOST).orElseThrow()).contains("answered 200 with something else");
  }

  @Test
  void whatSpeaksNoHttpIsSaidSo() throws IOException {
    int port = site("127.0.0.2", 0, _ -> "SSH-2.0-OpenSSH_9.2\r\n");
    resolver.has(HOST, Type.A, "127.0.0.2");
    assertThat(check(port).fault(HOST).orElseThrow()).contains("answered no HTTP");
  }

  @Test
  void anEndlessAnswerIsReadNoFurtherThanAChallengeIsLong() throws IOException {
    int port = site("127.0.0.2", 0, _ -> "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1_000_000));
    resolver.has(HOST, Type.A, "127.0.0.2");
    assertThat(check(port).fault(HOST).orElseThrow()).contains("something else");
  }

  @Test
  void aClosedPortIsSaidSo() throws IOException {
    int port = proxy("127.0.0.2", 0);
    resolver.has(HOST, Type.A, "127.0.0.3");
    assertThat(check(port).fault(HOST).orElseThrow())
        .startsWith(
            "shop.example.test leads to 127.0.0.3, where port %d refuses connections"
                .formatted(port));
  }

  @Test
  void aNameWithoutAddressIsSaidSo() {
    assertThat(check(80).fault(HOST)).contains("shop.example.test has no address (NXDOMAIN)");
    resolver.has(HOST, Type.TXT, "only text");
    assertThat(check(80).fault(HOST))
        .contains("shop.example.test has no address (neither an A nor an AAAA record)");
  }

  @Test
  void aResolverThatCannotSayIsNamed() {
    resolver.twist(ScriptedNameServer.rcode(Rcode.SERVFAIL));
    assertThat(check(80).fault(HOST))
        .contains(
            "cannot look up A shop.example.test: %s answered SERVFAIL"
                .formatted(resolver.address()));
  }

  @Test
  void redirectsAreFollowedToOtherHosts() throws IOException {
    int port = proxy("127.0.0.2", 0);
    site(
        "127.0.0.3",
        port,
        request ->
            "HTTP/1.1 301 Moved\r\nLocation: http://www.example.test:%d%s\r\n\r\n"
                .formatted(port, path(request)));
    resolver.has(HOST, Type.A, "127.0.0.3").has("www.example.test", Type.A, "127.0.0.2");
    assertThat(check(port).fault(HOST)).isEmpty();
  }

  @Test
  void redirectsThatNeverEndAreAFault() throws IOException {
    int port =
        site(
            "127.0.0.2",
            0,
            request -> "HTTP/1.1 302 Found\r\nLocation: %s\r\n\r\n".formatted(path(request)));
    resolver.has(HOST, Type.A, "127.0.0.2");
    assertThat(check(port).fault(HOST).orElseThrow()).contains("redirects more than 10 times");
    assertThat(requests).hasSize(11);
  }

  @Test
  void redirectsWhereNoCaFollowsAreAFault() throws IOException {
    int port =
        site(
            "127.0.0.2",
            0,
            _ -> "HTTP/1.1 302 Found\r\nLocation: http://shop.example.test:22/\r\n\r\n");
    resolver.has(HOST, Type.A, "127.0.0.2");
    assertThat(check(port).fault(HOST).orElseThrow())
        .contains("redirects to http://shop.example.test:22/, where a CA does not follow");
  }

  @Test
  void itsTokensAreAnsweredOnlyWhileItLooks() throws IOException {
    int port = proxy("127.0.0.2", 0);
    resolver.has(HOST, Type.A, "127.0.0.2");
    assertThat(check(port).fault(HOST)).isEmpty();
    assertThat(challenges.find(token(requests.getFirst()))).isEmpty();
  }

  private LeadsHere check(int port) {
    return new LeadsHere(new LeadsHere.Settings(port, List.of(resolver.address())), challenges);
  }

  /** What this proxy would do. */
  private int proxy(String address, int port) throws IOException {
    return site(
        address, port, request -> "HTTP/1.1 200 OK\r\n\r\n%s".formatted(authorization(request)));
  }

  private int site(String address, int port, UnaryOperator<String> answer) throws IOException {
    ServerSocket server = new ServerSocket(port, 10, InetAddress.ofLiteral(address));
    sites.add(server);
    Threads.start("site", () -> serve(server, answer));
    return server.getLocalPort();
  }

  private void serve(ServerSocket server, UnaryOperator<String> answer) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
        String request =
            String.join(
                "\n", new BufferedReader(in).lines().takeWhile(line -> !line.isEmpty()).toList());
        requests.add(request);
        byte[] bytes = answer.apply(request).getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(bytes);
      } catch (IOException _) {
        // The other side has read enough, or this is the end.
      }
    }
  }

  private String authorization(String request) {
    return challenges.find(token(request)).orElse("unknown");
  }

  private static String token(String request) {
    String path = path(request);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String path(String request) {
    return request.split(" ", 3)[1];
  }
}
