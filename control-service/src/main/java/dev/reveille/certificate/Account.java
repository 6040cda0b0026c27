package dev.reveille.certificate;

import dev.reveille.certificate.Limits.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was asked of one CA and how it went, as far as it matters for what may be asked next. For
 * one thread.
 */
final class Account {
  /** The longest that a CA's limit looks back. */
  static final Duration REMEMBERED = Duration.ofDays(7);

  private static final int MOST_DOMAINS = 10_000;
  private static final Permit YES = new Permit.Yes();

  private final List<SentOrder> orders = new ArrayList<>();
  private final List<FailedValidation> failedValidations = new ArrayList<>();
  private final Map<String, Trouble> troubles = new HashMap<>();
  private final Map<String, Instant> heldDomains = new HashMap<>();
  private final Map<String, String> domains = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private Optional<Trouble> outage = Optional.empty();

  /** A CA that has looked for a name and did not find it here. */
  record FailedValidation(Instant at, String name) {}

  /** What a new account would not know, as it is kept. */
  record Memory(
      List<SentOrder> orders,
      List<FailedValidation> failedValidations,
      Map<String, Trouble> troubles,
      Map<String, Instant> heldDomains,
      Optional<Trouble> outage) {
    Memory {
      orders = List.copyOf(orders);
      failedValidations = List.copyOf(failedValidations);
      troubles = Map.copyOf(troubles);
      heldDomains = Map.copyOf(heldDomains);
    }
  }

  static Account of(Memory memory) {
    Account account = new Account();
    account.orders.addAll(memory.orders());
    account.failedValidations.addAll(memory.failedValidations());
    account.troubles.putAll(memory.troubles());
    account.heldDomains.putAll(memory.heldDomains());
    account.outage = memory.outage();
    return account;
  }

  Memory memory() {
    return new Memory(orders, failedValidations, troubles, heldDomains, outage);
  }

  /**
   * Whether an order may be sent now.
   *
   * @param exempt a renewal that the CA suggested: it does not count for most of its limits
   */
  Permit ask(String name, boolean exempt, Limits limits, Instant now) {
    return Stream.of(
            afterOutage(now),
            afterFailure(name, now),
            exempt ? YES : heldDomain(name, now),
            within(limits, order(name, exempt, now)))
        .filter(Permit.No.class::isInstance)
        .findFirst()
        .orElse(YES);
  }

  /** To be kept on disk before the order is sent, so that a crash loop is counted. */
  void begin(SentOrder order) {
    forgetBefore(order.at());
    orders.add(order);
    underWay.add(order.name());
  }

  /** The order was not sent after all. */
  void takeBack(SentOrder order) {
    orders.remove(order);
    underWay.remove(order.name());
  }

  void issued(String name) {
    end(name, SentOrder.Outcome.ISSUED);
    troubles.remove(name);
    outage = Optional.empty();
  }

  void failed(String name, IssuanceFailed failure, Instant now) {
    end(name, SentOrder.Outcome.FAILED);
    String error = String.valueOf(failure.getMessage());
    switch (failure.kind()) {
      case CA_UNREACHABLE -> outage = strike(now, error, failure.retryAt());
      case RATE_LIMITED -> {
        addTrouble(name, failure, now);
        // Which limit it was is not known for sure, so that others of the account slow down too.
        outage = strike(now, error, Optional.empty());
        failure.retryAt().ifPresent(until -> heldDomains.put(domain(name), until));
      }
      case NOT_VALIDATED -> {
        failedValidations.add(new FailedValidation(now, name));
        addTrouble(name, failure, now);
        outage = Optional.empty();
      }
      case REFUSED -> {
        addTrouble(name, failure, now);
        outage = Optional.empty();
      }
      case NOT_PREPARED -> addTrouble(name, failure, now);
    }
  }

  /** It was issued, but we can't use it: it counts, and the name has to wait. */
  void spoilt(String name, IssuanceFailed failure, Instant now) {
    underWay.remove(name);
    addTrouble(name, failure, now);
  }

  /** Nothing is asked of the CA before the trouble's next try. */
  void pause(Trouble trouble) {
    outage = Optional.of(trouble);
  }

  /** What went wrong for a name last, unless it has gone well since. */
  Optional<Trouble> trouble(String name) {
    return Optional.ofNullable(troubles.get(name));
  }

  Optional<String> lastError(String name) {
    return trouble(name).map(Trouble::lastError);
  }

  /** Whether it is a failure that the name waits for, rather than a limit. */
  boolean hasFailed(String name) {
    return outage.isPresent() || troubles.containsKey(name);
  }

  /** Whether another CA should be asked for the name. */
  boolean isFailing(String name) {
    return Stream.concat(outage.stream(), trouble(name).stream()).anyMatch(Trouble::isLasting);
  }

