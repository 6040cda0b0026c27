package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description is one that other people's tools can read. */
class OpenApiValidTest {
  /** The records that are sent and received as these schemas say. */
  private static final Map<String, Class<? extends Record>> RECORDS = records();

  private final ApiDocument document = ApiDocument.INSTANCE;

  @Test
  void isOpenApiOfVersion31() {
    SwaggerParseResult parsed =
        new OpenAPIV3Parser()
            .readContents(
                new String(OpenApiCall.document(), StandardCharsets.UTF_8),
                null,
                new ParseOptions());

    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.isOpenapi31()).isTrue();
    assertThat(parsed.getOpenAPI().getPaths()).hasSameSizeAs(document.root().path("paths"));
  }

  /** {@code {description: one, two}} is YAML, and has a key {@code two}. */
  @Test
  void hasNoKeyWithoutAValue() {
    assertThat(keysWithoutValue(document.root())).isEmpty();
  }

  private static List<String> keysWithoutValue(JsonNode node) {
    List<String> found = new ArrayList<>();
    for (var field : node.properties()) {
      if (field.getValue().isNull()) {
        found.add(field.getKey());
      }
    }
    node.forEach(child -> found.addAll(keysWithoutValue(child)));
    return found;
  }

  @Test
  void schemasAreJsonSchema() {
    var rules =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    for (JsonNode schema : all(document.root(), "schema")) {
      assertThat(rules.validate(schema)).as(schema.toString()).isEmpty();
    }
    for (var schema : document.root().at("/components/schemas").properties()) {
      assertThat(rules.validate(schema.getValue())).as(schema.getKey()).isEmpty();
    }
  }

  @Test
  void examplesAreAsTheirSchemasSay() {
    List<JsonNode> withExamples = withExamples(document.root());

    assertThat(withExamples).hasSizeGreaterThan(20);
    for (JsonNode schema : withExamples) {
      for (JsonNode example : schema.path("examples")) {
        assertThat(document.schemaFaults(schema, example)).as(example.toString()).isEmpty();
      }
    }
  }

  static Stream<String> schemas() {
    return RECORDS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void schemasHaveTheFieldsOfTheRecords(String name) {
    JsonNode schema = document.root().at("/components/schemas/" + name);
    Map<String, RecordComponent> fields = fields(record(name));
    List<String> described = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(described::add);

    assertThat(described).containsExactlyInAnyOrderElementsOf(fields.keySet());
    for (var field : fields.entrySet()) {
      JsonNode property = document.resolved(schema.path("properties").path(field.getKey()));
      String type = property.path("type").asText(type(field.getValue().getType()));
      assertThat(type).as(field.getKey()).isEqualTo(type(field.getValue().getType()));
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void whatIsAlwaysSentIsRequired(String name) {
    JsonNode schema = document.root().at("/components/schemas/" + name);
    TreeSet<String> required = new TreeSet<>();
    schema.path("required").forEach(each -> required.add(each.asText()));
    TreeSet<String> sent = new TreeSet<>();
    fields(record(name))
        .forEach(
            (field, component) -> {
              boolean isLeftOut =
                  component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                      || field.equals("ignore");
              if (!isLeftOut) {
                sent.add(field);
              }
            });

    assertThat(required).isEqualTo(sent);
  }

  @Test
  void everySchemaOfAnObjectHasARecord() {
    List<String> without = new ArrayList<>();
    for (var schema : document.root().at("/components/schemas").properties()) {
      if (schema.getValue().has("properties") && !RECORDS.containsKey(schema.getKey())) {
        without.add(schema.getKey());
      }
    }

    assertThat(without)
        .as("what callers send, and may leave out")
        .containsExactlyInAnyOrder("Activity", "Counts", "Visit");
  }

  private static Class<? extends Record> record(String schema) {
    return Objects.requireNonNull(RECORDS.get(schema));
  }

  private static Map<String, RecordComponent> fields(Class<? extends Record> type) {
    Map<String, RecordComponent> fields = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        fields.putAll(fields(component.getType().asSubclass(Record.class)));
      } else {
        fields.put(component.getName(), component);
      }
    }
    return fields;
  }

  private static String type(Class<?> type) {
    if (type == String.class) {
      return "string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "integer";
    }
    return List.class.isAssignableFrom(type) ? "array" : "object";
  }

  private static List<JsonNode> all(JsonNode node, String field) {
    return node.findValues(field).stream().filter(JsonNode::isObject).toList();
  }

  private static List<JsonNode> withExamples(JsonNode node) {
    List<JsonNode> found = new ArrayList<>();
    if (node.path("examples").isArray()) {
      found.add(node);
    }
    node.forEach(child -> found.addAll(withExamples(child)));
    return found;
  }

  private static Map<String, Class<? extends Record>> records() {
    Map<String, Class<? extends Record>> records = new LinkedHashMap<>();
    records.put("Route", RouteWire.class);
    records.put("Change", RoutesCall.ChangeWire.class);
    records.put("CertificateName", RoutesCall.ShownWire.class);
    records.put("KeyedCertificate", CertificateCall.KeyedWire.class);
    records.put("Certificate", CertificateWire.class);
    records.put("Certificates", CertificateCalls.ListWire.class);
    records.put("Renewal", RenewalWire.class);
    records.put("Renewals", CertificateCalls.RenewalsWire.class);
    records.put("Host", HostWire.class);
    records.put("Nobody", HostCall.NobodyWire.class);
    records.put("Stats", StatsCall.StatsWire.class);
    records.put("ReapPlan", ReapWire.class);
    records.put("ReapedThing", ReapWire.ThingWire.class);
    records.put("Reaped", ReapWire.DoneWire.class);
    records.put("Event", EventsCall.EventWire.class);
    records.put("Taken", ActivityCall.TakenWire.class);
    records.put("Ready", WakeCall.ReadyWire.class);
    records.put("Progress", ProgressWire.class);
    records.put("Step", ProgressWire.StepWire.class);
    records.put("Project", ProjectWire.class);
    records.put("Projects", ProjectCalls.ListWire.class);
    records.put("Container", ProjectWire.ContainerWire.class);
    records.put("LastWake", ProjectWire.LastWakeWire.class);
    records.put("PlannedSleep", ProjectWire.SleepWire.class);
    records.put("Outcome", ProjectWire.OutcomeWire.class);
    records.put("Asleep", SleepCalls.AsleepWire.class);
    records.put("KeptAwake", SleepCalls.KeptAwakeWire.class);
    records.put("Status", StatusWire.class);
    records.put("Setting", SettingWire.class);
    records.put("Finding", OperatorCalls.FindingWire.class);
    records.put("Session", SessionCalls.SessionWire.class);
    records.put("Dashboard", DashboardWire.class);
    records.put("PastWakes", WakesWire.class);
    records.put("Logs", LogsCall.LogsWire.class);
    records.put("Health", HealthCalls.HealthWire.class);
    records.put("Readiness", HealthCalls.ReadyWire.class);
    records.put("ProblemTypes", ProblemCalls.TypesWire.class);
    records.put("ProblemType", ProblemCalls.TypeWire.class);
    records.put("Problem", ProblemDocument.class);
    return records;
  }
}
