package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.RawCall.Answer;
import dev.reveille.wake.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in from a browser, and what its cookie opens. */
class SessionCallsTest {
  private static final String OWN = "reveille.example.com";

  private final Machine machine = new Machine();
  private final ControlApi api =
      new ControlApi(settings(), ControlApi.parts(machine, machine.visits()));

  @BeforeEach
  void start() {
    machine.addSite("shop", "web", "");
    machine.start();
  }

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @Test
  void theAdminTokenIsExchangedForACookieThatNoScriptReads() {
    Answer answer = login(ControlApi.ADMIN);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("who").asText()).isEqualTo("administrator");
    assertThat(answer.header("set-cookie").orElseThrow())
        .matches(
            "reveille-session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=604800; HttpOnly;"
                + " SameSite=Strict");
  }

  @Test
  void theCookieOpensTheCallsOfAdministratorsAndNoneOfTheHook() {
    String cookie = login(ControlApi.ADMIN).cookie();

    assertThat(get("/v1/projects", cookie).status()).isEqualTo(200);
    assertThat(get("/v1/session", cookie).json().path("by").asText()).isEqualTo("session");
    assertThat(get("/v1/routes", cookie).status()).isEqualTo(401);
    assertThat(get("/v1/projects", "reveille-session=guessed").status()).isEqualTo(401);
  }

  @Test
  void loggingOutEndsTheSessionItself() {
    String cookie = login(ControlApi.ADMIN).cookie();
    Answer out =
        RawCall.of("DELETE", "/v1/session")
            .with("Cookie", cookie)
            .with("Sec-Fetch-Site", "same-origin")
            .at(api);

    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("set-cookie").orElseThrow()).contains("Max-Age=0");
    assertThat(get("/v1/projects", cookie).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"token\":\"wrong\"}", "{\"token\":\"\"}", "{}"})
  void aWrongTokenOpensNothing(String body) {
    Answer answer = own("POST", "/v1/session").sending(body).at(api);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("set-cookie")).isEmpty();
    assertThat(answer.problem()).isEqualTo("urn:reveille:problem:token-required");
  }

  @Test
  void whatABrowserChangesHasToComeFromTheDashboardItself() {
    String cookie = login(ControlApi.ADMIN).cookie();
    RawCall wake = RawCall.of("POST", "/v1/projects/shop/wake").with("Cookie", cookie);
    String origin = "http://127.0.0.1:" + api.port();
    List<RawCall> foreign =
        List.of(
            wake,
            wake.with("Sec-Fetch-Site", "same-site"),
            wake.with("Sec-Fetch-Site", "cross-site"),
            wake.with("Sec-Fetch-Site", "none"),
            wake.with("Origin", "null"),
            wake.with("Origin", "http://127.0.0.1:1"),
            wake.with("Origin", "https://127.0.0.1:" + api.port()),
            wake.with("Origin", "http://evil.example"),
            wake.with("Sec-Fetch-Site", "same-origin").with("Origin", "http://evil.example"));

    for (RawCall call : foreign) {
      Answer answer = call.at(api);
      assertThat(answer.status()).as("%s", call).isEqualTo(403);
      assertThat(answer.problem()).isEqualTo("urn:reveille:problem:cross-site");
    }
    assertThat(machine.wakes.current("shop")).isEmpty();
    assertThat(wake.with("Origin", origin).at(api).status()).isEqualTo(202);
    assertThat(wake.with("Sec-Fetch-Site", "same-origin").at(api).status()).isEqualTo(202);
  }

  @Test
  void nobodyIsLoggedInByAnotherSite() {
    String body = "{\"token\":\"%s\"}".formatted(ControlApi.ADMIN);
    Answer answer =
        RawCall.of("POST", "/v1/session")
            .with("Sec-Fetch-Site", "cross-site")
            .sending(body)
            .at(api);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("set-cookie")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 200",
    "127.9.9.9:7070, 200",
    "[::1]:7070, 200",
    "LOCALHOST.:7070, 200",
    "reveille.localhost, 200",
    "reveille.example.com:8443, 200",
    "evil.example, 421",
    "localhost.evil.example, 421",
    "127.0.0.1.evil.example, 421",
    "192.0.2.7, 421",
  })
  void aNameThatIsNotOursGetsNeitherThePageNorTheUseOfACookie(String host, int status) {
    String cookie = login(ControlApi.ADMIN).cookie();

    assertThat(RawCall.of("GET", "/").with("Host", host).at(api).status()).isEqualTo(status);
    assertThat(
            RawCall.of("GET", "/v1/projects")
                .with("Host", host)
                .with("Cookie", cookie)
                .at(api)
                .status())
        .isEqualTo(status);
  }

  @Test
  void guessesAreSlowedDownForTheirAddressOnly() {
    for (int i = 0; i < FailedTries.FREE; i++) {
      assertThat(bearer("guess" + i).at(api).status()).isEqualTo(401);
    }
    Answer refused = login(ControlApi.ADMIN);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("retry-after")).contains("1");
    assertThat(refused.problem()).isEqualTo("urn:reveille:problem:too-many-tries");
    assertThat(bearer(ControlApi.ADMIN).at(api).status()).as("by a token").isEqualTo(429);
    assertThat(bearer(ControlApi.ADMIN).with("X-Real-IP", "192.0.2.1").at(api).status())
        .as("anyone can write that")
        .isEqualTo(429);
    assertThat(throughGateway(bearer(ControlApi.ADMIN), "192.0.2.1").at(api).status())
        .as("from elsewhere")
        .isEqualTo(200);
    assertThat(api.get("/v1/routes", ControlApi.HOOK).status()).as("the gateway").isEqualTo(200);
  }

  @Test
  void whoIsLoggedInIsNotSlowedDownByOthers() {
    String cookie = login(ControlApi.ADMIN).cookie();
    for (int i = 0; i < 2 * FailedTries.FREE; i++) {
      bearer("guess" + i).at(api);
    }

    assertThat(get("/v1/projects", cookie).status()).isEqualTo(200);
  }

  @Test
  void afterTheWaitTheRightTokenIsTaken() throws InterruptedException {
    for (int i = 0; i < FailedTries.FREE; i++) {
      bearer("guess" + i).at(api);
    }
    machine.timer.sleep(Duration.ofSeconds(2));

    assertThat(login(ControlApi.ADMIN).status()).isEqualTo(200);
  }

  @Test
  void overHttpsTheCookieIsSecureAndNoOtherHostOfTheSiteCanSetIt() {
    RawCall call = throughGateway(RawCall.of("POST", "/v1/session"), "192.0.2.1");
    Answer answer =
        call.with("Origin", "https://" + OWN)
            .sending("{\"token\":\"%s\"}".formatted(ControlApi.ADMIN))
            .at(api);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("set-cookie").orElseThrow())
        .startsWith("__Host-reveille-session=")
        .endsWith("; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure");
    RawCall projects = RawCall.of("GET", "/v1/projects").with("Cookie", answer.cookie());
    assertThat(throughGateway(projects, "192.0.2.1").at(api).status()).isEqualTo(200);
    assertThat(projects.at(api).status()).as("not over HTTP").isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /metrics",
    "GET, /v1/health",
    "GET, /v1/ready",
    "GET, /v1/openapi.yaml",
    "GET, /v1/local-ca.crt",
    "GET, /v1/routes",
    "POST, /v1/wake",
    "POST, /v1/activity",
    "GET, /v1/acme-challenges/x",
  })
  void theGatewaysHostLeadsToNothingButTheDashboardAndAdministratorsCalls(
      String method, String path) {
    for (String token : new String[] {ControlApi.HOOK, ControlApi.ADMIN}) {
      RawCall call = RawCall.of(method, path).with("Authorization", "Bearer " + token);
      assertThat(throughGateway(call, "192.0.2.1").at(api).status()).isEqualTo(404);
    }
    assertThat(throughGateway(RawCall.of("GET", "/"), "192.0.2.1").at(api).status()).isEqualTo(200);
  }

  private static ControlServer.Settings settings() {
    ControlServer.Settings usual = ControlApi.SETTINGS;
    return new ControlServer.Settings(
        usual.host(),
        usual.port(),
        usual.patience(),
        usual.wakeTimeout(),
        usual.pageStatus(),
        usual.https(),
        usual.ignored(),
        new ControlServer.Dashboard(Optional.of(OWN), 80));
  }

  private Answer login(String token) {
    return own("POST", "/v1/session").sending("{\"token\":\"%s\"}".formatted(token)).at(api);
  }

  private static RawCall own(String method, String path) {
    return RawCall.of(method, path).with("Sec-Fetch-Site", "same-origin");
  }

  private Answer get(String path, String cookie) {
    return RawCall.of("GET", path).with("Cookie", cookie).at(api);
  }

  private static RawCall bearer(String token) {
    return RawCall.of("GET", "/v1/projects").with("Authorization", "Bearer " + token);
  }

  private static RawCall throughGateway(RawCall call, String client) {
    return call.with("Host", OWN)
        .with("X-Real-IP", client)
        .with("Reveille-Gateway", ControlApi.HOOK);
  }
}
