package dev.reveille.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** All metrics of this process, as Prometheus reads them. */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();

  /** The values of a moment. */
  public record Scrape(String contentType, String body) {}

  /**
   * Reads all values.
   *
   * @param accept the caller's {@code Accept}: OpenMetrics where it asks for that, else
   *     Prometheus's text format
   */
  public Scrape scrape(@Nullable String accept) {
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

  PrometheusRegistry registry() {
    return registry;
  }
}
