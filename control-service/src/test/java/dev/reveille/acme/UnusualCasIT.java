package dev.reveille.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.certificate.IssuanceFailed.Kind;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.testing.Pebble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CAs that want more than the usual one, or are in trouble. */
class UnusualCasIT {
  private static final String HMAC =
      "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

  private final Challenges challenges = new Challenges();
  private final HttpResponder responder = new HttpResponder(challenges);

  @AfterEach
  void stop() {
    responder.close();
  }

  @Test
  void bindsTheAccountToAnExternalOne() {
    try (Pebble pebble = usual().externalAccount("kid-1", HMAC).start()) {
      ServerCertificate certificate =
          client(pebble).externalAccount("kid-1", HMAC).issue("eab.shop.example");

      assertThat(certificate.covers("eab.shop.example")).isTrue();
      assertThatExceptionOfType(IssuanceFailed.class)
          .isThrownBy(() -> client(pebble).issue("eab.shop.example"))
          .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.REFUSED))
          .withMessageContaining("ACME_EAB_KID");
      String wrong = HMAC.replace('z', 'y');
      assertThatExceptionOfType(IssuanceFailed.class)
          .isThrownBy(
              () -> client(pebble).externalAccount("kid-1", wrong).issue("eab.shop.example"))
          .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.REFUSED))
          .withMessageContaining("ACME_EAB_HMAC")
          .satisfies(it -> assertThat(it.getMessage()).doesNotContain(wrong));
    }
  }

  @Test
  void putsUpWithACaThatRejectsEveryFourthNonce() {
    try (Pebble pebble = usual().nonceRejects(25).start()) {
      assertThat(client(pebble).issue("nonce.shop.example").names()).hasSize(1);
    }
  }

  @Test
  void waitsAsLongAsTheCaAsksFor() {
    try (Pebble pebble = usual().sleep(1).retryAfter(Duration.ofSeconds(1)).start()) {
      assertThat(client(pebble).issue("slow.shop.example").names()).hasSize(1);
    }
  }

  @Test
  void takesCertificatesOfAFewHours() {
    Duration validity = Duration.ofHours(3);
    try (Pebble pebble = usual().validity(validity).start()) {
      ServerCertificate certificate = client(pebble).issue("short.shop.example");

      assertThat(Duration.between(certificate.notBefore(), certificate.notAfter()))
          .isBetween(validity.minusMinutes(1), validity.plusMinutes(1));
    }
  }

  @Test
  void givesUpAtOnceOnACaThatIsDownAndComesBackWithIt() {
    try (Pebble pebble = usual().start()) {
      AcmeClient client = client(pebble);
      AcmeIssuer issuer = client.issuer();
      client.issue(issuer, "before.shop.example");

      pebble.stop();
      Instant start = Instant.now();
      assertThatExceptionOfType(IssuanceFailed.class)
          .isThrownBy(() -> client.issue(issuer, "down.shop.example"))
          .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.CA_UNREACHABLE))
          .withMessageContaining(pebble.directory().toString());
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));

      pebble.start();
      assertThat(client.issue(issuer, "after.shop.example").names()).hasSize(1);
    }
  }

  @Test
  void registersAgainWithItsKeyWhereTheCaHasLostTheAccount() {
    try (Pebble pebble = usual().start()) {
      InMemoryPemFiles folder = new InMemoryPemFiles();
      AcmeClient client = client(pebble).folder(folder);
      AcmeIssuer issuer = client.issuer();
      client.issue(issuer, "lost.shop.example");
      String key = folder.contents().get("account.pem");
      String registration = folder.contents().get("account.json");

      pebble.restart();

      assertThat(client.folder(folder).issue("lost.shop.example").names()).hasSize(1);
      assertThat(folder.contents()).containsEntry("account.pem", key);
      assertThat(folder.contents().get("account.json")).isNotEqualTo(registration);
    }
  }

  @Test
  void renewsWhatALaterStateOfTheCaDoesNotKnow() {
    try (Pebble pebble = usual().start()) {
      AcmeClient client = client(pebble).folder(new InMemoryPemFiles());
      ServerCertificate old = client.issue("unknown.shop.example");

      pebble.restart();
      ServerCertificate renewed =
          client.issuer().issue(AcmeClient.successor(old.leaf(), "unknown.shop.example"), _ -> {});

      assertThat(renewed.serial()).isNotEqualTo(old.serial());
    }
  }

  @Test
  void saysWhatToDoWhereThePrivateCaIsNotTrusted(@TempDir Path folder) throws IOException {
    try (Pebble pebble = usual().start()) {
      assertThatExceptionOfType(IssuanceFailed.class)
          .isThrownBy(() -> new AcmeClient(pebble.directory(), challenges).issue("a.example"))
          .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.CA_UNREACHABLE))
          .withMessageContaining("ACME_CA_FILE");
      Path empty = Files.createFile(folder.resolve("root.pem"));
      assertThatExceptionOfType(IssuanceFailed.class)
          .isThrownBy(() -> client(pebble).trusting(empty).issue("a.example"))
          .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.NOT_PREPARED))
          .withMessageContaining("%s holds no certificate", empty);
    }
  }

  private Pebble.Setup usual() {
    return Pebble.with().httpPort(responder.port());
  }

  private AcmeClient client(Pebble pebble) {
    return new AcmeClient(pebble.directory(), challenges).trusting(pebble.caFile());
  }
}
