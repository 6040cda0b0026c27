package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import dev.reveille.testing.OwnEngine;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** An engine of the test's own is killed and started again. */
class EngineRestartIT {
  private static final String HOST = "shop.test";

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  @Test
  @EnabledIf(value = "isRoot", disabledReason = "only root can start a second engine")
  void whatRunsIsServedWithoutItsEngineAndWokenByTheNextOne() throws IOException {
    try (OwnEngine engine = OwnEngine.start();
        Sandbox none = RealEngine.get().sandbox()) {
      engine.docker(
          "run",
          "--detach",
          "--name",
          "shop",
          "--label",
          "reveille.host=" + HOST,
          "--label",
          none.filter().substring("label=".length()),
          RealEngine.get().image());
      try (Proxy proxy = Proxy.start(none, Map.of("DOCKER_HOST", engine.host().toString()));
          Visitor visitor = new Visitor(proxy);
          AdminApi admin = proxy.admin()) {
        Eventually.isTrue(() -> visitor.get(HOST, "/").statusCode() == 200);

        ProcessBuilder again = engine.kill();
        Eventually.passes(() -> assertThat(status(admin)).isEqualTo("degraded"));
        assertThat(visitor.get(HOST, "/").statusCode()).isEqualTo(200);

        again.start();
        Eventually.passes(() -> assertThat(status(admin)).isEqualTo("ready"));
        Eventually.isTrue(() -> visitor.get(HOST, "/").statusCode() == 200);
      }
    }
  }

  private static String status(AdminApi admin) {
    return admin.get("/v1/ready").path("status").asText();
  }
}
