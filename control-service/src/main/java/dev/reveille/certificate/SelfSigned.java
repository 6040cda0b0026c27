package dev.reveille.certificate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the gateway shows where it has no better one: {@code self-signed.crt} and
 * {@code self-signed.key}. Browsers warn of it; it is there so that HTTPS works at all.
 *
 * <p>It is valid for 397 days, since Apple's and Google's clients refuse longer ones even where a
 * person has trusted them, and is made anew at the first start with less than 30 days left.
 */
public final class SelfSigned {
  public static final String CERTIFICATE = "self-signed.crt";
  public static final String KEY = "self-signed.key";

  private static final Logger log = LoggerFactory.getLogger(SelfSigned.class);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private final PemFiles files;
  private final InstantSource clock;

  public SelfSigned(PemFiles files, InstantSource clock) {
    this.files = files;
    this.clock = clock;
  }

  /**
   * Sees to it that both files are there, belong together and are valid for a while; what is in
   * order is left as it is.
   *
   * @return what is in the files
   */
  public ServerCertificate provide() {
    fault().ifPresent(this::replace);
    return read().orElseThrow();
  }

  private Optional<ServerCertificate> read() {
    Optional<String> certificate = files.read(CERTIFICATE);
    Optional<String> key = files.read(KEY);
    return certificate.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(ServerCertificate.of(certificate.get(), key.get()));
  }

  private void replace(String fault) {
    SelfSignedPair pair = SelfSignedPair.make(clock.instant());
    // The certificate goes first and comes back last: whoever waits for it, as the gateway's start
    // does, never finds it beside a key that is not its own.
    files.remove(CERTIFICATE);
    files.write(KEY, pair.keyPem());
    files.write(CERTIFICATE, pair.certificatePem());
    log.info("Made a self-signed certificate because={}", fault);
  }

  /** Why the files cannot be used; empty when they can. */
  private Optional<String> fault() {
    try {
      Optional<ServerCertificate> there = read();
      return there.isEmpty() ? Optional.of("missing") : fault(there.get());
    } catch (IllegalArgumentException e) {
      return Optional.of("\"%s\"".formatted(e.getMessage()));
    }
  }

  /**
   * That key and certificate belong together has been seen when they were read. Nobody can trust
   * the signature, and to verify it is a third of the control service's start.
   */
  private Optional<String> fault(ServerCertificate there) {
    Instant now = clock.instant();
    if (now.plus(RENEW_BEFORE).isAfter(there.notAfter())) {
      return Optional.of("expiring");
    }
    return now.isBefore(there.notBefore()) ? Optional.of("not-yet-valid") : Optional.empty();
  }
}
