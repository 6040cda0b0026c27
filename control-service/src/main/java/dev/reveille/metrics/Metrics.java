package dev.reveille.metrics;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** All metrics of this process, as Prometheus reads them. */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final AtomicBoolean isScraped = new AtomicBoolean();

  /**
   * Which release this is.
   *
   * @param version {@code 1.2.0}
   */
  public void release(String version) {
    Info.builder()
        .name("reveille_build_info")
        .help("The release that runs.")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
  }

  /** The values of a moment. */
  public record Scrape(String contentType, String body) {}

  /**
   * Reads all values.
   *
   * @param accept the caller's {@code Accept}: OpenMetrics where it asks for that, else
   *     Prometheus's text format
   */
  public Scrape scrape(@Nullable String accept) {
    registerProcess();
    ExpositionFormatWriter writer =
        accept != null && accept.contains("application/openmetrics-text")
            ? formats.getOpenMetricsTextFormatWriter()
            : formats.getPrometheusTextFormatWriter();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, registry.scrape());
    } catch (IOException e) {
      throw new IllegalStateException("cannot write metrics to memory", e);
    }
    return new Scrape(writer.getContentType(), body.toString(StandardCharsets.UTF_8));
  }

  /** Not before somebody asks: the JVM's own figures take a while to load. */
  private void registerProcess() {
    if (isScraped.compareAndSet(false, true)) {
      ProcessMetrics.register(registry);
    }
  }

  PrometheusRegistry registry() {
    return registry;
  }
}
