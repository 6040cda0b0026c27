package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Pebble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers that were made for nginx-proxy, and have no label at all. */
class NginxProxyIT {
  @RegisterExtension
  static final Installation reveille =
      Installation.with("COMPAT_NGINX_PROXY", "on", "ACME_DOMAINS", "").orderingFrom(Pebble.with());

  @Test
  void aContainerWithVariablesAloneIsServedWokenAndPutToSleep() {
    String host = reveille.host("variables");
    String project = reveille.sandbox().unique("variables");
    reveille
        .sandbox()
        .container("variables")
        .env("VIRTUAL_HOST", "%s,*.%s".formatted(host, host))
        .env("VIRTUAL_PORT", "8080")
        .env("LETSENCRYPT_HOST", host)
        .env("LETSENCRYPT_EMAIL", "ops@example.com")
        .env("PORT", "8080")
        .env("NAME", "variables")
        .create();
    reveille.known(host);
    reveille.awaitState(project, "asleep");

    assertThat(reveille.visitor().get(host, "/").body()).isEqualTo("variables\n");
    assertThat(reveille.visitor().get("www." + host, "/").body()).isEqualTo("variables\n");
    assertThat(reveille.admin().project(project).path("problems")).isEmpty();

    reveille.sandbox().stop(project);
    reveille.awaitState(project, "asleep");
    assertThat(reveille.visitor().get(host, "/").body()).isEqualTo("variables\n");
  }

  @Test
  void certificatesAreOrderedForWhatVariablesAskForAndForNothingElse() {
    String host = reveille.publicHost("asks");
    String other = reveille.publicHost("asks-not");
    reveille
        .sandbox()
        .container("asks")
        .env("VIRTUAL_HOST", host + "," + other)
        .env("LETSENCRYPT_HOST", host)
        .create();
    reveille.known(host);

    reveille.awaitIssued(host);
    assertThat(reveille.admin().certificate(other).toString())
        .contains("ACME_DOMAINS does not cover " + other);
  }

  @Test
  void whatItCannotDoForAContainerIsReported() {
    reveille
        .sandbox()
        .container("path")
        .env("VIRTUAL_HOST", reveille.host("path"))
        .env("VIRTUAL_PATH", "/api")
        .create();
    reveille.site("label").create();
    reveille.siteHost("label");

    assertThat(reveille.visitor().get(reveille.host("path"), "/").statusCode()).isEqualTo(404);
    assertThat(
            reveille.admin().project(reveille.sandbox().unique("path")).path("problems").toString())
        .contains("VIRTUAL_PATH");
  }
}
