package dev.reveille.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the ledger on disk says of the orders that were sent to CAs. */
final class SentOrders {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SentOrders() {}

  /** How the orders for a name went, oldest first: {@code SENT}, {@code ISSUED}, {@code FAILED}. */
  static List<String> of(Proxy proxy, String name) {
    List<String> outcomes = new ArrayList<>();
    for (JsonNode account : ledger(proxy).path("authorities")) {
      for (JsonNode order : account.path("orders")) {
        if (order.path("name").asText().equals(name)) {
          outcomes.add(order.path("outcome").asText());
        }
      }
    }
    return outcomes;
  }

  private static JsonNode ledger(Proxy proxy) {
    Path file = proxy.stateDirectory().resolve("certificates/ledger.json");
    try {
      return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
