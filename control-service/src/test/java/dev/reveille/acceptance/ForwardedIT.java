package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a project is told of its visitor; whoever is not trusted is not believed. */
class ForwardedIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  @Test
  void projectIsToldWhoAsksAndForWhat() {
    reveille.site("plain").create();
    String host = reveille.siteHost("plain");
    int port = reveille.proxy().httpPort();

    assertThat(headers(reveille.visitor().get(host, "/headers").body()))
        .contains(
            "Host: %s:%d".formatted(host, port),
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: %s:%d".formatted(host, port),
            "X-Forwarded-Port: " + port,
            "X-Real-IP: 127.0.0.1");
  }

  @Test
  void projectIsToldOfHttps() {
    reveille.site("tls").create();
    String host = reveille.siteHost("tls");
    int port = reveille.proxy().httpsPort();

    String answer =
        reveille.visitor().send(reveille.visitor().secureRequest(host, "/headers")).body();

    assertThat(headers(answer))
        .contains(
            "Host: %s:%d".formatted(host, port),
            "X-Forwarded-Proto: https",
            "X-Forwarded-Port: " + port);
  }

  @Test
  void whatStrangersSayOfThemselvesIsReplaced() {
    reveille.site("stranger").create();
    String host = reveille.siteHost("stranger");

    String answer =
        reveille
            .visitor()
            .send(
                reveille
                    .visitor()
                    .request(host, "/headers")
                    .header("X-Forwarded-For", "203.0.113.9")
                    .header("X-Forwarded-Proto", "https")
                    .header("X-Forwarded-Host", "evil.test")
                    .header("X-Real-IP", "203.0.113.9")
                    .header("Proxy", "http://evil.test"))
            .body();

    assertThat(headers(answer))
        .contains("X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: http", "X-Real-IP: 127.0.0.1");
    assertThat(answer).doesNotContain("203.0.113.9").doesNotContain("evil.test");
  }

  private static List<String> headers(String answer) {
    return answer.lines().toList();
  }
}
