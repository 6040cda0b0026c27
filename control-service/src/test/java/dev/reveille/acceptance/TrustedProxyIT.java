package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code TRUSTED_PROXIES} set to this machine, what it says of its visitors is believed. */
class TrustedProxyIT {
  @RegisterExtension
  static final Installation reveille =
      Installation.with("TRUSTED_PROXIES", "127.0.0.1", "WAKE_RATE", "1");

  @Test
  void visitorOfTheTrustedProxyIsTheVisitor() {
    reveille.site("shop").create();
    String host = reveille.siteHost("shop");

    String answer = visit(host, "203.0.113.9");

    assertThat(answer.lines())
        .contains(
            "X-Forwarded-For: 203.0.113.9, 127.0.0.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: shop.example",
            "X-Forwarded-Port: 443",
            "X-Real-IP: 203.0.113.9");
  }

  @Test
  void visitorsOfATrustedProxyHaveEachTheirOwnRate() {
    for (int i = 1; i <= 3; i++) {
      reveille.site("rate-" + i).create();
      String host = reveille.siteHost("rate-" + i);

      assertThat(visit(host, "203.0.113." + i)).contains("X-Real-IP: 203.0.113." + i);
    }
  }

  private static String visit(String host, String client) {
    return reveille
        .visitor()
        .send(
            reveille
                .visitor()
                .request(host, "/headers")
                .header("X-Forwarded-For", client)
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "shop.example")
                .header("X-Forwarded-Port", "443"))
        .body();
  }
}
