package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reveille.api.ControlApi.Answer;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.certificate.LocalAuthority;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every call is made, and every way in which it can succeed is seen. {@link ControlApi} holds each
 * answer of this and all other tests against the description.
 */
class DocumentedAnswersTest {
  private static final ApiDocument DOCUMENT = ApiDocument.INSTANCE;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> seen = new TreeSet<>();
  private final Machine machine = new Machine();
  private final CertificateApi certificates = new CertificateApi();

  @AfterEach
  void close() {
    certificates.close();
    machine.close();
  }

  @Test
  void everyCallSucceedsAsDescribed() throws Exception {
    makeCallsAboutProjects();
    makeCallsAboutCertificates();

    Set<String> described = new TreeSet<>();
    DOCUMENT
        .calls()
        .forEach(
            (call, about) ->
                about
                    .path("responses")
                    .fieldNames()
                    .forEachRemaining(
                        status -> {
                          if (status.startsWith("2")) {
                            described.add(call + " " + status);
                          }
                        }));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(described);
  }

  private void makeCallsAboutProjects() throws Exception {
    machine.addSite("shop", "web", "db:service_started:false");
    machine.add("shop", "db").dependsOn("").running();
    machine.addSite("blog", "web", "").running();
    machine.addSite("broken", "web", "").exitsAfter(Duration.ZERO, 3).prints("why");
    var held = machine.probe.hold("shop-web-1");
    try (ControlApi api = new ControlApi(machine)) {
      machine.start();
      machine.awaitRoute("blog.test");
      machine.finish("broken");
      see(api, "GET", "/v1/routes", ControlApi.HOOK);
      see("POST", "/v1/wake", api.visit("blog.test", ""));
      see("POST", "/v1/wake", api.visit("shop.test", ",\"navigation\":true"));
      see(api, "POST", "/v1/projects/shop/wake", ControlApi.ADMIN);
      seeEvents(api, "/v1/wakes/events?host=blog.test", ControlApi.HOOK, "ready", "");
      see(api, "GET", "/v1/projects", ControlApi.ADMIN);
      see(api, "GET", "/v1/projects/broken", ControlApi.ADMIN);
      held.complete(null);
      machine.awaitEnd("shop");
      see(api, "GET", "/v1/hosts/blog.test", ControlApi.ADMIN);
      see(api, "GET", "/v1/stats", ControlApi.ADMIN);
      see(api, "GET", "/v1/reap", ControlApi.ADMIN);
      see(api, "GET", "/v1/projects/shop/wakes", ControlApi.ADMIN);
      see(api, "GET", "/v1/projects/broken/logs?lines=5", ControlApi.ADMIN);
      for (String call : List.of("/v1/status", "/v1/config", "/v1/doctor", "/v1/session")) {
        see(api, "GET", call, ControlApi.ADMIN);
      }
      seeLogin(api);
      seeEvents(api, "/v1/dashboard/events", ControlApi.ADMIN, "whole", "Dashboard");
      see(api, "POST", "/v1/reap", ControlApi.ADMIN);
      see(api, "POST", "/v1/projects/blog/keep-awake?for=2h", ControlApi.ADMIN);
      see(api, "POST", "/v1/projects/blog/keep-awake?for=0", ControlApi.ADMIN);
      see(api, "POST", "/v1/projects/blog/sleep", ControlApi.ADMIN);
      see("POST", "/v1/activity", api.post("/v1/activity", ControlApi.HOOK, "{\"gateway\":\"g\"}"));
      for (String open :
          List.of("/v1/health", "/v1/ready", "/v1/problems", "/v1/problems/wake-failed")) {
        see(api, "GET", open, "");
      }
      seeText(api, "/metrics");
      seeText(api, "/v1/openapi.yaml");
    }
  }

