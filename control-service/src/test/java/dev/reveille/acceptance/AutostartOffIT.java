package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code PROJECT_AUTOSTART=0} only people on the host start projects. */
class AutostartOffIT {
  @RegisterExtension
  static final Installation reveille = Installation.with("PROJECT_AUTOSTART", "0");

  @Test
  void visitsDoNotWakeButAdministratorsDo() {
    String container = reveille.site("shop").create();
    String host = reveille.siteHost("shop");

    HttpResponse<String> refused = reveille.visitor().get(host, "/");
    assertThat(refused.statusCode()).isEqualTo(406);
    assertThat(Containers.status(container)).isEqualTo("created");

    String project = reveille.sandbox().unique("shop");
    reveille.admin().wake(project);
    reveille.awaitState(project, "running");
    assertThat(reveille.visitor().get(host, "/").body()).isEqualTo("shop\n");
  }
}
