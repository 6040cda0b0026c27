package dev.reveille.certificate;

import dev.reveille.certificate.CertificateIssuer.RenewalWindow;
import dev.reveille.certificate.NameStatus.State;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what is to be done about a name. It changes nothing, so that the same decision is shown
 * to an administrator and carried out. For one thread.
 */
final class Planner {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final List<Authority> authorities;
  private final IssuedCertificates issued;
  private final ClaimedNames names;
  private final Ledger ledger;
  private final Suggestions suggestions;
  private final NotReady notReady = new NotReady();

  /** Names whose CA would not take the new certificate as a replacement of the old. */
  private final Set<String> notReplaceable = new HashSet<>();

  /**
   * @param authorities the next is for when one keeps failing
   */
  Planner(
      List<Authority> authorities,
      IssuedCertificates issued,
      ClaimedNames names,
      Ledger ledger,
      Suggestions suggestions) {
    this.authorities = List.copyOf(authorities);
    this.issued = issued;
    this.names = names;
    this.ledger = ledger;
    this.suggestions = suggestions;
  }

  Suggestions suggestions() {
    return suggestions;
  }

  NotReady notReady() {
    return notReady;
  }

  void doNotReplace(String name) {
    notReplaceable.add(name);
  }

  void mayReplace(String name) {
    notReplaceable.remove(name);
  }

  /** What is to be done by itself, in this order. */
  Plan plan(String name, Instant now) {
    Optional<ServerCertificate> certificate = issued.find(name);
    if (ledger.isStopped(name)) {
      return new Plan.Rest(State.STOPPED, "it was revoked here; renew it to have one again");
    }
    if (!names.isClaimed(name)) {
      return new Plan.Rest(State.UNCLAIMED, whyUnclaimed(name));
    }
    if (certificate.isEmpty()) {
      return coveringWildcard(name, now)
          .<Plan>map(it -> new Plan.Rest(State.VALID, "%s serves it".formatted(it)))
          .orElseGet(() -> attempt(name, now));
    }
    Instant renewal = renewalAt(name, certificate.get());
    return renewal.isAfter(now)
        ? new Plan.Wait(State.VALID, "renewal", renewal)
        : attempt(name, now);
  }

  /** What an order would meet now, whether or not one is due. */
  Plan attempt(String name, Instant now) {
    return obstacle(name, now).<Plan>map(it -> it).orElseGet(() -> firstPermitted(name, now));
  }

  /** What no order may pass over, not even a forced one. */
  Optional<Plan.Wait> barrier(String name, Instant now) {
    Optional<String> closed = ledger.closedBecause();
    if (closed.isPresent()) {
      return waiting(closed.get(), now.plus(LOOK_AGAIN));
    }
    // A renewal that can't be written down may be ordered too often; one that is not ordered ends
    // in a certificate that has expired, which is worse.
    return isLastCall(name, now)
        ? Optional.empty()
        : ledger.unwritten().filter(it -> it.forbidsAt(now)).flatMap(it -> waiting("", it));
  }

  /** An order that no limit and no failure holds up. */
  Plan.Attempt forced(String name, Instant now) {
    Authority authority =
        authorities.stream()
            .filter(it -> !ledger.of(it).isFailing(name))
            .findFirst()
            .orElse(authorities.getFirst());
    return orderFrom(authority, name, now);
  }

  Instant renewalAt(String name, ServerCertificate certificate) {
    return RenewalTime.of(certificate, suggestions.window(name, certificate));
  }

  /** Whether the order can't wait: what is served expires soon. */
  boolean isLastCall(String name, Instant now) {
    return issued.find(name).filter(it -> !RenewalTime.lastCall(it).isAfter(now)).isPresent();
  }

  /** The CA that issued what is served; the first one where that is not known. */
  Optional<Authority> issuerOf(String name, ServerCertificate certificate) {
    Optional<String> directory = ledger.issuerOf(name, certificate);
    return directory.isEmpty()
        ? Optional.of(authorities.getFirst())
        : authorities.stream().filter(it -> it.directory().equals(directory.get())).findFirst();
  }

