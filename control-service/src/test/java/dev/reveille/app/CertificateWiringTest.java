package dev.reveille.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.certificate.CertificateChoice;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.config.Config;
import dev.reveille.config.WrongSettings;
import dev.reveille.event.Events;
import dev.reveille.metrics.Metrics;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Projects;
import dev.reveille.route.Routes;
import dev.reveille.store.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWiringTest {
  @TempDir private Path directory;

  private final LeapingTimer timer = new LeapingTimer();
  private final InMemoryEngine engine = new InMemoryEngine(timer);
  private final Routes routes = new Routes("now");
  private final Metrics metrics = new Metrics();

  @Test
  void byDefaultEveryoneSeesTheSelfSignedOneAndNothingIsOrdered() {
    engine.add("shop").host("shop.example.com");

    try (CertificateWiring wiring = wiring(Map.of())) {
      wiring.start();
      look(wiring);

      assertThat(wiring.parts().issuance()).isEmpty();
      assertThat(wiring.parts().local()).isEmpty();
      assertThat(wiring.parts().problems().get()).isEmpty();
      assertThat(routes.table().get().certificates())
          .containsOnlyKeys(CertificateChoice.EVERYONE_ELSE);
      assertThat(metrics.scrape(null).body()).contains("source=\"self-signed\"");
    }
    assertThat(directory.resolve("state/lock")).doesNotExist();
  }

  @Test
  void theLocalCaSignsForWhatIsClaimed() {
    engine.add("shop").host("shop.docksal.site");

    try (CertificateWiring wiring = wiring(Map.of("LOCAL_CA", "on"))) {
      wiring.start();
      look(wiring);

      assertThat(routes.table().get().certificates().get("shop.docksal.site"))
          .satisfies(mark -> assertThat(mark.trusted()).isTrue());
    }
  }

  @Test
  void aLocalCaThatCannotBeUsedIsAWrongSetting() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("state/local-ca"));
    Files.writeString(folder.resolve("root.crt"), "damaged");
    Files.writeString(folder.resolve("root.key"), "damaged");

    assertThatThrownBy(() -> wiring(Map.of("LOCAL_CA", "on")).close())
        .isInstanceOf(WrongSettings.class)
        .hasMessageContaining("LOCAL_CA: ");
  }

  @Test
  void whoOrdersHoldsTheLockUntilItCloses() throws IOException {
    Map<String, String> ordered =
        Map.of(
            "ACME_EMAIL", "ops@example.com",
            "ACME_DOMAINS", "example.com",
            "ACME_DIRECTORY", "https://ca.invalid/directory");

    try (CertificateWiring wiring = wiring(ordered)) {
      wiring.start();

      assertThat(wiring.parts().issuance()).isPresent();
      assertThat(directory.resolve("state/lock")).content().contains("state=held");
    }
    assertThat(directory.resolve("state/lock")).content().doesNotContain("state=held");
  }

  private CertificateWiring wiring(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("STATE_DIR", directory.resolve("state").toString());
    all.put("CERTS_DIR", directory.resolve("certs").toString());
    Config config = Config.fromEnvironment(all);
    var told = new CertificateWiring.Told(new Events(timer), metrics);
    StateDirectory state = StateDirectory.open(config.stateDirectory());
    return new CertificateWiring(config.certificates(), state, routes, told, timer);
  }

  private void look(CertificateWiring wiring) {
    Projects projects = Projects.from(engine.list());
    wiring.see(projects);
    routes.projects(projects);
  }
}
