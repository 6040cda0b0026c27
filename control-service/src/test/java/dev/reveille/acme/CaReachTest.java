package dev.reveille.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.reveille.doctor.Finding;
import dev.reveille.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaReachTest {
  @Test
  void aDirectoryAnswersAndTellsTheTime() throws IOException {
    assertThat(lookAt("{\"newOrder\": \"https://ca.example/order\"}"))
        .extracting(Finding::subject, Finding::result)
        .containsExactly(tuple("ca", Finding.Result.OK), tuple("clock", Finding.Result.OK));
  }

  @Test
  void whatAnswersHasToBeADirectory() throws IOException {
    assertThat(lookAt("<h1>It works!</h1>").getFirst().text())
        .endsWith("answers 200 and no directory");
  }

  @Test
  void saysWhereNobodyAnswers() {
    Finding finding = look(Ports.free()).getFirst();

    assertThat(finding.result()).isEqualTo(Finding.Result.FAIL);
    assertThat(finding.text()).contains("can't be reached");
    assertThat(finding.advice().orElseThrow()).contains("ACME_DIRECTORY");
  }

  private static List<Finding> lookAt(String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/directory",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      return look(server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  private static List<Finding> look(int port) {
    AcmeIssuer.Settings settings =
        new AcmeIssuer.Settings(
            URI.create("http://127.0.0.1:%d/directory".formatted(port)),
            "ops@example.com",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            KeyType.P_256,
            Optional.empty(),
            ChallengeChoice.HTTP_01);
    return CaReach.of(settings, InstantSource.system()).look().get();
  }
}
