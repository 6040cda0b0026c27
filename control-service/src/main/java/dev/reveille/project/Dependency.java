package dev.reveille.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One entry of Compose's {@code depends_on} label.
 *
 * @param service the service that goes first
 * @param condition what has to be true of it
 * @param restart whether the dependent, when it runs already, is restarted once the service was
 *     started
 * @param required whether the dependent can't do without; empty where the label does not say, as
 *     Compose's own labels never do: then it can while the service has no container
 */
public record Dependency(
    String service, Condition condition, boolean restart, Optional<Boolean> required) {

  /** What a dependent waits for. */
  public enum Condition {
    SERVICE_STARTED,
    SERVICE_HEALTHY,
    SERVICE_COMPLETED_SUCCESSFULLY,
    /** Compose's meaning of an entry without condition: healthy where it has a HEALTHCHECK. */
    STARTED_OR_HEALTHY
  }

  /** Whether the dependent goes on without it. */
  public boolean isOptional() {
    return !required.orElse(true);
  }

  /**
   * Reads the label, {@code db:service_healthy:false,cache:service_started:true}; an empty text is
   * no dependency.
   *
   * @throws IllegalArgumentException naming the entry that can't be read
   */
  public static List<Dependency> parseAll(String label) {
    List<Dependency> dependencies = new ArrayList<>();
    for (String entry : label.split(",", -1)) {
      if (!entry.isBlank()) {
        dependencies.add(parse(entry.strip()));
      }
    }
    return List.copyOf(dependencies);
  }

  private static Dependency parse(String entry) {
    String[] fields = entry.split(":", -1);
    if (fields[0].isBlank() || fields.length > 4) {
      throw new IllegalArgumentException(
          "\"%s\" is no service:condition:restart:required".formatted(entry));
    }
    return new Dependency(
        fields[0],
        fields.length > 1 ? condition(fields[1], entry) : Condition.STARTED_OR_HEALTHY,
        fields.length > 2 && Boolean.parseBoolean(fields[2]),
        fields.length > 3 ? Optional.of(Boolean.parseBoolean(fields[3])) : Optional.empty());
  }

  private static Condition condition(String text, String entry) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "service_started" -> Condition.SERVICE_STARTED;
      case "service_healthy" -> Condition.SERVICE_HEALTHY;
      case "service_completed_successfully" -> Condition.SERVICE_COMPLETED_SUCCESSFULLY;
      case "", "service_running_or_healthy" -> Condition.STARTED_OR_HEALTHY;
      default ->
          throw new IllegalArgumentException(
              "condition \"%s\" in \"%s\" is not known".formatted(text, entry));
    };
  }
}
