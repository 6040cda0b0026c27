package dev.reveille.acme;

import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.DnsRecords;
import dev.reveille.certificate.IssuanceFailed.Kind;
import dev.reveille.concurrent.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves to a CA that names are ours. All of an order's proofs are laid out before the CA is asked
 * to look at any: {@code *.shop.test} and {@code shop.test} need two records of one name.
 */
final class Authorizations {
  private static final Logger log = LoggerFactory.getLogger(Authorizations.class);

  private final ChallengeChoice choice;
  private final Challenges challenges;
  private final Optional<DnsRecords> records;
  private final Timer timer;

  Authorizations(
      ChallengeChoice choice, Challenges challenges, Optional<DnsRecords> records, Timer timer) {
    this.choice = choice;
    this.challenges = challenges;
    this.records = records;
    this.timer = timer;
  }

  /** Why the name can't be proved with these settings, and what to do; empty when it can. */
  Optional<String> obstacle(String name) {
    if (!choice.isByDns(name)) {
      return name.startsWith("*.")
          ? Optional.of(
              "%s can only be proved by dns-01; set ACME_CHALLENGE to auto".formatted(name))
          : Optional.empty();
    }
    return records.isPresent()
        ? Optional.empty()
        : Optional.of(
            "%s has to be proved by dns-01; set ACME_DNS_SERVER or ACME_DNS_HOOK".formatted(name));
  }

  /**
   * Proves each name that the CA does not hold for proved already. Returns when it holds all of
   * them for that.
   */
  void prove(List<Authorization> authorizations, Consumer<String> progress, Trial trial)
      throws AcmeException, InterruptedException {
    List<Proof> proofs = pending(authorizations, trial);
    Deque<Runnable> cleanUp = new ArrayDeque<>();
    try {
      for (Proof proof : proofs) {
        progress.accept("proving %s by %s".formatted(proof.name(), proof.challenge().getType()));
        prepare(proof, cleanUp);
      }
      for (Proof proof : proofs) {
        if (proof.challenge().getStatus() == Status.PENDING) {
          proof.challenge().trigger();
        }
      }
      await(proofs, trial);
    } finally {
      cleanUp.forEach(Authorizations::runQuietly);
    }
  }

  /** One name, and the challenge that proves it. */
  private record Proof(Authorization authorization, String name, TokenChallenge challenge) {}

  private List<Proof> pending(List<Authorization> authorizations, Trial trial)
      throws AcmeException {
    List<Proof> proofs = new ArrayList<>();
    for (Authorization authorization : authorizations) {
      authorization.fetch();
      switch (authorization.getStatus()) {
        case VALID -> {}
        case PENDING -> proofs.add(proof(authorization, trial));
        default -> throw trial.notValidated(List.of(failure(authorization)));
      }
    }
    return proofs;
  }

  private Proof proof(Authorization authorization, Trial trial) {
    String name = name(authorization);
    Class<? extends TokenChallenge> type =
        choice.isByDns(name) ? Dns01Challenge.class : Http01Challenge.class;
    return authorization
        .findChallenge(type)
        .map(it -> new Proof(authorization, name, it))
        .orElseThrow(() -> trial.failed(Kind.REFUSED, notOffered(authorization, name)));
  }

  private String notOffered(Authorization authorization, String name) {
    List<String> offered = authorization.getChallenges().stream().map(Challenge::getType).toList();
    return "the CA proves %s by %s only; see ACME_CHALLENGE"
        .formatted(name, String.join(", ", offered));
  }

  /** What has to be undone is noted first: a failure may leave it half done. */
  private void prepare(Proof proof, Deque<Runnable> cleanUp) {
    switch (proof.challenge()) {
      case Http01Challenge http ->
          cleanUp.push(challenges.answer(http.getToken(), http.getAuthorization())::close);
      case Dns01Challenge dns -> {
        DnsRecords here = records.orElseThrow(); // obstacle() has looked
        String domain = proof.authorization().getIdentifier().getDomain();
        cleanUp.push(() -> here.cleanUp(domain, dns.getDigest()));
        here.present(domain, dns.getDigest());
      }
      default -> throw new IllegalStateException("no proof by " + proof.challenge().getType());
    }
  }

  private void await(List<Proof> proofs, Trial trial) throws AcmeException, InterruptedException {
    Polling polling = new Polling(timer);
    List<Trial.NotValidated> failures = new ArrayList<>();
    for (Proof proof : proofs) {
      Authorization authorization = proof.authorization();
      if (!polling.until(authorization::fetch, () -> authorization.getStatus() != Status.PENDING)) {
        throw trial.failed(
            Kind.CA_UNREACHABLE, "it has not looked at %s in two minutes".formatted(proof.name()));
      }
      if (authorization.getStatus() != Status.VALID) {
        failures.add(failure(authorization));
      }
    }
    if (!failures.isEmpty()) {
      throw trial.notValidated(failures);
    }
  }

  private Trial.NotValidated failure(Authorization authorization) {
    return authorization.getChallenges().stream()
        .filter(challenge -> challenge.getError().isPresent())
        .findFirst()
        .map(it -> new Trial.NotValidated(name(authorization), it.getType(), it.getError()))
        .orElseGet(
            () ->
                new Trial.NotValidated(
                    name(authorization), authorization.getStatus().name(), Optional.empty()));
  }

  private static String name(Authorization authorization) {
    String value = authorization.getIdentifier().getValue();
    return authorization.isWildcard() ? "*." + value : value;
  }

  private static void runQuietly(Runnable cleanUp) {
    try {
      cleanUp.run();
    } catch (RuntimeException e) {
      log.warn("Could not remove what proved a name", e);
    }
  }
}
