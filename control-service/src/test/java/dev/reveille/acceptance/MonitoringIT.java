package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Promtool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operators see of the whole product: figures, logs, and one id for a request in all of them.
 */
class MonitoringIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @RegisterExtension
  static final Installation reveille =
      Installation.with("ACCESS_LOG", "json", "LOG_FORMAT", "json");

  @TempDir private Path directory;

  @Test
  void aColdVisitIsOneLineWithItsProjectAndItsId() {
    String project = reveille.sandbox().unique("cold");
    reveille.site("cold").create();
    String host = reveille.siteHost("cold");
    String told = reveille.visitor().get(host, "/headers?a=b").body();

    JsonNode line = access(host, 1).getFirst();

    assertThat(line.path("status").asInt()).isEqualTo(200);
    assertThat(line.path("method").asText()).isEqualTo("GET");
    assertThat(line.path("path").asText()).isEqualTo("/headers?a=b");
    assertThat(line.path("project").asText()).isEqualTo(project);
    assertThat(line.path("wake").asText()).isEqualTo("cold");
    assertThat(line.path("upstream").asText()).matches("[0-9.]+:80");
    assertThat(line.path("duration").isNumber()).isTrue();
    assertThat(line.path("requestId").asText()).matches("[0-9a-f]+-[0-9]+-[0-9]+");
    assertThat(told).contains("X-Request-ID: " + line.path("requestId").asText());
    reveille.visitor().get(host, "/");
    assertThat(access(host, 2).getLast().path("wake").asText()).isEqualTo("warm");
    JsonNode woke = service("Woke project=" + project);
    assertThat(woke.path("project").asText()).isEqualTo(project);
    assertThat(woke.path("level").asText()).isEqualTo("INFO");
  }

  @Test
  void aSaneIdIsKeptAndATracePassesUntouched() {
    reveille.site("traced").run();
    String host = reveille.siteHost("traced");
    String told =
        send(host, "X-Request-ID", "order-7_a.B", "traceparent", TRACE, "tracestate", "a=b").body();

    assertThat(told.lines())
        .contains("X-Request-ID: order-7_a.B", "traceparent: " + TRACE, "tracestate: a=b");
    JsonNode line = access(host, 1).getFirst();
    assertThat(line.path("requestId").asText()).isEqualTo("order-7_a.B");
    assertThat(line.path("traceId").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void anIdThatCouldDoHarmIsReplacedAndNothingForgesALine() {
    reveille.site("forged").run();
    String host = reveille.siteHost("forged");
    String told =
        send(host, "X-Request-ID", "a\",\"status\":1", "User-Agent", "\"}\\n{\"a\":\"\u00e9")
            .body();
    send(host, "X-Request-ID", "x".repeat(129));

    assertThat(told).doesNotContain("status");
    assertThat(access(host, 2))
        .allSatisfy(
            line -> assertThat(line.path("requestId").asText()).matches("[0-9a-f]+-[0-9]+-[0-9]+"))
        .allSatisfy(line -> assertThat(line.path("status").asInt()).isEqualTo(200));
  }

  @Test
  void theGatewaysOwnAnswersCarryTheIdToo() {
    String host = reveille.host("nobody");
    HttpResponse<String> answer = send(host, "X-Request-ID", "mine");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("X-Request-ID")).contains("mine");
    JsonNode line = access(host, 1).getFirst();
    assertThat(line.path("project").asText()).isEmpty();
    assertThat(line.path("wake").asText()).isEmpty();
    assertThat(line.path("upstream").asText()).isEmpty();
  }

  @Test
  void prometheusReadsWhatWasDoneAndNothingFallsWhenTheGatewayIsStartedAnew() throws IOException {
    String project = reveille.sandbox().unique("counted");
    reveille.site("counted").create();
    String host = reveille.siteHost("counted");
    String answered = "reveille_requests_total{code=\"2xx\",project=\"" + project + "\"}";
    reveille.visitor().get(host, "/");
    reveille.visitor().get(host, "/");
    Eventually.isTrue(() -> value(answered) == 2);

    Path scrape = Files.writeString(directory.resolve("scrape"), scrape());
    assertThat(Promtool.run("check metrics <\"$0\"", scrape)).isEmpty();
    assertThat(value("reveille_wakes_total{kind=\"cold\",result=\"ready\"}")).isPositive();
    assertThat(value("reveille_wake_step_duration_seconds_count{step=\"starting\"}")).isPositive();
    assertThat(value("reveille_gateways")).isEqualTo(1);
    assertThat(value("reveille_engine_reachable")).isEqualTo(1);

    reveille.proxy().killGateway();
    Eventually.isTrue(() -> answers(host));
    double before = value(answered);
    assertThat(before).isGreaterThanOrEqualTo(2);
    Eventually.isTrue(() -> value(answered) >= 3);
  }

  private static boolean answers(String host) {
    try {
      return reveille.visitor().get(host, "/").statusCode() == 200;
    } catch (RuntimeException _) {
      return false; // it does not listen yet
    }
  }

  private static HttpResponse<String> send(String host, String... headers) {
    HttpRequest.Builder request = reveille.visitor().request(host, "/headers").headers(headers);
    return reveille.visitor().send(request);
  }

  /** The lines of the access log about a host, once there are so many. */
  private static List<JsonNode> access(String host, int count) {
    Eventually.isTrue(() -> access(host).count() >= count);
    return access(host).toList();
  }

  private static Stream<JsonNode> access(String host) {
    return lines()
        .filter(line -> line.path("host").asText().equals(host))
        .filter(
            line -> !line.path("path").asText().equals("/robots.txt")); // the site was looked for
  }

  private static JsonNode service(String message) {
    return lines()
        .filter(line -> line.path("message").asText().startsWith(message))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<JsonNode> lines() {
    return reveille
        .proxy()
        .log()
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(MonitoringIT::parse);
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  private static double value(String series) {
    return scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  private static String scrape() {
    URI address = URI.create("http://127.0.0.1:" + reveille.proxy().controlPort() + "/metrics");
    try (InputStream answer = address.toURL().openStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
