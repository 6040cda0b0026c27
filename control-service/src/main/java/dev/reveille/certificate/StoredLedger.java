package dev.reveille.certificate;

import dev.reveille.certificate.Account.FailedValidation;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as {@code ledger.json} has it; times as {@code 2026-01-31T12:00:00Z}.
 *
 * @param authorities by their directory's URL
 * @param certificates by name: who issued the one that is served
 * @param stopped names for which nothing is ordered any more until somebody asks for it
 */
record StoredLedger(
    int format,
    Map<String, StoredAccount> authorities,
    Map<String, Issued> certificates,
    List<String> stopped) {
  static final int FORMAT = 1;

  /**
   * Who issued a certificate.
   *
   * @param id the chain's, {@link ServerCertificate#id}
   */
  record Issued(String directory, String id) {}

  record StoredAccount(
      List<StoredOrder> orders,
      List<StoredFailure> failedValidations,
      Map<String, StoredTrouble> troubles,
      Map<String, String> heldDomains,
      @Nullable StoredTrouble outage) {
    static StoredAccount of(Account.Memory memory) {
      return new StoredAccount(
          memory.orders().stream().map(StoredOrder::of).toList(),
          memory.failedValidations().stream()
              .map(it -> new StoredFailure(it.at().toString(), it.name()))
              .toList(),
          mapped(memory.troubles(), StoredTrouble::of),
          mapped(memory.heldDomains(), Instant::toString),
          memory.outage().map(StoredTrouble::of).orElse(null));
    }

    Account.Memory memory() {
      return new Account.Memory(
          orders.stream().map(StoredOrder::order).toList(),
          failedValidations.stream()
              .map(it -> new FailedValidation(Instant.parse(it.at()), it.name()))
              .toList(),
          mapped(troubles, StoredTrouble::trouble),
          mapped(heldDomains, Instant::parse),
          Optional.ofNullable(outage).map(StoredTrouble::trouble));
    }
  }

  record StoredOrder(String at, String name, boolean exempt, SentOrder.Outcome outcome) {
    static StoredOrder of(SentOrder order) {
      return new StoredOrder(order.at().toString(), order.name(), order.exempt(), order.outcome());
    }

    SentOrder order() {
      return SentOrder.now(Instant.parse(at), name, exempt).ended(Objects.requireNonNull(outcome));
    }
  }

  record StoredFailure(String at, String name) {}

  record StoredTrouble(int failures, String nextTry, String lastError) {
    static StoredTrouble of(Trouble trouble) {
      return new StoredTrouble(
          trouble.failures(), trouble.nextTry().toString(), trouble.lastError());
    }

    Trouble trouble() {
      return new Trouble(failures, Instant.parse(nextTry), lastError);
    }
  }

  /**
   * The same, once everything in it has been understood.
   *
   * @throws IllegalArgumentException when a part is missing or makes no sense
   */
  StoredLedger checked() {
    try {
      authorities.values().forEach(StoredAccount::memory);
      certificates.values().forEach(it -> Objects.requireNonNull(it.directory()));
      List.copyOf(stopped);
      return this;
    } catch (DateTimeException | NullPointerException e) {
      throw new IllegalArgumentException("a part is missing or is no time: " + e.getMessage(), e);
    }
  }

  private static <V, W> Map<String, W> mapped(Map<String, V> map, Function<V, W> change) {
    return map.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> change.apply(it.getValue())));
  }
}
