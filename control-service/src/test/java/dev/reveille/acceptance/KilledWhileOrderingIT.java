package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.concurrent.Timer;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Pebble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The control service dies by {@code kill -9} while a CA that takes its time is at its orders. */
class KilledWhileOrderingIT {
  private static final int HOSTS = 5;

  /** Each takes longer, as {@code scripts/run} starts it again later each time. */
  private static final int KILLS = 3;

  private static final int LONGEST_LIFE_MILLIS = 3000;

  @RegisterExtension
  static final Installation reveille = Installation.with().orderingFrom(Pebble.with().sleep(2));

  @Test
  void anOrderThatWasCutOffIsCountedAndTheNextOneSucceeds() {
    String host = reveille.publicHost("cut-off");
    reveille.publicSite("cut-off").create();
    awaitBeingProved(host);

    reveille.killControlService();
    reveille.awaitControlService();
    reveille.awaitIssued(host);

    assertThat(SentOrders.of(reveille.proxy(), host)).containsExactly("SENT", "ISSUED");
    assertThat(stored()).containsKey(host);
  }

  @Test
  void noKillLeavesHalfACertificateOrHasOneOrderedThatIsThere() throws InterruptedException {
    List<String> names = IntStream.range(0, HOSTS).mapToObj("loop-%d"::formatted).toList();
    List<String> hosts = names.stream().map(reveille::publicHost).toList();
    names.forEach(name -> reveille.publicSite(name).create());
    Map<String, String> serials = new HashMap<>();

    for (int i = 0; i < KILLS; i++) {
      int life = ThreadLocalRandom.current().nextInt(LONGEST_LIFE_MILLIS);
      Timer.system().sleep(Duration.ofMillis(life));
      reveille.killControlService();
      stored().forEach((host, serial) -> serials.putIfAbsent(host, serial));
      assertThat(stored()).containsAllEntriesOf(serials);
      reveille.awaitControlService();
    }
    hosts.forEach(reveille::awaitIssued);

    assertThat(stored()).containsAllEntriesOf(serials).containsKeys(hosts.toArray(String[]::new));
    for (String host : hosts) {
      assertThat(served(host)).isEqualTo(stored().get(host));
      assertThat(SentOrders.of(reveille.proxy(), host)).as(host).hasSizeBetween(1, KILLS + 1);
    }
  }

  private static void awaitBeingProved(String host) {
    Eventually.passes(
        () -> {
          JsonNode issuance = reveille.admin().certificate(host).path("issuance");
          assertThat(issuance.path("next").asText()).startsWith("proving " + host);
        });
  }

  private static String served(String host) {
    return Handshake.with(reveille.proxy(), host).serial();
  }

  /** Serial numbers by host; fails where a key is not its certificate's, or a file is cut off. */
  private static Map<String, String> stored() {
    Path folder = reveille.proxy().stateDirectory().resolve("certificates");
    Map<String, String> serials = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.example.com.pem")) {
      for (Path file : files) {
        String pem = Files.readString(file);
        ServerCertificate certificate = ServerCertificate.of(pem, pem);
        assertThat(certificate.names()).hasSize(1);
        serials.put(certificate.names().iterator().next(), certificate.serial());
      }
      return serials;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
