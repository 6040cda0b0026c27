package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that visit a sleeping project get its own answer, and notice nothing but the wait. */
class HeldVisitorsIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  private static final int SEVERAL_MB = 5_000_000;

  @Test
  void getsTheProjectsAnswerColdAndThenWarm() {
    reveille.site("shop").create();
    String host = reveille.siteHost("shop");

    HttpResponse<String> first = reveille.visitor().get(host, "/");
    HttpResponse<String> second = reveille.visitor().get(host, "/");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).isEqualTo("shop\n");
    assertThat(first.headers().allValues("Reveille-Wake")).containsExactly("cold");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.headers().allValues("Reveille-Wake")).containsExactly("warm");
  }

  @Test
  void bodyOfSeveralMegabytesArrivesUntouched() throws IOException {
    reveille.site("upload").create();
    byte[] body = randomBytes();

    byte[] echo =
        echoed(
            reveille
                .visitor()
                .request(reveille.siteHost("upload"), "/echo")
                .POST(BodyPublishers.ofByteArray(body)));

    assertThat(echo).isEqualTo(body);
  }

  @Test
  void uploadWithoutAnnouncedLengthArrivesUntouched() throws IOException {
    reveille.site("chunks").create();
    byte[] body = randomBytes();

    byte[] echo =
        echoed(
            reveille
                .visitor()
                .request(reveille.siteHost("chunks"), "/echo")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(echo).isEqualTo(body);
  }

  @Test
  void whoExpectsToBeToldToContinueIsTold() {
    reveille.site("expect").create();

    try (Wire wire = reveille.visitor().wire()) {
      wire.head(
          "POST /echo HTTP/1.1",
          "Host: " + reveille.siteHost("expect"),
          "Content-Length: 5",
          "Expect: 100-continue",
          "Connection: close");
      assertThat(wire.readHead()).first().isEqualTo("HTTP/1.1 100 Continue");
      wire.send("hello");
      assertThat(wire.readHead()).first().isEqualTo("HTTP/1.1 200 OK");
      assertThat(wire.read(5)).isEqualTo("hello");
    }
  }

  @Test
  void headGetsTheHeadersOfTheProject() {
    reveille.site("head").create();

    HttpResponse<String> answer =
        reveille.visitor().send(reveille.visitor().request(reveille.siteHost("head"), "/").HEAD());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("5");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void wakesOverHttp2AndTls() {
    reveille.site("secure").create();

    HttpResponse<String> answer =
        reveille.visitor().send(reveille.visitor().secureRequest(reveille.siteHost("secure"), "/"));

    assertThat(answer.version()).isEqualTo(Version.HTTP_2);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("secure\n");
    assertThat(answer.headers().allValues("Reveille-Wake")).containsExactly("cold");
  }

  @Test
  void postsOverHttp2ToASleepingProject() throws IOException {
    reveille.site("secure-post").create();
    byte[] body = randomBytes();

    byte[] echo =
        echoed(
            reveille
                .visitor()
                .secureRequest(reveille.siteHost("secure-post"), "/echo")
                .POST(BodyPublishers.ofByteArray(body)));

    assertThat(echo).isEqualTo(body);
  }

  private static byte[] echoed(HttpRequest.Builder request) throws IOException {
    try (InputStream answer = reveille.visitor().open(request).body()) {
      return answer.readAllBytes();
    }
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[SEVERAL_MB];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
