package dev.reveille.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reveille.certificate.CertificateIssuer;
import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.DnsRecords;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.certificate.IssuanceFailed.Kind;
import dev.reveille.certificate.PemFiles;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.concurrent.Timer;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a test's issuer is made of; settings that a test does not name are the usual ones. */
final class AcmeClient {
  private final URI directory;
  private final Challenges challenges;
  private final List<String> steps = new ArrayList<>();
  private PemFiles folder = new InMemoryPemFiles();
  private Timer timer = Timer.system();
  private Optional<Path> caFile = Optional.empty();
  private Optional<DnsRecords> records = Optional.empty();
  private Optional<AcmeIssuer.ExternalAccount> externalAccount = Optional.empty();
  private Optional<String> profile = Optional.empty();
  private Optional<String> preferredChain = Optional.empty();
  private KeyType keyType = KeyType.P_256;
  private ChallengeChoice challenge = ChallengeChoice.AUTO;

  AcmeClient(URI directory, Challenges challenges) {
    this.directory = directory;
    this.challenges = challenges;
  }

  AcmeClient trusting(Path file) {
    caFile = Optional.of(file);
    return this;
  }

  AcmeClient folder(PemFiles files) {
    folder = files;
    return this;
  }

  AcmeClient timer(Timer other) {
    timer = other;
    return this;
  }

  AcmeClient records(DnsRecords other) {
    records = Optional.of(other);
    return this;
  }

  AcmeClient externalAccount(String kid, String hmac) {
    externalAccount = Optional.of(new AcmeIssuer.ExternalAccount(kid, hmac));
    return this;
  }

  AcmeClient profile(String name) {
    profile = Optional.of(name);
    return this;
  }

  AcmeClient preferredChain(String issuer) {
    preferredChain = Optional.of(issuer);
    return this;
  }

  AcmeClient keyType(KeyType type) {
    keyType = type;
    return this;
  }

  AcmeClient challenge(ChallengeChoice choice) {
    challenge = choice;
    return this;
  }

  AcmeIssuer issuer() {
    return new AcmeIssuer(
        new AcmeIssuer.Settings(
            directory,
            "admin@shop.test",
            caFile,
            externalAccount,
            profile,
            keyType,
            preferredChain,
            challenge),
        folder,
        challenges,
        records,
        timer);
  }

  /** Orders from a new issuer. */
  ServerCertificate issue(String... names) {
    return issue(issuer(), names);
  }

  ServerCertificate issue(CertificateIssuer issuer, String... names) {
    return issuer.issue(order(names), steps::add);
  }

  /** What the orders told of their progress. */
  List<String> steps() {
    return List.copyOf(steps);
  }

  static CertificateIssuer.Order order(String... names) {
    return new CertificateIssuer.Order(List.of(names), Optional.empty());
  }

  static CertificateIssuer.Order successor(X509Certificate of, String... names) {
    return new CertificateIssuer.Order(List.of(names), Optional.of(of));
  }

  /** Asserts that the call fails so, and returns how. */
  static IssuanceFailed fails(Kind kind, ThrowingCallable call, String... texts) {
    IssuanceFailed failed = catchThrowableOfType(IssuanceFailed.class, call);
    assertThat(failed).isNotNull().hasMessageContainingAll(texts);
    assertThat(failed.kind()).isEqualTo(kind);
    return failed;
  }
}
