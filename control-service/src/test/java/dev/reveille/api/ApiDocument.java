package dev.reveille.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code openapi.yaml} promises, to hold answers against. Unlike callers, it takes no field
 * that is not described.
 */
final class ApiDocument {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

  static final ApiDocument INSTANCE = new ApiDocument();

  private final JsonNode document = read();
  private final JsonNode components = strict(document.path("components").deepCopy());
  private final Map<String, JsonNode> calls = calls(document);
  private final Map<JsonNode, JsonSchema> validators = new ConcurrentHashMap<>();

  JsonNode root() {
    return document;
  }

  /** The described calls, {@code GET /v1/routes}. */
  Map<String, JsonNode> calls() {
    return calls;
  }

  /** {@code GET /v1/projects/{name}} for {@code GET /v1/projects/shop?x=y}. */
  Optional<String> callOf(String method, String pathAndQuery) {
    String path = pathAndQuery.replaceFirst("\\?.*", "");
    List<String> fitting = new ArrayList<>();
    for (String call : calls.keySet()) {
      String pattern = call.replaceAll("\\{\\w+}", "[^/]+").replace(".", "\\.");
      if ((method + " " + path).matches(pattern)) {
        fitting.add(call);
      }
    }
    // Without parameters goes before with: /v1/certificates/renew.
    return fitting.stream().min((a, b) -> Integer.compare(braces(a), braces(b)));
  }

  /** What is wrong with an answer; empty where nothing is. */
  List<String> faults(String call, int status, String contentType, JsonNode body) {
    JsonNode response = calls.getOrDefault(call, document).path("responses").path("" + status);
    if (response.isMissingNode()) {
      return List.of("status %d is not described".formatted(status));
    }
    JsonNode content = resolved(response).path("content");
    String type = contentType.replaceFirst(";.*", "");
    if (type.isEmpty() ? !content.isMissingNode() : !content.has(type)) {
      return List.of("content type \"%s\" is not described".formatted(contentType));
    }
    JsonNode schema = content.path(type).path("schema");
    return schema.isMissingNode() ? List.of() : schemaFaults(schema, body);
  }

  /**
   * What is wrong with a piece of JSON.
   *
   * @param schema by its name in {@code components}
   */
  List<String> faults(String schema, JsonNode json) {
    ObjectNode reference = document.deepCopy();
    reference.removeAll();
    reference.put("$ref", "#/components/schemas/" + schema);
    return schemaFaults(reference, json);
  }

  List<String> schemaFaults(JsonNode schema, JsonNode json) {
    return validators.computeIfAbsent(schema, this::validator).validate(json).stream()
        .map(ValidationMessage::getMessage)
        .sorted()
        .toList();
  }

  private JsonSchema validator(JsonNode schema) {
    ObjectNode root = schema.deepCopy();
    root.set("components", components);
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root, config);
  }

  /** Itself, or what it refers to. */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static int braces(String call) {
    return call.split("\\{", -1).length;
  }

  private static Map<String, JsonNode> calls(JsonNode document) {
    Map<String, JsonNode> calls = new TreeMap<>();
    for (var path : document.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          calls.put(
              method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue());
        }
      }
    }
    return calls;
  }

  /** Objects have the described fields alone. */
  private static JsonNode strict(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("properties").isObject()) {
      object.put("additionalProperties", false);
    }
    node.forEach(ApiDocument::strict);
    return node;
  }

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(OpenApiCall.document());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
