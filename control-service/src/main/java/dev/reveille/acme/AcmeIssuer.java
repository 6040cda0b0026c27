package dev.reveille.acme;

import dev.reveille.certificate.CertificateIssuer;
import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.DnsRecords;
import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.certificate.IssuanceFailed.Kind;
import dev.reveille.certificate.PemFiles;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.concurrent.Timer;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * A CA that speaks ACME (RFC 8555), as Let's Encrypt, ZeroSSL, step-ca and Pebble do.
 *
 * <p>It connects when it is first needed, and again after a failure; a CA that is down costs
 * nothing before that. Requests to one CA go out one at a time, since each needs the nonce that the
 * one before it brought; what takes long, the CA's own work, goes on side by side.
 */
public final class AcmeIssuer implements CertificateIssuer {
  /** The newest format of {@code account.json} that is read. */
  public static final int FORMAT = AcmeAccount.FORMAT;

  /** Clocks differ; a certificate that is good in a moment is no failure. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

  private final Settings settings;
  private final Timer timer;
  private final AcmeFailures failures;
  private final AcmeAccount account;
  private final Authorizations authorizations;

  /**
   * Which CA, and what is wanted from it.
   *
   * @param directory {@code https://acme-v02.api.letsencrypt.org/directory}
   * @param email where the CA may write to
   * @param caFile a PEM file of authorities to trust for the CA's own HTTPS, beside the system's;
   *     read at each new connection
   * @param profile {@code shortlived}; the CA has to offer it
   * @param preferredChain the common name of the root that the chain should lead to
   */
  public record Settings(
      URI directory,
      String email,
      Optional<Path> caFile,
      Optional<ExternalAccount> externalAccount,
      Optional<String> profile,
      KeyType keyType,
      Optional<String> preferredChain,
      ChallengeChoice challenge) {}

  /**
   * An account that was opened with the CA outside ACME (RFC 8555, section 7.3.4).
   *
   * @param hmac base64url, with or without padding
   */
  public record ExternalAccount(String kid, String hmac) {
    /**
     * Takes plain base64 as well.
     *
     * @throws IllegalArgumentException when the HMAC is none of that; it does not show it
     */
    public ExternalAccount {
      hmac = hmac.strip().replace('+', '-').replace('/', '_').replaceFirst("=+$", "");
      if (!hmac.matches("[A-Za-z0-9_-]+") || hmac.length() % 4 == 1) {
        throw new IllegalArgumentException("the HMAC of an external account is no base64url");
      }
    }

    @Override
    public String toString() {
      return "ExternalAccount[kid=%s]".formatted(kid);
    }
  }

  /** Keeps the account in a folder that is this CA's alone. */
  public AcmeIssuer(
      Settings settings,
      PemFiles accountFolder,
      Challenges challenges,
      Optional<DnsRecords> records,
      Timer timer) {
    this.settings = settings;
    this.timer = timer;
    this.failures = new AcmeFailures(settings.directory());
    this.account = new AcmeAccount(settings, accountFolder, timer, failures);
    this.authorizations = new Authorizations(settings.challenge(), challenges, records, timer);
  }

  /** A conversation with the CA. */
  @FunctionalInterface
  private interface Talk<T> {
    T with(Login login) throws AcmeException, InterruptedException;
  }

  @Override
  public String directory() {
    return settings.directory().toString();
  }

  @Override
  public ServerCertificate issue(Order order, Consumer<String> progress) {
    Trial trial = trial("get a certificate for " + Words.names(order.names()));
    for (String name : order.names()) {
      authorizations
          .obstacle(name)
          .ifPresent(
              obstacle -> {
                throw trial.failed(Kind.NOT_PREPARED, obstacle);
              });
    }
    return ask(trial, login -> issue(login, order, progress, trial));
  }

