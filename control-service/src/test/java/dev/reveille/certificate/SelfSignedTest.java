package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedTest {
  private static final Instant NOW = Instant.parse("2026-11-21T20:33:08Z");

  private final InMemoryPemFiles files = new InMemoryPemFiles();

  @Test
  void isMadeForLocalhostAtTheFirstStart() throws GeneralSecurityException {
    provideAt(NOW);

    X509Certificate certificate = certificate();
    assertThat(certificate.getSubjectAlternativeNames().stream().<Object>map(name -> name.get(1)))
        .isEqualTo(List.of("localhost", "*.localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(((ECPublicKey) certificate.getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(256);
  }

  @Test
  void lastsFor397DaysAlsoWhereAClockIsABitBehind() throws GeneralSecurityException {
    provideAt(NOW);

    Instant from = certificate().getNotBefore().toInstant();
    assertThat(from).isEqualTo(NOW.minus(Duration.ofHours(1)));
    assertThat(certificate().getNotAfter().toInstant()).isEqualTo(from.plus(Duration.ofDays(397)));
  }

  @Test
  void isKeptWhileItIsInOrder() {
    provideAt(NOW);
    Map<String, String> first = files.contents();

    provideAt(NOW.plus(Duration.ofDays(366)));

    assertThat(files.contents()).isEqualTo(first);
  }

  @Test
  void isMadeAnewWithLessThan30DaysLeft() {
    provideAt(NOW);
    Map<String, String> first = files.contents();

    provideAt(NOW.plus(Duration.ofDays(368)));

    assertNewPair(first);
  }

  @Test
  void isMadeAnewWhereItIsFromTheFuture() {
    provideAt(NOW);
    Map<String, String> first = files.contents();

    provideAt(NOW.minus(Duration.ofDays(1)));

    assertNewPair(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {SelfSigned.CERTIFICATE, SelfSigned.KEY})
  void isMadeAnewWhereAFileIsMissing(String name) {
    provideAt(NOW);
    Map<String, String> first = files.contents();
    files.remove(name);

    provideAt(NOW);

    assertNewPair(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {SelfSigned.CERTIFICATE, SelfSigned.KEY})
  void isMadeAnewWhereAFileIsCutOff(String name) {
    provideAt(NOW);
    Map<String, String> first = files.contents();
    files.write(name, files.read(name).orElseThrow().substring(0, 120));

    provideAt(NOW);

    assertNewPair(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {SelfSigned.CERTIFICATE, SelfSigned.KEY})
  void isMadeAnewWhereAFileIsEmpty(String name) {
    provideAt(NOW);
    Map<String, String> first = files.contents();
    files.write(name, "");

    provideAt(NOW);

    assertNewPair(first);
  }

  @Test
  void isMadeAnewWhereTheKeyBelongsToAnotherCertificate() {
    provideAt(NOW);
    Map<String, String> first = files.contents();
    files.write(SelfSigned.KEY, SelfSignedPair.make(NOW).keyPem());

    provideAt(NOW);

    assertNewPair(first);
  }

  @Test
  void neverShowsACertificateBesideAKeyThatIsNotItsOwn() {
    provideAt(NOW);

    assertThat(files.changes())
        .containsExactly(
            "remove self-signed.crt", "write self-signed.key", "write self-signed.crt");
  }

  @Test
  void isHandedOnAsItIsInTheFiles() {
    ServerCertificate made = new SelfSigned(files, () -> NOW).provide();
    ServerCertificate found = new SelfSigned(files, () -> NOW).provide();

    assertThat(found.id()).isEqualTo(made.id());
    assertThat(made.chainPem()).isEqualTo(files.read(SelfSigned.CERTIFICATE).orElseThrow());
  }

  @Test
  void leavesTheProvidersOfTheJvmAlone() {
    provideAt(NOW);

    assertThat(Security.getProvider("BC")).isNull();
  }

  private void provideAt(Instant now) {
    var _ = new SelfSigned(files, () -> now).provide();
  }

  private void assertNewPair(Map<String, String> first) {
    Map<String, String> second = files.contents();
    assertThat(second.get(SelfSigned.CERTIFICATE)).isNotEqualTo(first.get(SelfSigned.CERTIFICATE));
    assertThat(second.get(SelfSigned.KEY)).isNotEqualTo(first.get(SelfSigned.KEY));
  }

  private X509Certificate certificate() throws GeneralSecurityException {
    byte[] pem = files.read(SelfSigned.CERTIFICATE).orElseThrow().getBytes(StandardCharsets.UTF_8);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }
}
