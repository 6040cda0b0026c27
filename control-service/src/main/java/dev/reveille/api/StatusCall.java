package dev.reveille.api;

import dev.reveille.activity.Activity;
import dev.reveille.certificate.Attention;
import dev.reveille.certificate.Issuance;
import dev.reveille.project.Problem;
import dev.reveille.reap.ProjectStates;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code GET /v1/status}: how everything stands, on one screen. */
final class StatusCall implements HttpHandler {
  private static final int NEXT_SLEEPS = 5;

  private final ControlServer.Parts parts;
  private final HealthCalls health;
  private final ProjectStates states;

  StatusCall(ControlServer.Parts parts, HealthCalls health, ProjectStates states) {
    this.parts = parts;
    this.health = health;
    this.states = states;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Blocking.run(exchange, () -> Reply.json(exchange, 200, wire()));
  }

  private StatusWire wire() {
    return new StatusWire(
        parts.clock().instant().toString(),
        Release.version(),
        health.wire(),
        gateways(parts.activity()),
        projects(),
        sleeps(),
        certificates(),
        problems());
  }

  private List<StatusWire.GatewayWire> gateways(Activity activity) {
    var newest = parts.routes().table().get().version();
    return activity.gateways().stream()
        .map(it -> StatusWire.GatewayWire.from(it, newest.ahead(it.routes())))
        .toList();
  }

  private Map<String, Integer> projects() {
    Set<String> served = states.served();
    Map<String, Integer> counts = new TreeMap<>();
    parts
        .inventory()
        .projects()
        .get()
        .all()
        .forEach(project -> counts.merge(states.of(project, served).word(), 1, Integer::sum));
    return counts;
  }

  /** The soonest first. */
  private List<ReapWire.SleepWire> sleeps() {
    return parts.sleeps().plan().projects().stream()
        .filter(planned -> planned.due().isPresent())
        .sorted((a, b) -> a.due().orElseThrow().compareTo(b.due().orElseThrow()))
        .limit(NEXT_SLEEPS)
        .map(ReapWire.SleepWire::from)
        .toList();
  }

  private StatusWire.CertificatesWire certificates() {
    var shown = parts.certificates().served().shown().get();
    var statuses = parts.certificates().issuance().map(Issuance::statuses).orElse(List.of());
    List<StatusWire.AttentionWire> attention =
        Attention.of(shown, statuses, parts.clock().instant()).stream()
            .map(it -> new StatusWire.AttentionWire(it.name(), it.reason()))
            .toList();
    return new StatusWire.CertificatesWire(shown.size(), attention);
  }

  private List<String> problems() {
    Stream<Problem> ofLabels =
        Stream.concat(
            parts.inventory().projects().get().problems().stream(),
            parts.routes().conflicts().stream());
    return Stream.concat(
            ofLabels.map(
                it ->
                    "project %s: container %s: %s"
                        .formatted(it.project(), it.container(), it.text())),
            parts.certificates().problems().get().stream())
        .toList();
  }
}
