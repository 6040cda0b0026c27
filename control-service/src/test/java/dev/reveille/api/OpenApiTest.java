package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.api.Calls.Call;
import dev.reveille.store.Token;
import dev.reveille.store.Tokens;
import dev.reveille.wake.Machine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description that programs read says what the handlers do. */
class OpenApiTest {
  /** The problems that a call can give, besides those of {@link #always}. */
  static final Map<String, List<ProblemType>> PROBLEMS =
      Map.ofEntries(
          entry("GET /v1/routes", ProblemType.MALFORMED_REQUEST, ProblemType.ENGINE_UNREACHABLE),
          entry(
              "POST /v1/wake",
              ProblemType.MALFORMED_REQUEST,
              ProblemType.BODY_TOO_LARGE,
              ProblemType.NO_SUCH_HOST,
              ProblemType.AUTOSTART_OFF,
              ProblemType.TOO_MANY_WAKES,
              ProblemType.WAKE_FAILED,
              ProblemType.WAKE_IGNORED,
              ProblemType.ENGINE_UNREACHABLE,
              ProblemType.NOT_READY_IN_TIME),
          entry("GET /v1/wakes/events", ProblemType.MALFORMED_REQUEST),
          entry("GET /v1/problems/{name}", ProblemType.NO_SUCH_PROBLEM),
          entry("POST /v1/activity", ProblemType.MALFORMED_REQUEST, ProblemType.BODY_TOO_LARGE),
          entry(
              "POST /v1/session",
              ProblemType.MALFORMED_REQUEST,
              ProblemType.TOKEN_REQUIRED,
              ProblemType.BODY_TOO_LARGE),
          entry("GET /v1/dashboard/events", ProblemType.TOO_MANY_VIEWERS),
          entry("GET /v1/projects/{name}", ProblemType.NO_SUCH_PROJECT),
          entry("GET /v1/projects/{name}/wakes", ProblemType.NO_SUCH_PROJECT),
          entry(
              "GET /v1/projects/{name}/logs",
              ProblemType.NO_SUCH_PROJECT,
              ProblemType.MALFORMED_REQUEST),
          entry("POST /v1/projects/{name}/wake", ProblemType.NO_SUCH_PROJECT),
          entry(
              "POST /v1/projects/{name}/sleep",
              ProblemType.NO_SUCH_PROJECT,
              ProblemType.STAYS_AWAKE,
              ProblemType.SLEEP_FAILED),
          entry(
              "POST /v1/projects/{name}/keep-awake",
              ProblemType.NO_SUCH_PROJECT,
              ProblemType.MALFORMED_REQUEST),
          entry("GET /v1/hosts/{host}", ProblemType.NO_SUCH_HOST, ProblemType.ENGINE_UNREACHABLE),
          entry("GET /v1/stats", ProblemType.ENGINE_UNREACHABLE),
          entry(
              "GET /v1/certificates/{name}",
              ProblemType.MALFORMED_REQUEST,
              ProblemType.NO_SUCH_CERTIFICATE),
          entry(
              "DELETE /v1/certificates/{name}",
              ProblemType.NO_SUCH_CERTIFICATE,
              ProblemType.NOT_ISSUED_HERE,
              ProblemType.CA_REFUSED),
          entry(
              "PUT /v1/certificates/{name}",
              ProblemType.MALFORMED_REQUEST,
              ProblemType.BODY_TOO_LARGE,
              ProblemType.CERTIFICATE_REFUSED,
              ProblemType.NOT_STORED),
          entry("POST /v1/certificates/renew", ProblemType.NOT_ISSUED_HERE),
          entry(
              "POST /v1/certificates/{name}/renew",
              ProblemType.NO_SUCH_CERTIFICATE,
              ProblemType.NOT_ISSUED_HERE,
              ProblemType.RENEWAL_REFUSED),
          entry(
              "POST /v1/certificates/{name}/revoke",
              ProblemType.NO_SUCH_CERTIFICATE,
              ProblemType.NOT_ISSUED_HERE,
              ProblemType.CA_REFUSED),
          entry("POST /v1/certificates/{name}/roll-back", ProblemType.NO_SUCH_CERTIFICATE),
          entry("GET /v1/renewals/{id}", ProblemType.NO_SUCH_JOB),
          entry("GET /v1/renewals/{id}/events", ProblemType.NO_SUCH_JOB),
          entry("GET /v1/acme-challenges/{token}", ProblemType.NO_SUCH_CHALLENGE),
          entry("GET /v1/local-ca.crt", ProblemType.NO_SUCH_CERTIFICATE));

  private final JsonNode document = ApiDocument.INSTANCE.root();

  @Test
  void describesEveryCallAndNoOther() {
    assertThat(ApiDocument.INSTANCE.calls().keySet())
        .containsExactlyInAnyOrderElementsOf(calls().stream().map(OpenApiTest::name).toList());
  }