  @Override
  public Optional<RenewalWindow> renewalWindow(X509Certificate leaf) {
    Trial trial = trial("ask when to renew certificate " + leaf.getSerialNumber().toString(16));
    return ask(trial, login -> RenewalInformation.of(leaf, login, timer.instant()));
  }

  @Override
  public void revoke(ServerCertificate certificate) {
    Trial trial = trial("revoke certificate " + certificate.serial());
    KeyPair keys = new KeyPair(certificate.leaf().getPublicKey(), certificate.key());
    ask(
        trial,
        login -> {
          try {
            Certificate.revoke(
                login.getSession(), keys, certificate.leaf(), RevocationReason.UNSPECIFIED);
          } catch (AcmeServerException e) {
            if (!AcmeFailures.type(e.getProblem()).equals("alreadyRevoked")) {
              throw e;
            }
          }
          return certificate;
        });
  }

  private Trial trial(String tried) {
    return new Trial(tried, failures);
  }

  /** Talks to the CA; once more if it turns out that it has lost our account. */
  private <T> T ask(Trial trial, Talk<T> talk) {
    Login login = account.login();
    try {
      return talk.with(login);
    } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException e) {
      if (!AcmeFailures.isUnknownAccount(e)) {
        throw failed(trial, login, e);
      }
    } catch (InterruptedException e) {
      throw interrupted(trial, e);
    }
    account.forget(login);
    return askAgain(trial, talk);
  }

  private <T> T askAgain(Trial trial, Talk<T> talk) {
    Login login = account.login();
    try {
      return talk.with(login);
    } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException e) {
      throw failed(trial, login, e);
    } catch (InterruptedException e) {
      throw interrupted(trial, e);
    }
  }

  private IssuanceFailed failed(Trial trial, Login login, Exception e) {
    IssuanceFailed failed = failures.of(trial.tried(), e);
    if (failed.kind() == Kind.CA_UNREACHABLE) {
      account.disconnect(login);
    }
    return failed;
  }

  private IssuanceFailed interrupted(Trial trial, InterruptedException e) {
    Thread.currentThread().interrupt();
    return failures.interrupted(trial.tried(), e);
  }

  private ServerCertificate issue(Login login, Order wanted, Consumer<String> progress, Trial trial)
      throws AcmeException, InterruptedException {
    progress.accept(
        "ordering %s from %s"
            .formatted(Words.names(wanted.names()), settings.directory().getHost()));
    AcmeOrder order = AcmeOrder.place(login, wanted, settings.profile(), trial, timer);
    authorizations.prove(order.authorizations(), progress, trial);
    progress.accept("having the certificate signed");
    KeyPair keys = settings.keyType().newPair();
    Certificate signed = order.complete(keys);
    progress.accept("fetching and checking the certificate");
    return checked(new ChainChoice(settings.preferredChain()).of(signed), keys, wanted, trial);
  }

  private ServerCertificate checked(
      List<X509Certificate> chain, KeyPair keys, Order wanted, Trial trial) {
    ServerCertificate certificate;
    try {
      certificate = ServerCertificate.of(chain, keys.getPrivate());
    } catch (IllegalArgumentException e) {
      throw trial.failed(
          Kind.CA_UNREACHABLE, "it gave a certificate that can't be used: " + e.getMessage());
    }
    List<String> lacking =
        wanted.names().stream().filter(name -> !certificate.covers(name)).toList();
    if (!lacking.isEmpty()) {
      throw trial.failed(
          Kind.CA_UNREACHABLE, "its certificate lacks " + String.join(", ", lacking));
    }
    if (!certificate.isValidAt(timer.instant())
        && !certificate.isValidAt(timer.instant().plus(CLOCK_DIFFERENCE))) {
      throw trial.failed(
          Kind.CA_UNREACHABLE,
          "its certificate is good from %s to %s, and here it is %s; see this machine's clock"
              .formatted(certificate.notBefore(), certificate.notAfter(), timer.instant()));
    }
    return certificate;
  }
}
