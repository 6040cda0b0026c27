package dev.reveille.api;

import dev.reveille.certificate.CertificateChoice;
import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.CustomSet;
import dev.reveille.certificate.ImportedCertificates;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.certificate.Issuance;
import dev.reveille.certificate.LocalAuthority;
import dev.reveille.certificate.Office;
import dev.reveille.certificate.ServedCertificates;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.event.Events;
import dev.reveille.metrics.CertificateMetrics;
import dev.reveille.metrics.Metrics;
import dev.reveille.project.Projects;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.Bedtime;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A control API with certificates: custom ones, a CA in memory, the local CA where a test wants it.
 * A test adds what it needs first, and then opens it.
 */
public final class CertificateApi implements AutoCloseable {
  /** On the machine's own clock, so that only a failure takes all of it. */
  private static final Duration HANDSHAKE_WAIT = Duration.ofSeconds(15);

  public final Machine machine = new Machine();
  public final Office office = new Office(machine.timer);
  final Challenges challenges = new Challenges();
  final Events events = new Events(machine.timer);
  final Metrics metrics = new Metrics();
  final ImportedCertificates imported =
      new ImportedCertificates(new InMemoryPemFiles(), machine.timer);
  final ServerCertificate selfSigned = TestChains.selfSigned("localhost");
  final ServedCertificates served =
      new ServedCertificates(this::choice, machine.routes, machine.timer);

  Optional<LocalAuthority> local = Optional.empty();
  public List<String> problems = List.of();
  private volatile CustomSet custom = CustomSet.NONE;
  private @Nullable ControlApi api;

  /** A sleeping container that claims hosts. */
  public CertificateApi site(String name, String hosts) {
    machine.engine.add(name).host(hosts);
    return this;
  }

  public CertificateApi custom(Map<String, ServerCertificate> now) {
    custom = CustomSet.of(now);
    return this;
  }

  /** Nothing is ordered. */
  public CertificateApi openWithoutAcme() {
    return open(false);
  }

  /** Orders what labels claim, and waits for that. */
  public CertificateApi open() {
    office.open();
    open(true);
    office.settle();
    return this;
  }

  private CertificateApi open(boolean isOrdered) {
    office.issued.all().subscribe(_ -> served.update());
    if (isOrdered) {
      served.shown().subscribe(_ -> office.claim(served.wanted().toArray(String[]::new)));
    }
    var issuance = isOrdered ? Optional.of(office.issuance()) : Optional.<Issuance>empty();
    new CertificateMetrics(metrics, served, issuance);
    var parts =
        new ControlServer.CertificateParts(
            served, imported, () -> problems, challenges, local, issuance, this::rollBack);
    Bedtime bedtime = new Bedtime(machine);
    var https = new ControlServer.Https(false, Optional.empty(), true, HANDSHAKE_WAIT);
    var settings =
        new ControlServer.Settings(
            "127.0.0.1",
            0,
            Machine.PATIENCE,
            Machine.TIMEOUT,
            202,
            https,
            ControlServer.IgnoredRequests.NONE,
            ControlServer.Dashboard.LOCAL);
    api =
        new ControlApi(
            settings,
            new ControlServer.Parts(
                machine.inventory,
                machine.routes,
                machine.visits(),
                machine.wakes,
                bedtime.activity,
                bedtime.sleeps(Bedtime.settings(Duration.ZERO, SleepDepth.STOP)),
                ControlApi.removals(machine),
                parts,
                events,
                metrics,
                ControlApi.OPERATOR,
                machine.engine,
                machine.timer));
    look();
    return this;
  }

  /** The engine's containers are seen. */
  public void look() {
    Projects projects = Projects.from(machine.engine.list());
    served.projects(projects);
    machine.routes.projects(projects);
  }

  public ControlApi api() {
    if (api == null) {
      throw new IllegalStateException("open it first");
    }
    return api;
  }

  /** As an administrator, while no time passes. */
  ControlApi.Answer get(String path) {
    return still(() -> api().get(path, ControlApi.ADMIN));
  }

  ControlApi.Answer post(String path) {
    return still(() -> api().post(path, ControlApi.ADMIN, ""));
  }

  ControlApi.Answer delete(String path) {
    return still(() -> Eventually.get(api().send("DELETE", path, ControlApi.ADMIN, "")));
  }

  /** As the hook, while no time passes. */
  ControlApi.Answer hook(String path) {
    return still(() -> api().get(path, ControlApi.HOOK));
  }

  <T> T still(Supplier<T> call) {
    return machine.timer.holdStill(call);
  }

  @Override
  public void close() {
    if (api != null) {
      api.close();
    }
    served.close();
    office.close();
    machine.close();
  }

  private boolean rollBack(String name) {
    return office.issued.rollBack(name);
  }

  private CertificateChoice choice() {
    return new CertificateChoice(
        custom,
        imported.set().get(),
        office.issued.all().get(),
        local,
        Optional.empty(),
        selfSigned);
  }
}