  @Test
  void asksForTheTokensThatTheHandlersAskFor() {
    for (Call call : calls()) {
      JsonNode security = described(call).path("security");
      List<String> schemes = new ArrayList<>();
      security.forEach(each -> each.fieldNames().forEachRemaining(schemes::add));

      assertThat(schemes)
          .as(name(call))
          .isEqualTo(
              switch (call.access()) {
                case OPEN, BROWSER -> List.of();
                case HOOK -> List.of("hook");
                case ADMIN -> List.of("admin");
                case HOOK_OR_ADMIN -> List.of("hook", "admin");
                case METRICS -> List.of("admin");
              });
      assertThat(security).as("%s: either will do", name(call)).hasSize(schemes.size());
    }
  }

  @Test
  void tellsEveryStatusThatACallCanGive() {
    for (Call call : calls()) {
      Set<String> expected = new TreeSet<>();
      Stream.concat(always(call).stream(), PROBLEMS.getOrDefault(name(call), List.of()).stream())
          .forEach(type -> expected.add(String.valueOf(type.status())));
      Set<String> problems = new TreeSet<>();
      for (var response : described(call).path("responses").properties()) {
        if (response.getValue().path("$ref").asText().endsWith("Problem")) {
          problems.add(response.getKey());
        }
      }

      assertThat(problems).as(name(call)).isEqualTo(expected);
    }
  }

  @Test
  void everyProblemBelongsToACallOrToAllOfThem() {
    Set<ProblemType> ofCalls = new HashSet<>();
    PROBLEMS.values().forEach(ofCalls::addAll);

    assertThat(Stream.of(ProblemType.values()).filter(type -> !ofCalls.contains(type)))
        .as("those of any call, of the gateway, and the one that comes only as an event")
        .containsExactlyInAnyOrder(
            ProblemType.IDEMPOTENCY_KEY_IN_USE,
            ProblemType.CONTROL_UNREACHABLE,
            ProblemType.UPSTREAM_UNREACHABLE,
            ProblemType.UPSTREAM_SILENT,
            ProblemType.CROSS_SITE,
            ProblemType.WRONG_HOST,
            ProblemType.TOO_MANY_TRIES,
            ProblemType.NO_SUCH_CALL,
            ProblemType.METHOD_NOT_ALLOWED,
            ProblemType.INTERNAL_ERROR,
            ProblemType.WAKE_NOT_RUNNING);
  }

  @Test
  void namesThePartsOfEachPath() {
    for (Call call : calls()) {
      List<String> names =
          Pattern.compile("\\{(\\w+)}")
              .matcher(call.path())
              .results()
              .map((MatchResult part) -> part.group(1))
              .toList();
      JsonNode parameters = document.path("paths").path(call.path()).path("parameters");

      assertThat(parameters).as(name(call)).hasSize(names.size());
    }
  }

  @Test
  void namesTheQueryParametersThatACallTakes() {
    for (Call call : calls()) {
      assertThat(parameters(call, "query")).as(name(call)).isEqualTo(new TreeSet<>(call.query()));
    }
  }

  @Test
  void whatAdministratorsChangeTakesAnIdempotencyKey() {
    for (Call call : calls()) {
      assertThat(parameters(call, "header").contains("Idempotency-Key"))
          .as(name(call))
          .isEqualTo(call.takesIdempotencyKey());
    }
  }

  @Test
  void refersOnlyToWhatIsThere() {
    List<String> references = new ArrayList<>();
    document.findValues("$ref").forEach(each -> references.add(each.asText()));

    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  /** What every call of its kind can give. */
  static List<ProblemType> always(Call call) {
    List<ProblemType> always = new ArrayList<>();
    if (call.access() != Access.OPEN) {
      always.add(ProblemType.TOKEN_REQUIRED);
    }
    if (call.access() != Access.HOOK) {
      always.add(ProblemType.MALFORMED_REQUEST);
    }
    if (call.takesIdempotencyKey()) {
      always.add(ProblemType.IDEMPOTENCY_KEY_IN_USE);
    }
    return always;
  }

  private Set<String> parameters(Call call, String in) {
    Set<String> names = new TreeSet<>();
    for (JsonNode each : described(call).path("parameters")) {
      JsonNode parameter = ApiDocument.INSTANCE.resolved(each);
      if (parameter.path("in").asText().equals(in)) {
        names.add(parameter.path("name").asText());
      }
    }
    return names;
  }

  private JsonNode described(Call call) {
    String method = call.method().toString().toLowerCase(Locale.ROOT);
    return document.path("paths").path(call.path()).path(method);
  }

  static List<Call> calls() {
    try (Machine machine = new Machine()) {
      var parts = ControlApi.parts(machine, machine.visits());
      Tokens tokens = new Tokens(Token.of(ControlApi.HOOK), Token.of(ControlApi.ADMIN));
      Sessions sessions = new Sessions(parts.clock());
      OwnHosts hosts = new OwnHosts("127.0.0.1", Optional.empty());
      TokenGate gate = new TokenGate(tokens, sessions, new FailedTries(parts.clock()), hosts);
      return Calls.all(parts, ControlApi.SETTINGS, gate, sessions);
    }
  }

  private static Map.Entry<String, List<ProblemType>> entry(String call, ProblemType... problems) {
    return Map.entry(call, List.of(problems));
  }

  static String name(Call call) {
    return call.method() + " " + call.path();
  }
}
