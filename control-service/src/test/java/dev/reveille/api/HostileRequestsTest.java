package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes over the network need not be HTTP, nor meant well. */
class HostileRequestsTest {
  private static final int CLIENTS = 4;
  private static final int REQUESTS_EACH = 2_500;
  private static final int HALF_SENT = 20;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);
  private final LogLines faults = LogLines.of(Guard.class);

  @BeforeEach
  void start() {
    machine.addSite("shop", "web", "").running();
    machine.start();
    machine.awaitRoute("shop.test");
  }

  @AfterEach
  void close() {
    faults.close();
    api.close();
    machine.close();
  }

  @Test
  void tenThousandRequestsLeaveNothingBehind() throws Exception {
    List<Calls.Call> calls = OpenApiTest.calls();
    int threads = threads().size();
    List<Socket> halfSent = halfSent();
    Map<Integer, Integer> statuses = new TreeMap<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Map<Integer, Integer>>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        HostileRequests requests = new HostileRequests(i, calls);
        all.add(clients.submit(sending(requests)));
      }
      for (Future<Map<Integer, Integer>> each : all) {
        each.get().forEach((status, count) -> statuses.merge(status, count, Integer::sum));
      }
    }

    assertThat(faults.warnings()).isEmpty();
    assertThat(statuses).as("%s", statuses).doesNotContainKey(500).containsKeys(200, 400, 401);
    assertThat(api.get("/v1/health", "").status()).isEqualTo(200);
    assertThat(api.visit("shop.test", "").status()).isEqualTo(200);
    for (Socket socket : halfSent) {
      assertThat(ended(socket)).as("the control service has ended it").isTrue();
      socket.close();
    }
    Eventually.passes(() -> assertThat(connections()).as("but the test's own").isLessThan(3));
    Eventually.passes(() -> assertThat(threads()).hasSizeLessThanOrEqualTo(threads));
  }

  /** Of the service and of the test, but for its HTTP client's. */
  private static List<String> threads() {
    ThreadGroup own = Thread.currentThread().getThreadGroup();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> own.equals(thread.getThreadGroup()))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("HttpClient-"))
        .toList();
  }

  /** Shapes by which two parties could read one request's end differently. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 0\r\nContent-Length: 44\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 0, 44\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length : 44\r\n",
        "Transfer-Encoding:\n chunked\r\n",
        "X: y\n\nGET /v1/health HTTP/1.1\r\n",
      })
  void aRequestWhoseEndIsUnclearIsRefusedAndNothingAfterItIsRead(String framing) throws Exception {
    String first =
        "POST /v1/activity HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n"
            .formatted(ControlApi.HOOK, framing);
    String smuggled = "0\r\n\r\nGET /v1/health HTTP/1.1\r\nHost: smuggled\r\n\r\n";

    List<Integer> statuses = statuses(first + smuggled);

    assertThat(statuses).hasSizeLessThanOrEqualTo(1).doesNotContain(200, 500);
  }

  @ParameterizedTest
  @CsvSource({"/v1/wake, 131073", "/v1/activity, 1048577"})
  void readsNoMoreThanACallTakes(String path, int bytes) throws Exception {
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, ControlApi.HOOK, bytes);

    assertThat(statuses(head + "x".repeat(bytes)).stream().findFirst().orElse(413)).isEqualTo(413);
  }

  private Callable<Map<Integer, Integer>> sending(HostileRequests requests) {
    return () -> {
      Map<Integer, Integer> statuses = new TreeMap<>();
      for (int i = 0; i < REQUESTS_EACH; i++) {
        statuses.merge(status(requests.next()), 1, Integer::sum);
      }
      return statuses;
    };
  }

  /** Of the first answer; 0 where the connection ends without one. */
  private int status(byte[] request) throws IOException {
    try (Socket socket = api.connect("")) {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String line = in.readLine();
      var matcher = STATUS.matcher(line == null ? "" : line);
      return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : 0;
    } catch (SocketException e) {
      return 0; // it was ended while there was more to send
    }
  }

  /** Of all answers on one connection. */
  private List<Integer> statuses(String bytes) throws IOException {
    try (Socket socket = api.connect(bytes)) {
      socket.shutdownOutput();
      String answers =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return STATUS
          .matcher(answers)
          .results()
          .map(status -> Integer.parseInt(status.group(1)))
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  /** Requests of which the rest never comes. */
  private List<Socket> halfSent() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    String post =
        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 99\r\n\r\n{";
    for (int i = 0; i < HALF_SENT; i++) {
      sockets.add(
          api.connect(
              switch (i % 4) {
                case 0 -> "GET /v1/rou";
                case 1 -> "GET /v1/routes HTTP/1.1\r\nHost: x\r\nAuthori";
                case 2 -> post.formatted("/v1/wake", ControlApi.HOOK);
                default -> post.formatted("/v1/projects/shop/wake", ControlApi.ADMIN);
              }));
    }
    return sockets;
  }

  private static boolean ended(Socket socket) {
    try {
      socket.getInputStream().readAllBytes(); // fails when its time is over
      return true;
    } catch (SocketException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Open ones of the server's side, as the kernel knows them. */
  private long connections() {
    String port = ":%04X".formatted(api.port());
    try {
      long count = 0;
      for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
        for (String line : Files.readAllLines(Path.of(file))) {
          String[] columns = line.strip().split("\\s+", -1);
          boolean isOpen = List.of("01", "08").contains(columns[3]); // established, close-wait
          count += columns[1].endsWith(port) && isOpen ? 1 : 0;
        }
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
