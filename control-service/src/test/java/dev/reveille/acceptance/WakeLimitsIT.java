package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code WAKE_RATE=2}, one address begins no third wake within the minute. */
class WakeLimitsIT {
  @RegisterExtension static final Installation reveille = Installation.with("WAKE_RATE", "2");

  @Test
  void thirdWakeOfOneAddressIsTooMany() {
    for (String name : new String[] {"first", "second", "third"}) {
      reveille.site(name).create();
      reveille.siteHost(name);
    }

    assertThat(get("first").statusCode()).isEqualTo(200);
    assertThat(get("second").statusCode()).isEqualTo(200);
    HttpResponse<String> third = get("third");

    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().firstValue("Retry-After")).isPresent();
    assertThat(third.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(third.body()).contains("too-many-wakes");
    assertThat(get("first").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> get(String name) {
    return reveille.visitor().get(reveille.host(name), "/");
  }
}
