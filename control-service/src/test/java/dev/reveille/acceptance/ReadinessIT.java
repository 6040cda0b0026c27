package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A visitor is let through when the project is ready, by its own measure. */
class ReadinessIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  /** Answers 503 until there is a file /tmp/ready, then 200. */
  private static final String WARMS_UP =
      """
      cat >/tmp/answer <<'SCRIPT'
      #!/bin/sh
      while read -r line && [ ${#line} -gt 1 ]; do :; done
      [ -e /tmp/ready ] && status=200 || status=503
      printf 'HTTP/1.1 %d Warm\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n' $status
      SCRIPT
      chmod +x /tmp/answer
      (sleep 1; touch /tmp/ready) &
      exec nc -ll -p 80 -e /tmp/answer
      """;

  @Test
  void pathOfTheLabelHasToAnswerWithoutAnError() {
    reveille.site("warm").label("reveille.ready", "/health").shell(WARMS_UP).create();

    HttpResponse<String> answer = reveille.visitor().get(reveille.siteHost("warm"), "/");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void healthcheckHasToBeHealthy() {
    String container =
        reveille
            .site("healthy")
            .health("test -e /tmp/healthy")
            .option("--health-start-period", "60s")
            .shell("(sleep 1; touch /tmp/healthy) & exec /app")
            .create();

    HttpResponse<String> answer = reveille.visitor().get(reveille.siteHost("healthy"), "/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(InstantSource.system().instant())
        .isAfter(Containers.startedAt(container).plusSeconds(1));
  }

  @Test
  void settlesForTheTimeOfTheLabel() {
    String container = reveille.site("settled").label("reveille.ready-after", "1s").create();

    HttpResponse<String> answer = reveille.visitor().get(reveille.siteHost("settled"), "/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(InstantSource.system().instant())
        .isAfter(Containers.startedAt(container).plus(Duration.ofSeconds(1)));
  }
}
