package dev.reveille.metrics;

import dev.reveille.activity.GatewayReport;
import dev.reveille.activity.GatewayReport.Counts;
import dev.reveille.certificate.CertificateChoice;
import dev.reveille.certificate.CustomSet;
import dev.reveille.certificate.ServedCertificates;
import dev.reveille.certificate.TestChains;
import dev.reveille.docker.DockerEngine;
import dev.reveille.docker.EngineFailures;
import dev.reveille.project.EngineException;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.Bedtime;
import dev.reveille.reap.ProjectStates;
import dev.reveille.wake.Machine;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that is exported, with at least one sample of each. */
final class Exported implements AutoCloseable {
  final Metrics metrics = new Metrics();
  private final Machine machine = new Machine();
  private final Bedtime bedtime = new Bedtime(machine);
  private final DockerEngine gone =
      new DockerEngine(
          new DockerEngine.Settings(
              URI.create("unix:///nowhere/docker.sock"),
              Optional.empty(),
              false,
              List.of(),
              Duration.ofSeconds(5)),
          machine.timer);

  /** A metric by its name in a scrape without the ending of a single sample. */
  record Metric(String name, String type, String help, Map<String, Set<String>> labels) {
    /** The names of its samples. */
    List<String> samples() {
      return switch (type) {
        case "histogram" -> List.of(name + "_bucket", name + "_count", name + "_sum");
        case "summary" -> List.of(name + "_count", name + "_sum");
        default -> List.of(name);
      };
    }
  }

  Exported() {
    machine.addSite("shop", "web", "");
    bedtime.start();
    metrics.release("1.2.3");
    new WakeMetrics(metrics);
    new ReapMetrics(metrics);
    var sleeps = bedtime.sleeps(Bedtime.settings(Duration.ZERO, SleepDepth.STOP));
    var states = new ProjectStates(machine.routes, machine.wakes, sleeps);
    new ProjectMetrics(metrics, machine.inventory, states);
    new GatewayMetrics(metrics, bedtime.activity, machine.routes);
    new EngineMetrics(metrics, machine.inventory, failures());
    new CertificateMetrics(metrics, certificates(), Optional.empty());
    bedtime.activity.follow(new RequestMetrics(metrics, 10, bedtime.activity));
    Counts counts = new Counts(2, 1, 0, 1, 0, 612, Map.of("2xx", 1L), List.of(0L, 0L, 1L), 0.02);
    bedtime.activity.report(new GatewayReport("g1", "test.1", Map.of("shop", counts)));
  }

  /** All that there are, by name. */
  Map<String, Metric> all() {
    metrics.scrape(null); // the process's own come with the first scrape
    Map<String, Metric> all = new TreeMap<>();
    metrics.registry().scrape().stream()
        .map(Exported::metric)
        .forEach(metric -> all.put(metric.name(), metric));
    return all;
  }

  @Override
  public void close() {
    gone.close();
    machine.close();
  }

  private EngineFailures failures() {
    try {
      gone.list();
    } catch (EngineException _) {
      // is what is wanted
    }
    return gone.failures();
  }

  private ServedCertificates certificates() {
    var choice =
        new CertificateChoice(
            CustomSet.NONE,
            CustomSet.NONE,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            TestChains.selfSigned("localhost"));
    var served = new ServedCertificates(() -> choice, machine.routes, machine.timer);
    served.projects(machine.inventory.projects().get());
    return served;
  }

  private static Metric metric(MetricSnapshot snapshot) {
    Map<String, Set<String>> labels = new TreeMap<>();
    snapshot.getDataPoints().stream()
        .flatMap(point -> point.getLabels().stream())
        .forEach(
            (Label label) ->
                labels
                    .computeIfAbsent(label.getName(), _ -> new TreeSet<>())
                    .add(label.getValue()));
    String name = snapshot.getMetadata().getPrometheusName();
    String help = String.valueOf(snapshot.getMetadata().getHelp());
    return switch (snapshot) {
      case CounterSnapshot _ -> new Metric(name + "_total", "counter", help, labels);
      case HistogramSnapshot _ -> new Metric(name, "histogram", help, labels);
      case SummarySnapshot _ -> new Metric(name, "summary", help, labels);
      case InfoSnapshot _ -> new Metric(name + "_info", "gauge", help, labels);
      default -> new Metric(name, "gauge", help, labels);
    };
  }
}
