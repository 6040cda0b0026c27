package dev.reveille.acme;

import dev.reveille.certificate.CertificateIssuer;
import dev.reveille.certificate.IssuanceFailed.Kind;
import dev.reveille.concurrent.Timer;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An order at a CA (RFC 8555, section 7.4), from its placing to the certificate. */
final class AcmeOrder {
  private static final Logger log = LoggerFactory.getLogger(AcmeOrder.class);

  /** What CAs call a {@code replaces} that they don't like; Boulder, Pebble and others differ. */
  private static final Set<String> MAY_BE_ABOUT_REPLACES =
      Set.of("alreadyReplaced", "conflict", "malformed", "unauthorized");

  private static final Set<Status> DECIDED = EnumSet.of(Status.VALID, Status.INVALID);
  private static final Set<Status> PROVED = EnumSet.of(Status.READY, Status.VALID, Status.INVALID);

  private final Order order;
  private final Trial trial;
  private final Timer timer;

  private AcmeOrder(Order order, Trial trial, Timer timer) {
    this.order = order;
    this.trial = trial;
    this.timer = timer;
  }

  /** Places the order; without {@code replaces} if the CA does not take it with that. */
  static AcmeOrder place(
      Login login,
      CertificateIssuer.Order wanted,
      Optional<String> profile,
      Trial trial,
      Timer timer)
      throws AcmeException {
    Session session = login.getSession();
    refuseUnknownProfile(session, profile, trial);
    Optional<X509Certificate> replaces =
        session.resourceUrlOptional(Resource.RENEWAL_INFO).isPresent()
            ? wanted.replaces().filter(RenewalInformation::isIdentifiable)
            : Optional.empty();
    if (replaces.isPresent()) {
      try {
        return new AcmeOrder(
            builder(login, wanted, profile).replaces(replaces.get()).create(), trial, timer);
      } catch (AcmeException e) {
        if (!mayBeAboutReplaces(e)) {
          throw e;
        }
        log.info(
            "Ordering as new, since the CA refused a replacement names={} because={}",
            wanted.names(),
            Words.plain(String.valueOf(e.getMessage())));
      }
    }
    return new AcmeOrder(builder(login, wanted, profile).create(), trial, timer);
  }

  List<Authorization> authorizations() {
    return order.getAuthorizations();
  }

  /** Has the certificate signed, when all names are proved. */
  Certificate complete(KeyPair keys) throws AcmeException, InterruptedException {
    Polling polling = new Polling(timer);
    await(polling, PROVED, "has not taken note of what was proved");
    if (order.getStatus() == Status.READY) {
      order.execute(keys);
      await(polling, DECIDED, "has not signed the certificate");
    }
    return order.getCertificate();
  }

  private void await(Polling polling, Set<Status> statuses, String complaint)
      throws AcmeException, InterruptedException {
    if (!polling.until(order::fetch, () -> statuses.contains(order.getStatus()))) {
      throw trial.failed(Kind.CA_UNREACHABLE, "it %s in two minutes".formatted(complaint));
    }
    if (order.getStatus() == Status.INVALID) {
      throw order
          .getError()
          .map(trial::problem)
          .orElseGet(() -> trial.failed(Kind.REFUSED, "it gave the order up without a reason"));
    }
  }

  private static OrderBuilder builder(
      Login login, CertificateIssuer.Order wanted, Optional<String> profile) {
    OrderBuilder builder =
        login.newOrder().identifiers(wanted.names().stream().map(AcmeOrder::identifier).toList());
    profile.ifPresent(builder::profile);
    return builder;
  }

  private static Identifier identifier(String name) {
    try {
      return Identifier.ip(InetAddress.ofLiteral(name));
    } catch (IllegalArgumentException _) {
      return Identifier.dns(name);
    }
  }

  private static void refuseUnknownProfile(Session session, Optional<String> profile, Trial trial)
      throws AcmeException {
    if (profile.isEmpty()) {
      return;
    }
    Set<String> offered = session.getMetadata().getProfiles();
    if (!offered.contains(profile.get())) {
      throw trial.failed(
          Kind.REFUSED,
          "it has no profile \"%s\", it %s; see ACME_PROFILE"
              .formatted(
                  profile.get(),
                  offered.isEmpty()
                      ? "has none at all"
                      : "offers " + String.join(", ", offered.stream().sorted().toList())));
    }
  }

  private static boolean mayBeAboutReplaces(AcmeException e) {
    return switch (e) {
      case RefusedUntil _ -> false;
      case AcmeServerException refused ->
          MAY_BE_ABOUT_REPLACES.contains(AcmeFailures.type(refused.getProblem()));
      case AcmeNetworkException failed ->
          failed.getCause() instanceof CaUnavailable answer && answer.isOfThisRequest();
      default -> false;
    };
  }
}
