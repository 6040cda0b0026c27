package dev.reveille.certificate;

import dev.reveille.certificate.CertificateEvent.Kind;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything that has certificates ordered, put together as in the product, with a CA and files in
 * memory; its time leaps, so that weeks pass in milliseconds.
 */
public final class Office implements AutoCloseable {
  static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

  final LeapingTimer timer;
  public final ScriptedIssuer ca;
  final ScriptedIssuer otherCa;
  final InMemoryPemFiles files = new InMemoryPemFiles();
  public final List<CertificateEvent> events = new CopyOnWriteArrayList<>();
  public final Map<String, String> faults = new ConcurrentHashMap<>();
  final AtomicInteger checks = new AtomicInteger();

  /** What patterns of labels claim. */
  public final Set<String> claimed = ConcurrentHashMap.newKeySet();

  public IssuedCertificates issued = new IssuedCertificates(new InMemoryPemFiles());
  public volatile boolean holdsLock = true;
  volatile boolean isGatewayThere = true;
  private Limits limits = Limits.NONE;
  private boolean hasOtherCa;
  private NamePolicy.Settings names =
      new NamePolicy.Settings(List.of("example.com", "example.org"), false, false, false);
  private Optional<Issuance> issuance = Optional.empty();
  private Set<String> wanted = Set.of();

  Office() {
    this(new LeapingTimer());
  }

  /** With the time of others. */
  public Office(LeapingTimer timer) {
    this.timer = timer;
    this.ca = new ScriptedIssuer("https://ca.example/directory", timer);
    this.otherCa = new ScriptedIssuer("https://other.example/directory", timer);
  }

  Office limits(Limits now) {
    limits = now;
    return this;
  }

  Office withOtherCa() {
    hasOtherCa = true;
    return this;
  }

  /** dns-01 is available, and these are allowed. */
  Office wildcards(String... domains) {
    names = new NamePolicy.Settings(List.of(domains), true, false, false);
    return this;
  }

  /** Opens, with these names claimed by labels; also again, after {@link #crash}. */
  public Office open(String... labels) {
    List<Authority> authorities = new ArrayList<>(List.of(new Authority(ca, limits)));
    if (hasOtherCa) {
      authorities.add(new Authority(otherCa, Limits.NONE));
    }
    Issuance.Around around =
        new Issuance.Around(
            this::isClaimed, _ -> false, () -> holdsLock, this::fault, this::served, events::add);
    Issuance next =
        new Issuance(new Issuance.Settings(names, authorities, 3), issued, files, around, timer);
    issuance = Optional.of(next);
    claim(labels);
    next.start();
    var _ = statuses(); // so that the timer knows the desk before any time passes
    return this;
  }

  /** From now on labels claim these. */
  public void claim(String... labels) {
    wanted = Set.of(labels);
    issuance().wanted(wanted);
  }

  public Issuance issuance() {
    return issuance.orElseThrow();
  }

  /** Ends it at once; what is not in its files is lost. */
  void crash() {
    close();
  }

  /** In steps, since a timer that takes long for one supposes that time stands still. */
  Office pass(Duration time) {
    Duration step = time.dividedBy(10);
    for (int i = 0; i < 9; i++) {
      timer.pass(step);
    }
    timer.pass(time.minus(step.multipliedBy(9)));
    return this;
  }

  /** Time enough for everything that can be done at once. */
  public Office settle() {
    pass(Duration.ofSeconds(30));
    return this;
  }

  /** Asks for a renewal as soon as the CA has an order; no time passes between, so it goes on. */
  RenewAnswer renewDuringTheOrder(String name) {
    return timer.holdStill(
        () -> {
          Eventually.isTrue(() -> !ca.orders().isEmpty());
          return renew(name, false);
        });
  }

  RenewAnswer renew(String name, boolean isForced) {
    return timer.holdStill(() -> issuance().renew(name, isForced));
  }

  Map<String, RenewAnswer> renewAll() {
    return timer.holdStill(() -> issuance().renewAll(false));
  }

  Removal revoke(String name) {
    return timer.holdStill(() -> issuance().revoke(name));
  }

  Removal delete(String name) {
    return timer.holdStill(() -> issuance().delete(name));
  }

  List<NameStatus> statuses() {
    return timer.holdStill(() -> issuance().statuses());
  }

  NameStatus status(String name) {
    return statuses().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no status of " + name));
  }

  public ServerCertificate certificate(String name) {
    return issued.find(name).orElseThrow(() -> new AssertionError("no certificate of " + name));
  }

  /** When orders for a name were placed, counted from the beginning. */
  List<Duration> ordered(String name) {
    return ca.orders(name).stream().map(it -> Duration.between(BEGIN, it.at())).toList();
  }

  List<CertificateEvent> events(Kind kind) {
    return events.stream().filter(it -> it.kind() == kind).toList();
  }

  @Override
  public void close() {
    issuance.ifPresent(Issuance::close);
  }

  private boolean isClaimed(String host) {
    return wanted.contains(host) || claimed.contains(host);
  }

  private Optional<String> fault(String host) {
    var _ = timer.instant(); // so that the timer knows the order's thread from its beginning
    checks.incrementAndGet();
    return Optional.ofNullable(faults.get(host));
  }

  private CompletableFuture<Boolean> served(ServerCertificate certificate) {
    return isGatewayThere ? CompletableFuture.completedFuture(true) : new CompletableFuture<>();
  }
}
