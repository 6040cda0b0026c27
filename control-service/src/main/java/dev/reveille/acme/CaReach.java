package dev.reveille.acme;

import dev.reveille.doctor.Check;
import dev.reveille.doctor.ClockSkew;
import dev.reveille.doctor.Finding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether a CA's directory can be reached, without an account and without counting. */
public final class CaReach {
  private static final String SUBJECT = "ca";
  private static final Duration LIMIT = Duration.ofSeconds(8);
  private static final int LARGEST_ANSWER = 1 << 20;

  private static final String ADVICE =
      "look at this machine's way to the internet, at ACME_DIRECTORY, and for a private CA at"
          + " ACME_CA_FILE; certificates that are there are served meanwhile";

  private final URI directory;
  private final AcmeIssuer.Settings settings;
  private final InstantSource clock;

  private CaReach(AcmeIssuer.Settings settings, InstantSource clock) {
    this.directory = settings.directory();
    this.settings = settings;
    this.clock = clock;
  }

  public static Check of(AcmeIssuer.Settings settings, InstantSource clock) {
    CaReach reach = new CaReach(settings, clock);
    return new Check(SUBJECT, reach::look);
  }

  private List<Finding> look() {
    try (HttpClient client = client()) {
      HttpRequest request = HttpRequest.newBuilder(directory).timeout(LIMIT).build();
      HttpResponse<byte[]> answer =
          client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
      return findings(answer);
    } catch (IOException | IllegalArgumentException e) {
      return List.of(
          Finding.fail(SUBJECT, "%s can't be reached: %s".formatted(directory, words(e)), ADVICE));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private List<Finding> findings(HttpResponse<byte[]> answer) {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.statusCode() != 200 || !body.contains("\"newOrder\"")) {
      String text = "%s answers %d and no directory".formatted(directory, answer.statusCode());
      return List.of(Finding.fail(SUBJECT, text, ADVICE));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok(SUBJECT, directory + " answers"));
    ClockSkew.finding("the CA", date(answer), clock.instant()).ifPresent(findings::add);
    return findings;
  }

  private HttpClient client() {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(LIMIT);
    settings.caFile().ifPresent(file -> client.sslContext(new TrustedCa(file).context()));
    return client.build();
  }

  private static Optional<Instant> date(HttpResponse<?> answer) {
    try {
      return answer
          .headers()
          .firstValue("Date")
          .map(it -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(it)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** The client's own exceptions often have no message. */
  private static String words(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
