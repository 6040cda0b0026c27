package dev.reveille.app;

import dev.reveille.acme.AcmeIssuer;
import dev.reveille.api.ControlServer;
import dev.reveille.certificate.Authority;
import dev.reveille.certificate.CertificateChoice;
import dev.reveille.certificate.CertificateEvent;
import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.CustomCertificates;
import dev.reveille.certificate.DnsRecords;
import dev.reveille.certificate.ExpiryWatch;
import dev.reveille.certificate.HostCheck;
import dev.reveille.certificate.ImportedCertificates;
import dev.reveille.certificate.Issuance;
import dev.reveille.certificate.IssuedCertificates;
import dev.reveille.certificate.Limits;
import dev.reveille.certificate.LocalAuthority;
import dev.reveille.certificate.SelfSigned;
import dev.reveille.certificate.ServedCertificates;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import dev.reveille.config.CertificateSettings;
import dev.reveille.config.Setting;
import dev.reveille.config.WrongSettings;
import dev.reveille.dns.HookRecords;
import dev.reveille.dns.LeadsHere;
import dev.reveille.dns.Rfc2136Records;
import dev.reveille.event.Events;
import dev.reveille.metrics.CertificateMetrics;
import dev.reveille.metrics.Metrics;
import dev.reveille.project.Projects;
import dev.reveille.route.Routes;
import dev.reveille.store.StateDirectory;
import dev.reveille.store.StateLock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Puts together what certificates need. */
final class CertificateWiring implements AutoCloseable {
  private static final int ORDERS_AT_A_TIME = 3;
  private static final Duration RETRY_WRITING = Duration.ofMinutes(1);

  private final Timer timer;
  private final Challenges challenges = new Challenges();
  private final CustomCertificates custom;
  private final IssuedCertificates issued;
  private final ImportedCertificates imported;
  private final Optional<LocalAuthority> local;
  private final ServedCertificates served;
  private final ExpiryWatch expiries;
  private final StateLock lock;
  private final Optional<Issuance> issuance;
  private Optional<Thread> housekeeping = Optional.empty();

  /** Makes everything, and in the state directory what is missing there; starts nothing. */
  CertificateWiring(
      CertificateSettings settings, StateDirectory state, Routes routes, Told told, Timer timer) {
    this.timer = timer;
    this.custom = new CustomCertificates(settings.folder(), timer);
    this.issued = new IssuedCertificates(state.folder("certificates"));
    this.imported = new ImportedCertificates(state.folder("imported"), timer);
    this.local = settings.local().map(it -> local(it, state, timer));
    ServerCertificate selfSigned = new SelfSigned(state, timer).provide();
    this.served =
        new ServedCertificates(
            () ->
                new CertificateChoice(
                    custom.set().get(),
                    imported.set().get(),
                    issued.all().get(),
                    local,
                    settings.defaultName(),
                    selfSigned),
            routes,
            timer);
    this.lock = new StateLock(state, timer);
    CertificateMetrics[] metrics = new CertificateMetrics[1];
    this.expiries = new ExpiryWatch(state, timer, event -> told.hear(event, metrics[0]));
    this.issuance =
        settings.acme().map(acme -> issuance(acme, state, event -> hear(event, told, metrics[0])));
    metrics[0] = new CertificateMetrics(told.metrics(), served, issuance);
  }

  /** Where events and figures go. */
  record Told(Events events, Metrics metrics) {
    private void hear(CertificateEvent event, CertificateMetrics metrics) {
      String kind = "certificate." + event.kind().name().toLowerCase(Locale.ROOT);
      events.add(event.at(), kind, event.name(), event.text());
      metrics.count(event);
    }
  }

  /** One that is not renewed in time is in the log every day, and an event once. */
  private void hear(CertificateEvent event, Told told, CertificateMetrics metrics) {
    boolean isNews =
        event.kind() != CertificateEvent.Kind.EXPIRING
            || Optional.ofNullable(issued.all().get().get(event.name()))
                .map(expiries::isFirst)
                .orElse(true);
    if (isNews) {
      told.hear(event, metrics);
    }
  }

