package dev.reveille.acme;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.certificate.IssuanceFailed.Kind;
import dev.reveille.certificate.PemFiles;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our account at a CA: its key in {@code account.pem}, its URL in {@code account.json}. Both are
 * made when the account is first needed, and used again after that.
 *
 * <p>A CA gives the same account to the same key (RFC 8555, section 7.3.1), so that a crash between
 * the two files costs nothing.
 */
final class AcmeAccount {
  static final String KEY = "account.pem";
  static final String REGISTRATION = "account.json";

  private static final Logger log = LoggerFactory.getLogger(AcmeAccount.class);
  private static final JsonMapper JSON = new JsonMapper();
  static final int FORMAT = 1;
  private static final String TRIED = "use an account";

  private final AcmeIssuer.Settings settings;
  private final PemFiles files;
  private final InstantSource clock;
  private final AcmeFailures failures;

  /** What all threads use, or wait for; empty after a failure. */
  private final AtomicReference<@Nullable FutureTask<Login>> shared = new AtomicReference<>();

  /** What {@code account.json} holds. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Registration(int format, String directory, String url) {}

  AcmeAccount(
      AcmeIssuer.Settings settings, PemFiles files, InstantSource clock, AcmeFailures failures) {
    this.settings = settings;
    this.files = files;
    this.clock = clock;
    this.failures = failures;
  }

  /**
   * The account, registered if there is none; one thread connects and the others wait for it.
   *
   * @throws IssuanceFailed when that was not possible; the next call tries again
   */
  Login login() {
    FutureTask<Login> mine = new FutureTask<>(this::connect);
    FutureTask<Login> others = shared.compareAndExchange(null, mine);
    FutureTask<Login> task = others == null ? mine : others;
    task.run(); // nothing happens where another thread has begun it
    try {
      return task.get();
    } catch (ExecutionException e) {
      shared.compareAndSet(task, null);
      throw e.getCause() instanceof IssuanceFailed failed
          ? failed
          : failures.failed(
              Kind.NOT_PREPARED, TRIED, String.valueOf(e.getCause()), Optional.empty(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted(TRIED, e);
    }
  }

  /** The connection is not trusted any more: the next call makes a new one. */
  void disconnect(Login login) {
    FutureTask<Login> task = shared.get();
    if (task != null
        && task.state() == FutureTask.State.SUCCESS
        && task.resultNow().equals(login)) {
      shared.compareAndSet(task, null);
    }
  }

  /** The CA does not know the account: the next call registers it again, with its key. */
  void forget(Login login) {
    files
        .read(REGISTRATION)
        .flatMap(this::registration)
        .filter(it -> it.url().equals(login.getAccount().getLocation().toString()))
        .ifPresent(this::remove);
    disconnect(login);
  }

  private void remove(Registration lost) {
    log.warn("The CA has lost our account, registering again account={}", lost.url());
    files.remove(REGISTRATION);
  }

  private Login connect() {
    Session session = session();
    KeyPair keys = keys();
    Optional<URL> url = files.read(REGISTRATION).flatMap(this::registration).flatMap(this::url);
    return url.isPresent() ? session.login(url.get(), keys) : register(session, keys);
  }

  private Session session() {
    try {
      CaProvider provider =
          new CaProvider(settings.caFile().map(file -> new TrustedCa(file).context()), clock);
      Session session = new Session(settings.directory(), provider);
      session.setLocale(Locale.ENGLISH);
      return session;
    } catch (IllegalArgumentException e) {
      throw failures.failed(
          Kind.NOT_PREPARED,
          "connect",
          "%s; see ACME_CA_FILE and ACME_DIRECTORY".formatted(e.getMessage()),
          Optional.empty(),
          e);
    }
  }

  private KeyPair keys() {
    Optional<String> kept = files.read(KEY);
    try {
      if (kept.isPresent()) {
        return AccountKey.read(kept.get());
      }
    } catch (IllegalArgumentException e) {
      throw failures.failed(
          Kind.NOT_PREPARED,
          TRIED,
          "%s %s; restore it, or remove it for a new account".formatted(KEY, e.getMessage()),
          Optional.empty(),
          e);
    }
    KeyPair made = AccountKey.make();
    files.write(KEY, AccountKey.text(made));
    return made;
  }

  private Login register(Session session, KeyPair keys) {
    try {
      AccountBuilder account =
          new AccountBuilder().agreeToTermsOfService().addEmail(settings.email()).useKeyPair(keys);
      settings.externalAccount().ifPresent(it -> account.withKeyIdentifier(it.kid(), it.hmac()));
      Login login = account.createLogin(session);
      keep(login.getAccount().getLocation());
      return login;
    } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException e) {
      throw failures.of(tried(), e);
    }
  }

  private String tried() {
    return settings.externalAccount().isEmpty()
        ? "register an account for %s (ACME_EMAIL)".formatted(settings.email())
        : "register an account for %s (ACME_EMAIL) with ACME_EAB_KID %s and its ACME_EAB_HMAC"
            .formatted(settings.email(), settings.externalAccount().get().kid());
  }

  /** A disk that is full now does not keep us from issuing: the CA will tell the URL again. */
  private void keep(URL url) {
    Registration registration =
        new Registration(FORMAT, settings.directory().toString(), url.toString());
    try {
      files.write(REGISTRATION, JSON.writeValueAsString(registration) + "\n");
      log.info("Registered an account directory={} account={}", settings.directory(), url);
    } catch (JacksonException | RuntimeException e) {
      log.warn("Could not keep the account's URL account={}", url, e);
    }
  }

  /** Empty for what is damaged, of another format or of another CA: it can be asked for again. */
  private Optional<Registration> registration(String text) {
    try {
      return Optional.of(JSON.readValue(text, Registration.class))
          .filter(it -> it.format() == FORMAT)
          .filter(it -> settings.directory().toString().equals(it.directory()));
    } catch (JacksonException e) {
      log.warn("Ignoring a damaged file name={} because={}", REGISTRATION, e.getOriginalMessage());
      return Optional.empty();
    }
  }

  private Optional<URL> url(Registration registration) {
    try {
      return Optional.of(URI.create(registration.url()).toURL());
    } catch (MalformedURLException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
