package dev.reveille.certificate;

import dev.reveille.certificate.IssuanceFailed.Kind;
import dev.reveille.concurrent.Timer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A CA in memory that issues real certificates. It is strict: two orders at a time for one name are
 * a fault, as are orders for no name, and for more than one.
 */
public final class ScriptedIssuer implements CertificateIssuer {
  private static final Duration TAKES = Duration.ofSeconds(5);

  private final String directory;
  private final Timer timer;
  private final TestChains.Authority authority = TestChains.authority("Scripted CA");
  private final List<Placed> orders = new ArrayList<>();
  private final Set<String> underWay = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> revoked = new ArrayList<>();
  private final Map<String, IssuanceFailed> failing = new ConcurrentHashMap<>();
  private volatile Optional<IssuanceFailed> down = Optional.empty();
  private volatile Function<X509Certificate, Optional<RenewalWindow>> windows =
      _ -> Optional.empty();
  private volatile Duration lifetime = Duration.ofDays(90);
  private int asked;
  private int mostUnderWay;

  /** An order as the CA saw it. */
  public record Placed(Instant at, String name, Optional<X509Certificate> replaces) {}

  ScriptedIssuer(String directory, Timer timer) {
    this.directory = directory;
    this.timer = timer;
  }

  @Override
  public String directory() {
    return directory;
  }

  @Override
  public ServerCertificate issue(Order order, Consumer<String> progress) {
    String name = order.names().size() == 1 ? order.names().getFirst() : "";
    begin(name, order);
    try {
      progress.accept("proving " + name);
      timer.sleep(TAKES);
      down.ifPresent(ScriptedIssuer::fail);
      Optional.ofNullable(failing.get(name)).ifPresent(ScriptedIssuer::fail);
      return authority.leaf(name).validFrom(timer.instant()).validFor(lifetime).make();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      end(name);
    }
  }

  @Override
  public Optional<RenewalWindow> renewalWindow(X509Certificate leaf) {
    var _ = timer.instant(); // so that the timer knows who asks
    synchronized (this) {
      asked++;
    }
    down.ifPresent(ScriptedIssuer::fail);
    return windows.apply(leaf);
  }

  @Override
  public synchronized void revoke(ServerCertificate certificate) {
    down.ifPresent(ScriptedIssuer::fail);
    revoked.add(certificate.serial());
  }

  /** From now on every order for the name fails like this. */
  public void fails(String name, Kind kind, Optional<Instant> retryAt) {
    failing.put(name, failure(kind, retryAt));
  }

  void mend(String name) {
    failing.remove(name);
  }

  /** From now on it can't be reached. */
  public void goDown() {
    down = Optional.of(failure(Kind.CA_UNREACHABLE, Optional.empty()));
  }

  public void comeBack() {
    down = Optional.empty();
  }

  /** Of the certificates that it issues from now on. */
  void lifetime(Duration time) {
    lifetime = time;
  }

  /** From now on it suggests when to renew. */
  void suggests(Function<X509Certificate, RenewalWindow> window) {
    windows = leaf -> Optional.of(window.apply(leaf));
  }

  synchronized List<Placed> orders() {
    assertStrict();
    return List.copyOf(orders);
  }

  public List<Placed> orders(String name) {
    return orders().stream().filter(it -> it.name().equals(name)).toList();
  }

  List<String> names() {
    return orders().stream().map(Placed::name).toList();
  }

  public synchronized List<String> revoked() {
    return List.copyOf(revoked);
  }

  synchronized int asked() {
    return asked;
  }

  synchronized int mostUnderWay() {
    return mostUnderWay;
  }

  private synchronized void begin(String name, Order order) {
    if (name.isEmpty()) {
      faults.add("an order for " + order.names());
    }
    if (!underWay.add(name)) {
      faults.add("two orders at a time for " + name);
    }
    mostUnderWay = Math.max(mostUnderWay, underWay.size());
    orders.add(new Placed(timer.instant(), name, order.replaces()));
  }

  private synchronized void end(String name) {
    underWay.remove(name);
  }

  private void assertStrict() {
    if (!faults.isEmpty()) {
      throw new AssertionError(faults);
    }
  }

  private static IssuanceFailed failure(Kind kind, Optional<Instant> retryAt) {
    return new IssuanceFailed(kind, "scripted " + kind, retryAt, null);
  }

  private static void fail(IssuanceFailed failure) {
    throw failure;
  }
}