  /** What went wrong for a name last, at whichever CA. */
  Optional<String> lastError(String name) {
    return authorities.stream()
        .map(it -> ledger.of(it).lastError(name))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> notReady.find(name).map(Trouble::lastError));
  }

  /** A CA gives way to the next only where it keeps failing, not where a limit is used up. */
  private Plan firstPermitted(String name, Instant now) {
    Optional<Plan.Wait> soonest = Optional.empty();
    for (Authority authority : authorities) {
      Plan.Attempt attempt = orderFrom(authority, name, now);
      Account account = ledger.of(authority);
      switch (account.ask(name, attempt.exempt(), authority.limits(), now)) {
        case Permit.Yes() -> {
          return attempt;
        }
        case Permit.No(var reason, var tryAt) -> {
          State state = account.hasFailed(name) ? State.FAILED : State.WAITING;
          Plan.Wait wait = new Plan.Wait(state, reason, tryAt);
          soonest = soonest.filter(it -> it.until().isBefore(tryAt)).or(() -> Optional.of(wait));
        }
      }
      if (!account.isFailing(name)) {
        break;
      }
    }
    return soonest.orElseThrow();
  }

  private Optional<Plan.Wait> obstacle(String name, Instant now) {
    return barrier(name, now)
        .or(
            () ->
                notReady
                    .find(name)
                    .filter(it -> it.forbidsAt(now))
                    .flatMap(it -> waiting("not ready: ", it)));
  }

  private static Optional<Plan.Wait> waiting(String prefix, Trouble trouble) {
    return waiting(prefix + trouble.lastError(), trouble.nextTry());
  }

  private static Optional<Plan.Wait> waiting(String why, Instant until) {
    return Optional.of(new Plan.Wait(State.WAITING, why, until));
  }

  private Plan.Attempt orderFrom(Authority authority, String name, Instant now) {
    Optional<X509Certificate> replaced = Optional.empty();
    boolean isExempt = false;
    Optional<ServerCertificate> old = issued.find(name);
    if (old.isPresent() && mayReplace(authority, name, old.get())) {
      Optional<RenewalWindow> window = suggestions.window(name, old.get());
      replaced = window.map(_ -> old.get().leaf());
      // Before its window a renewal counts like any other order.
      isExempt = window.filter(it -> !it.start().isAfter(now)).isPresent();
    }
    return new Plan.Attempt(
        authority,
        new CertificateIssuer.Order(List.of(name), replaced),
        isExempt,
        urgency(name, old, now));
  }

  private boolean mayReplace(Authority authority, String name, ServerCertificate old) {
    return !notReplaceable.contains(name)
        && ledger.issuerOf(name, old).filter(authority.directory()::equals).isPresent();
  }

  private int urgency(String name, Optional<ServerCertificate> old, Instant now) {
    if (names.isDemanded(name) && old.isEmpty()) {
      return 1; // a visitor waits
    }
    if (isLastCall(name, now)) {
      return 2;
    }
    return old.isPresent() ? 4 : 3;
  }

  private Optional<String> coveringWildcard(String name, Instant now) {
    return NamePolicy.wildcardOver(name)
        .filter(it -> issued.find(it).filter(found -> willServe(it, found, now)).isPresent());
  }

  private boolean willServe(String wildcard, ServerCertificate certificate, Instant now) {
    return certificate.isValidAt(now)
        && (names.isClaimed(wildcard) || renewalAt(wildcard, certificate).isAfter(now));
  }

  private String whyUnclaimed(String name) {
    return names.wanted().isCovered(name)
        ? "%s serves it; it is left to expire"
            .formatted(NamePolicy.wildcardOver(name).orElseThrow())
        : "no container claims it; it is left to expire";
  }
}
