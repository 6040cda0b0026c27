package dev.reveille.certificate;

import static dev.reveille.certificate.CertificateChoice.EVERYONE_ELSE;

import dev.reveille.concurrent.Latest;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import dev.reveille.project.HttpsLabels;
import dev.reveille.project.Projects;
import dev.reveille.route.CertificateMark;
import dev.reveille.route.Routes;
import dev.reveille.route.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificate the gateway shows for which name, as of now. Whenever names or certificates
 * change the choice is made again for all names, and what differs reaches the gateway by the route
 * table. Safe for use by many threads.
 */
public final class ServedCertificates implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServedCertificates.class);

  /** Dates pass without an event. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  /** Names below patterns that somebody has asked for; a flood of them forgets the oldest. */
  private static final int ASKED_KEPT = 10_000;

  private final Certificates certificates;
  private final Routes routes;
  private final Timer timer;
  private final Latest<Map<String, Chosen>> shown = new Latest<>(Map.of());
  private final Semaphore bell = new Semaphore(0);
  private final Set<String> asked = new LinkedHashSet<>();
  private volatile ClaimedHosts claims = ClaimedHosts.NONE;
  private volatile boolean hasSeen;
  private List<Thread> loops = List.of();

  /** Every certificate that there is at a moment. */
  @FunctionalInterface
  public interface Certificates {
    /** The choice among those that are there now. */
    CertificateChoice now();
  }

  public ServedCertificates(Certificates certificates, Routes routes, Timer timer) {
    this.certificates = certificates;
    this.routes = routes;
    this.timer = timer;
  }

  /** Begins to follow changes that {@link #changed} tells of. */
  public void start() {
    loops =
        List.of(
            Threads.start("served-certificates", this::run),
            Threads.start("served-certificates-clock", this::ring));
  }

  /** What is claimed by now. The first time, the choice is made before this returns. */
  public void projects(Projects now) {
    ClaimedHosts before = claims;
    claims = ClaimedHosts.of(now, routes.ownHost());
    if (!hasSeen) {
      hasSeen = true;
      choose();
    } else if (!claims.equals(before)) {
      changed();
    }
  }

  /** Certificates are others than before. */
  public void changed() {
    bell.release();
  }

  /** By the name for which each is shown. */
  public Latest<Map<String, Chosen>> shown() {
    return shown;
  }

  /** What is wrong with labels that name a certificate, each in a sentence. */
  public List<String> problems() {
    CertificateChoice choice = certificates.now();
    ClaimedHosts claimed = claims;
    return claimed.names().stream()
        .sorted()
        .flatMap(
            name ->
                choice
                    .problem(name, claimed.labels(name).flatMap(HttpsLabels::certificate))
                    .stream())
        .distinct()
        .toList();
  }

  /** Names that a CA may be asked for: nobody has put a good certificate of their own there. */
  public Set<String> wanted() {
    Map<String, Chosen> now = shown.get();
    Set<String> names = new HashSet<>(claims.names());
    names.removeIf(name -> now.containsKey(name) && isOwn(now.get(name)));
    return names;
  }

  /** Whether labels have been looked at since the start. */
  public boolean hasSeen() {
    return hasSeen;
  }

  /** Whether a label claims it, or a pattern that covers it. */
  public boolean isClaimed(String name) {
    return claims.labels(name).isPresent();
  }

  /** Whether a container asks for a certificate of this host by a variable. */
  public boolean isAskedFor(String name) {
    return claims.asksFor(name);
  }

  /**
   * The certificate for a name, also for one that the table does not have yet, as a host below
   * {@code *.x}; from then on the table has it, as soon as there is one. Empty where only a
   * certificate for everyone is left.
   */
  public Optional<Chosen> find(String name) {
    Chosen known = shown.get().get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<HttpsLabels> labels = claims.labels(name);
    if (labels.isEmpty()) {
      return Optional.empty();
    }
    remember(name);
    Chosen chosen = choose(certificates.now(), name, labels.get());
    if (!isForTheName(chosen)) {
      return Optional.empty();
    }
    changed();
    return Optional.of(chosen);
  }

  /** Makes the choice again before it returns. */
  public void update() {
    choose();
  }

  /**
   * Completes with true when a gateway has been seen to have this certificate, for whatever name;
   * with false at once where others are shown for all, since none ever will then.
   */
  public CompletableFuture<Boolean> served(ServerCertificate certificate) {
    Version version = choose();
    CompletableFuture<Boolean> served = new CompletableFuture<>();
    if (shown.get().values().stream()
        .noneMatch(chosen -> chosen.certificate().id().equals(certificate.id()))) {
      served.complete(false);
      return served;
    }
    Latest.Subscription subscription =
        routes.taken().subscribe(taken -> completeFrom(version, taken, served));
    completeFrom(version, routes.taken().get(), served);
    var _ = served.whenComplete((_, _) -> subscription.close());
    return served;
  }

  @Override
  public void close() {
    loops.forEach(Thread::interrupt);
  }

  private static void completeFrom(Version wanted, long taken, CompletableFuture<Boolean> served) {
    if (taken >= wanted.number()) {
      served.complete(true);
    }
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        bell.acquire();
        bell.drainPermits();
        choose();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        log.error("Could not choose certificates; those that are shown stay as they are", e);
      }
    }
  }

  private void ring() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        timer.sleep(LOOK_AGAIN);
      } catch (InterruptedException _) {
        return;
      }
      changed();
    }
  }

  private synchronized Version choose() {
    CertificateChoice choice = certificates.now();
    ClaimedHosts claimed = claims;
    Map<String, Chosen> next = new HashMap<>();
    Set<String> names = new HashSet<>(claimed.names());
    names.addAll(askedAndClaimed(claimed));
    for (String name : names) {
      Chosen chosen = choose(choice, name, claimed.labels(name).orElse(HttpsLabels.NONE));
      if (isForTheName(chosen)) {
        next.put(name, chosen);
      }
    }
    next.put(EVERYONE_ELSE, choose(choice, EVERYONE_ELSE, HttpsLabels.NONE));
    choice.local().ifPresent(authority -> authority.retain(names));
    shown.set(Map.copyOf(next));
    Map<String, CertificateMark> marks = new HashMap<>();
    next.forEach(
        (name, chosen) ->
            marks.put(name, new CertificateMark(chosen.certificate().id(), chosen.trusted())));
    return routes.certificates(marks);
  }

  private Chosen choose(CertificateChoice choice, String name, HttpsLabels labels) {
    return choice.choose(name, labels.certificate(), timer.instant());
  }

  private void remember(String name) {
    synchronized (asked) {
      asked.add(name);
      if (asked.size() > ASKED_KEPT) {
        asked.remove(asked.iterator().next());
      }
    }
  }

  private Set<String> askedAndClaimed(ClaimedHosts claimed) {
    synchronized (asked) {
      asked.removeIf(name -> claimed.labels(name).isEmpty());
      return Set.copyOf(asked);
    }
  }

  /** Not the one for everyone, unless browsers accept it for this name as well. */
  private static boolean isForTheName(Chosen chosen) {
    return switch (chosen.source()) {
      case CUSTOM, IMPORTED, ISSUED, LOCAL_CA -> true;
      case DEFAULT, SELF_SIGNED -> chosen.trusted();
    };
  }

  private static boolean isOwn(Chosen chosen) {
    return switch (chosen.source()) {
      case CUSTOM, IMPORTED, DEFAULT -> chosen.trusted();
      case ISSUED, LOCAL_CA, SELF_SIGNED -> false;
    };
  }
}
