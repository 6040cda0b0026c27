package dev.reveille.app;

import dev.reveille.acme.AcmeIssuer;
import dev.reveille.acme.CaReach;
import dev.reveille.activity.Activity;
import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.HostCheck;
import dev.reveille.config.CertificateSettings;
import dev.reveille.config.Config;
import dev.reveille.dns.HasAddress;
import dev.reveille.dns.LeadsHere;
import dev.reveille.docker.DockerEngine;
import dev.reveille.doctor.Check;
import dev.reveille.doctor.Doctor;
import dev.reveille.doctor.EngineCheck;
import dev.reveille.doctor.GatewayCheck;
import dev.reveille.doctor.HostsCheck;
import dev.reveille.project.HostPattern;
import dev.reveille.route.Route;
import dev.reveille.route.Routes;
import dev.reveille.store.FolderChecks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts together what is looked at when somebody asks what is wrong. */
final class DoctorWiring {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private DoctorWiring() {}

  /** What the checks look at. */
  record Means(
      DockerEngine engine,
      Activity activity,
      Routes routes,
      Challenges challenges,
      InstantSource clock) {}

  static Doctor doctor(Config config, Means means) {
    List<Check> checks = new ArrayList<>();
    checks.add(EngineCheck.of(means.engine()::identity, means.clock()));
    checks.add(GatewayCheck.of(means.activity(), means.routes(), means.clock()));
    checks.add(hosts(config.certificates(), means));
    authorities(config.certificates())
        .map(ca -> CaReach.of(ca, means.clock()))
        .forEach(checks::add);
    checks.add(FolderChecks.ofState(config.stateDirectory()));
    checks.add(FolderChecks.ofCertificates(config.certificates().folder()));
    return new Doctor(checks, LIMIT);
  }

  /** Only where a CA may ask for challenges does the gateway answer those that show it. */
  private static Check hosts(CertificateSettings settings, Means means) {
    Optional<LeadsHere.Settings> look =
        settings.acme().flatMap(CertificateSettings.Acme::selfCheck);
    HostCheck check =
        look.<HostCheck>map(it -> new LeadsHere(it, means.challenges())).orElseGet(HasAddress::new);
    String seen =
        look.isPresent()
            ? "lead here"
            : "have an address (whether it leads here was not looked at)";
    return HostsCheck.of(() -> exactHosts(means.routes()), check, seen);
  }

  private static Set<String> exactHosts(Routes routes) {
    return routes.table().get().routes().values().stream()
        .map(Route::host)
        .filter(HostPattern.Exact.class::isInstance)
        .map(HostPattern::text)
        .collect(Collectors.toSet());
  }

  private static Stream<AcmeIssuer.Settings> authorities(CertificateSettings settings) {
    return settings.acme().stream()
        .flatMap(acme -> Stream.concat(Stream.of(acme.first()), acme.second().stream()));
  }
}