  private SentOrder order(String name, boolean exempt, Instant now) {
    return new SentOrder(now, name, domain(name), exempt, SentOrder.Outcome.SENT);
  }

  /** The list is long, and hundreds of names may be asked for again and again. */
  private String domain(String name) {
    if (domains.size() > MOST_DOMAINS) {
      domains.clear();
    }
    return domains.computeIfAbsent(name, PublicSuffixes::registeredDomain);
  }

  private Permit afterOutage(Instant now) {
    if (outage.isEmpty()) {
      return YES;
    }
    Trouble trouble = outage.get();
    String reason = "the CA is left alone for a while: " + trouble.lastError();
    if (trouble.forbidsAt(now)) {
      return new Permit.No(reason, trouble.nextTry());
    }
    // One name tries whether it is back; the others hear of it when that has ended.
    return underWay.isEmpty() ? YES : new Permit.No(reason, now.plus(Retries.delay(1, "")));
  }

  private Permit afterFailure(String name, Instant now) {
    return trouble(name)
        .filter(it -> it.forbidsAt(now))
        .<Permit>map(
            it ->
                new Permit.No(
                    "it failed %d times in a row, at last: %s"
                        .formatted(it.failures(), it.lastError()),
                    it.nextTry()))
        .orElse(YES);
  }

  private Permit heldDomain(String name, Instant now) {
    String domain = domain(name);
    return Optional.ofNullable(heldDomains.get(domain))
        .filter(now::isBefore)
        .<Permit>map(
            until -> new Permit.No("the CA wants fewer orders for names of " + domain, until))
        .orElse(YES);
  }

  private Permit within(Limits limits, SentOrder asked) {
    return limits.all().stream()
        .map(limit -> within(limit, asked))
        .filter(Permit.No.class::isInstance)
        .findFirst()
        .orElse(YES);
  }

  private Permit within(Limit limit, SentOrder asked) {
    if (asked.exempt() && limit.counted() != Limits.Counted.ORDERS_OF_ANY_KIND) {
      return YES;
    }
    Instant start = asked.at().minus(limit.within());
    List<Instant> counted =
        counted(limit.counted(), asked).filter(start::isBefore).sorted().toList();
    if (counted.size() < limit.most()) {
      return YES;
    }
    return new Permit.No(
        "the CA's limit of %d %s within %s is used up"
            .formatted(limit.most(), limit.counted().text(), text(limit.within())),
        counted.get(counted.size() - limit.most()).plus(limit.within()));
  }

  private Stream<Instant> counted(Limits.Counted what, SentOrder asked) {
    return switch (what) {
      case ORDERS_OF_ANY_KIND -> times(_ -> true);
      case ORDERS -> times(it -> !it.exempt());
      case CERTIFICATES_OF_NAME ->
          times(it -> !it.exempt() && it.mayBeIssued() && it.name().equals(asked.name()));
      case CERTIFICATES_OF_DOMAIN ->
          times(it -> !it.exempt() && it.mayBeIssued() && it.domain().equals(asked.domain()));
      case FAILURES_OF_NAME ->
          failedValidations.stream()
              .filter(it -> it.name().equals(asked.name()))
              .map(FailedValidation::at);
    };
  }

  private Stream<Instant> times(Predicate<SentOrder> counts) {
    return orders.stream().filter(counts).map(SentOrder::at);
  }

  private void end(String name, SentOrder.Outcome outcome) {
    underWay.remove(name);
    for (int i = orders.size() - 1; i >= 0; i--) {
      SentOrder order = orders.get(i);
      if (order.name().equals(name) && order.isUnderWay()) {
        orders.set(i, order.ended(outcome));
        return;
      }
    }
  }

  private void addTrouble(String name, IssuanceFailed failure, Instant now) {
    String error = String.valueOf(failure.getMessage());
    troubles.put(name, Trouble.after(trouble(name), name, now, error, failure.retryAt()));
  }

  private Optional<Trouble> strike(Instant now, String error, Optional<Instant> retryAt) {
    return Optional.of(Trouble.after(outage, "", now, error, retryAt));
  }

  private void forgetBefore(Instant now) {
    Instant start = now.minus(REMEMBERED);
    orders.removeIf(it -> it.at().isBefore(start));
    failedValidations.removeIf(it -> it.at().isBefore(start));
    troubles.values().removeIf(it -> it.nextTry().isBefore(start));
    heldDomains.values().removeIf(it -> it.isBefore(now));
  }

  private static String text(Duration time) {
    return time.toDays() > 0
        ? time.toDays() + " days"
        : time.toHours() > 0 ? time.toHours() + " hours" : time.toSeconds() + " s";
  }
}