  private void makeCallsAboutCertificates() throws Exception {
    var settings = new LocalAuthority.Settings(List.of(), "laptop");
    var authority =
        new LocalAuthority(new InMemoryPemFiles(), settings, certificates.machine.timer);
    certificates.local = Optional.of(authority);
    certificates.challenges.answer("token", "token.thumb");
    certificates.site("shop", "shop.example.com,blog.example.com").open();
    ControlApi api = certificates.api();
    certificates.events.add("certificate.issued", "shop.example.com", "it did");
    seeEvents(api, "/v1/events", ControlApi.ADMIN, "", "Event");
    see(api, "GET", "/v1/certificates", ControlApi.ADMIN);
    see(api, "GET", "/v1/certificates/shop.example.com", ControlApi.ADMIN);
    see(api, "GET", "/v1/certificates/shop.example.com", ControlApi.HOOK);
    see(api, "POST", "/v1/certificates/renew?force=true", ControlApi.ADMIN);
    String path = "/v1/certificates/shop.example.com/renew?force=true";
    Answer started = see(api, "POST", path, ControlApi.ADMIN);
    String job = started.header("location");
    certificates.office.settle();
    see(api, "GET", job, ControlApi.ADMIN);
    seeEvents(api, job + "/events", ControlApi.ADMIN, "done", "Renewal");
    see(api, "POST", "/v1/certificates/shop.example.com/roll-back", ControlApi.ADMIN);
    see(api, "POST", "/v1/certificates/shop.example.com/revoke", ControlApi.ADMIN);
    see(api, "DELETE", "/v1/certificates/blog.example.com", ControlApi.ADMIN);
    seeImport(api);
    seeText(api, "/v1/acme-challenges/token");
    seeText(api, "/v1/local-ca.crt");
  }

  private void seeImport(ControlApi api) {
    ServerCertificate own = TestChains.authority("Own CA").leaf("blog.example.com").make();
    String body =
        JSON.createObjectNode()
            .put("certificate", own.chainPem())
            .put("key", own.keyPem())
            .toString();
    String path = "/v1/certificates/blog.example.com";
    see(
        "PUT",
        path,
        certificates.still(() -> Eventually.get(api.send("PUT", path, ControlApi.ADMIN, body))));
  }

  private void seeLogin(ControlApi api) {
    RawCall.Answer answer =
        RawCall.of("POST", "/v1/session")
            .with("Content-Type", "application/json")
            .with("Sec-Fetch-Site", "same-origin")
            .sending("{\"token\":\"%s\"}".formatted(ControlApi.ADMIN))
            .at(api);
    assertThat(DOCUMENT.faults("Session", answer.json())).isEmpty();
    seen.add("POST /v1/session " + answer.status());
    see(api, "DELETE", "/v1/session", ControlApi.ADMIN);
  }

  private Answer see(ControlApi api, String method, String path, String token) {
    Answer answer = certificates.still(() -> Eventually.get(api.send(method, path, token, "")));
    return see(method, path, answer);
  }

  private Answer see(String method, String path, Answer answer) {
    assertThat(answer.status()).as("%s %s: %s", method, path, answer.body()).isBetween(200, 299);
    seen.add(DOCUMENT.callOf(method, path).orElseThrow() + " " + answer.status());
    return answer;
  }

  private void seeText(ControlApi api, String path) {
    HttpResponse<String> answer = api.text(path, "Authorization", "Bearer " + ControlApi.HOOK);
    String call = DOCUMENT.callOf("GET", path).orElseThrow();
    String type = answer.headers().firstValue("content-type").orElse("");

    assertThat(DOCUMENT.faults(call, answer.statusCode(), type, JSON.nullNode())).isEmpty();
    seen.add(call + " " + answer.statusCode());
  }

  /**
   * @param event the name of the first; empty where any will do
   * @param schema of its data; empty where there is none to speak of
   */
  private void seeEvents(ControlApi api, String path, String token, String event, String schema)
      throws Exception {
    try (EventStream stream =
        new EventStream(api.stream(path, "Authorization", "Bearer " + token))) {
      EventStream.Event first = stream.next();
      assertThat(first.name()).contains(event);
      if (!schema.isEmpty()) {
        assertThat(DOCUMENT.faults(schema, JSON.readTree(first.data()))).isEmpty();
      }
      seen.add(DOCUMENT.callOf("GET", path).orElseThrow() + " 200");
    }
  }
}
