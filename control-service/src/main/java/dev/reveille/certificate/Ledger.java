package dev.reveille.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was asked of which CA, and what must not be asked any more; kept in {@code ledger.json}
 * across restarts. For one thread.
 *
 * <p>A ledger of a newer format, or one that can't be read, stops all orders and is left as it is.
 * A damaged one is set aside; what it knew is then guessed to the safe side: every certificate of
 * the last week counts for the CA that has limits, and nothing is ordered from it for an hour, so
 * that a loop that damages the file can't use up a limit either.
 */
final class Ledger {
  private static final Logger log = LoggerFactory.getLogger(Ledger.class);
  private static final Duration AFTER_DAMAGE = Duration.ofHours(1);

  private static final String LOCKED =
      "nothing is ordered, as another control service has the lock on STATE_DIR";

  /** When another try to write it is worth it. */
  static final Duration WRITE_AGAIN = Duration.ofMinutes(1);

  /** CAs date their certificates back by so much, for clocks that are behind. */
  private static final Duration DATED_BACK = Duration.ofHours(1);

  private final LedgerFile file;
  private final BooleanSupplier holdsLock;
  private final List<Authority> authorities;
  private final IssuedCertificates issued;
  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<String, StoredLedger.Issued> issuers = new HashMap<>();
  private final SortedSet<String> stopped = new TreeSet<>();
  private Optional<String> fault = Optional.of("the ledger of orders was not read yet");
  private Optional<Trouble> unwritten = Optional.empty();

  /**
   * @param holdsLock whether this control service is the one that may use the files
   * @param issued what is left to count by if the ledger is damaged
   */
  Ledger(
      PemFiles files,
      BooleanSupplier holdsLock,
      List<Authority> authorities,
      IssuedCertificates issued) {
    this.file = new LedgerFile(files);
    this.holdsLock = holdsLock;
    this.authorities = List.copyOf(authorities);
    this.issued = issued;
  }

  /** Reads what is on disk where that is needed: at first, and once the lock has been taken. */
  void follow(Instant now) {
    if (!holdsLock.getAsBoolean()) {
      closeWithoutLock();
    } else if (fault.isPresent()) {
      open(now);
    }
  }

  /** Another control service may have written to it. */
  void readAgain() {
    fault = Optional.of("the ledger of orders was not read yet");
  }

  /** Why nothing may be ordered at all; empty when the ledger is in use. */
  Optional<String> closedBecause() {
    return holdsLock.getAsBoolean() ? fault : Optional.of(LOCKED);
  }

  Account of(Authority authority) {
    return accounts.computeIfAbsent(authority.directory(), _ -> new Account());
  }

  /** The directory of the CA that issued this very certificate, as far as is known. */
  Optional<String> issuerOf(String name, ServerCertificate certificate) {
    return Optional.ofNullable(issuers.get(name))
        .filter(it -> it.id().equals(certificate.id()))
        .map(StoredLedger.Issued::directory);
  }

  void issued(String name, Authority authority, ServerCertificate certificate) {
    of(authority).issued(name);
    issuers.put(name, new StoredLedger.Issued(authority.directory(), certificate.id()));
  }

  void forgetCertificate(String name) {
    issuers.remove(name);
  }

  boolean isStopped(String name) {
    return stopped.contains(name);
  }

  SortedSet<String> stopped() {
    return new TreeSet<>(stopped);
  }

  /** Nothing is ordered for the name from now on. */
  void stop(String name) {
    stopped.add(name);
  }

  void resume(String name) {
    stopped.remove(name);
  }

  /**
   * Writes all of it.
   *
   * @return why that was not possible; it is still known here, and written with the next change
   */
  Optional<String> save(Instant now) {
    Optional<String> closed = closedBecause();
    if (closed.isPresent()) {
      return closed;
    }
    try {
      file.write(stored());
      unwritten.ifPresent(_ -> log.info("The ledger of orders can be written again"));
      unwritten = Optional.empty();
    } catch (RuntimeException e) {
      String reason = "the ledger of orders can't be written: " + e.getMessage();
      if (unwritten.isEmpty()) {
        log.error("Orders stop, except for certificates that are about to expire: {}", reason);
      }
      unwritten = Optional.of(new Trouble(1, now.plus(WRITE_AGAIN), reason));
    }
    return unwritten.map(Trouble::lastError);
  }

  /** Why it can't be written at present, and when that is tried again. */
  Optional<Trouble> unwritten() {
    return unwritten;
  }

  private void open(Instant now) {
    accounts.clear();
    issuers.clear();
    stopped.clear();
    try {
      read(now);
    } catch (RuntimeException e) {
      close("the ledger of orders can't be read, nothing is ordered: " + e.getMessage());
    }
  }

  private void read(Instant now) {
    switch (file.read()) {
      case LedgerFile.Found.Nothing _ -> fault = Optional.empty();
      case LedgerFile.Found.Known(var ledger) -> {
        take(ledger);
        fault = Optional.empty();
      }
      case LedgerFile.Found.Newer(int format) ->
          close(
              ("%s has format %d, of a newer Reveille: nothing is ordered; install that version"
                      + " again, or move the file away")
                  .formatted(LedgerFile.NAME, format));
      case LedgerFile.Found.Damaged(var reason) -> {
        log.error(
            "The ledger of orders was damaged and is now {}; limits are counted by the"
                + " certificates that are there reason=\"{}\"",
            LedgerFile.DAMAGED,
            reason);
        authorities.forEach(it -> guess(it, now));
        fault = Optional.empty();
        save(now);
      }
    }
  }

  private void take(StoredLedger ledger) {
    ledger
        .authorities()
        .forEach((directory, stored) -> accounts.put(directory, Account.of(stored.memory())));
    issuers.putAll(ledger.certificates());
    stopped.addAll(ledger.stopped());
  }

  private void guess(Authority authority, Instant now) {
    if (authority.limits().all().isEmpty()) {
      return;
    }
    Account account = of(authority);
    issued
        .all()
        .get()
        .forEach(
            (name, certificate) -> {
              Instant at = certificate.notBefore().plus(DATED_BACK);
              if (at.isAfter(now.minus(Account.REMEMBERED))) {
                account.begin(SentOrder.now(at.isAfter(now) ? now : at, name, false));
                account.issued(name);
              }
            });
    account.pause(
        new Trouble(1, now.plus(AFTER_DAMAGE), "its ledger was damaged, limits are not known"));
  }

  /** Nobody has to do anything: the other one orders. */
  private void closeWithoutLock() {
    if (!fault.equals(Optional.of(LOCKED))) {
      log.warn("{}", LOCKED);
    }
    fault = Optional.of(LOCKED);
  }

  private void close(String reason) {
    if (!fault.equals(Optional.of(reason))) {
      log.error("{}", reason);
    }
    fault = Optional.of(reason);
  }

  private StoredLedger stored() {
    Map<String, StoredLedger.StoredAccount> stored = new TreeMap<>();
    accounts.forEach(
        (directory, account) ->
            stored.put(directory, StoredLedger.StoredAccount.of(account.memory())));
    return new StoredLedger(
        StoredLedger.FORMAT, stored, new TreeMap<>(issuers), stopped.stream().toList());
  }
}
