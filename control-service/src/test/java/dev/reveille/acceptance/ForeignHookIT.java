package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ten lines of Lua of {@code examples/foreign-hook} do what its page says. */
class ForeignHookIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  @Test
  void wakesAProjectAndLeadsToIt() {
    String container = reveille.site("foreign").create();
    String host = reveille.siteHost("foreign");
    try (ForeignNginx nginx = ForeignNginx.start(reveille.proxy());
        Visitor visitor = new Visitor(nginx)) {
      assertThat(Containers.status(container)).isEqualTo("created");

      HttpResponse<String> answer = visitor.get(host, "/");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("foreign\n");
    }
  }

  @Test
  void anUploadWaitsAndArrivesWhole() {
    reveille.site("upload").create();
    String host = reveille.siteHost("upload");
    String text = "0123456789abcdef".repeat(20_000);
    try (ForeignNginx nginx = ForeignNginx.start(reveille.proxy());
        Visitor visitor = new Visitor(nginx)) {
      HttpResponse<String> answer =
          visitor.send(visitor.request(host, "/echo").POST(BodyPublishers.ofString(text)));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(text);
    }
  }

  @Test
  void passesOnWhyThereIsNone() {
    reveille.site("broken").shell("exit 3").create();
    String host = reveille.siteHost("broken");
    try (ForeignNginx nginx = ForeignNginx.start(reveille.proxy());
        Visitor visitor = new Visitor(nginx)) {
      HttpResponse<String> nobody = visitor.get("nobody.test", "/");
      assertThat(nobody.statusCode()).isEqualTo(404);
      assertThat(nobody.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(nobody.body()).contains("urn:reveille:problem:no-such-host");

      HttpResponse<String> broken = visitor.get(host, "/");
      assertThat(broken.statusCode()).isEqualTo(502);
      assertThat(broken.headers().firstValue("Retry-After")).isPresent();
      assertThat(broken.body()).contains("urn:reveille:problem:wake-failed", "exited with 3");
    }
  }
}