  ControlServer.CertificateParts parts() {
    return new ControlServer.CertificateParts(
        served, imported, this::problems, challenges, local, issuance, this::rollBack);
  }

  /** The answer to who wanted it already tells of the certificate that is shown then. */
  private boolean rollBack(String name) {
    boolean isDone = issued.rollBack(name);
    if (isDone) {
      served.update();
    }
    return isDone;
  }

  private List<String> problems() {
    return Stream.of(
            custom.set().get().problems(),
            imported.problems(),
            issued.problems(),
            served.problems())
        .flatMap(List::stream)
        .toList();
  }

  /** What is claimed; certificates of it are in the route table when this returns first. */
  void see(Projects projects) {
    served.projects(projects);
  }

  void start() {
    custom.set().subscribe(_ -> served.changed());
    issued.all().subscribe(_ -> served.changed());
    served.shown().subscribe(shown -> expiries.see(shown.values()));
    custom.start();
    served.start();
    issuance.ifPresent(this::start);
  }

  private void start(Issuance orders) {
    served.shown().subscribe(_ -> orders.wanted(served.wanted()));
    lock.start();
    lock.whenTaken(issued::readAgain, orders::lockTaken); // what was read at first is new enough
    orders.start();
    housekeeping = Optional.of(Threads.start("certificate-files", this::keepHouse));
  }

  /** A disk that was full may have room by now. */
  private void keepHouse() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        timer.sleep(RETRY_WRITING);
      } catch (InterruptedException _) {
        return;
      }
      issued.retryUnwritten();
    }
  }

  @Override
  public void close() {
    housekeeping.ifPresent(Thread::interrupt);
    issuance.ifPresent(Issuance::close);
    lock.close();
    served.close();
    custom.close();
  }

  private Issuance issuance(
      CertificateSettings.Acme acme, StateDirectory state, Consumer<CertificateEvent> listener) {
    Optional<DnsRecords> records = records(acme);
    List<Authority> authorities =
        Stream.concat(Stream.of(acme.first()), acme.second().stream())
            .map(
                it ->
                    new Authority(
                        new AcmeIssuer(
                            it,
                            state.folder("acme/" + folder(it.directory())),
                            challenges,
                            records,
                            timer),
                        limits(acme.limits(), it.directory())))
            .toList();
    HostCheck check =
        acme.selfCheck().<HostCheck>map(it -> new LeadsHere(it, challenges)).orElse(HostCheck.NONE);
    return new Issuance(
        new Issuance.Settings(acme.names(), authorities, ORDERS_AT_A_TIME),
        issued,
        state.folder("certificates"),
        new Issuance.Around(
            served::isClaimed, served::isAskedFor, lock::isHeld, check, served::served, listener),
        timer);
  }

  private static LocalAuthority local(
      LocalAuthority.Settings settings, StateDirectory state, Timer timer) {
    try {
      return new LocalAuthority(state.folder("local-ca"), settings, timer);
    } catch (IllegalArgumentException e) {
      throw new WrongSettings(List.of(Setting.LOCAL_CA + ": " + e.getMessage()));
    }
  }

  private Optional<DnsRecords> records(CertificateSettings.Acme acme) {
    return acme.updates()
        .<DnsRecords>map(it -> new Rfc2136Records(it, timer))
        .or(() -> acme.hook().map(it -> new HookRecords(it, timer)));
  }

  private static Limits limits(CertificateSettings.LimitsChoice choice, URI directory) {
    return switch (choice) {
      case LETSENCRYPT -> Limits.LETS_ENCRYPT;
      case NONE -> Limits.NONE;
      case AUTO ->
          directory.getHost().endsWith(".letsencrypt.org") ? Limits.LETS_ENCRYPT : Limits.NONE;
    };
  }

  /** A name of its own for each CA: {@code acme-v02.api.letsencrypt.org-1f2e3d4c}. */
  private static String folder(URI directory) {
    UUID digest = UUID.nameUUIDFromBytes(directory.toString().getBytes(StandardCharsets.UTF_8));
    return directory.getHost() + "-" + digest.toString().substring(0, 8);
  }
}
