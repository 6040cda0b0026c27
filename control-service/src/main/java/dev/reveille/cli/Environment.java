package dev.reveille.cli;

import java.util.Map;
import java.util.Optional;

/** Environment variables; a blank one counts as none, as for the control service. */
record Environment(Map<String, String> variables) {
  Environment {
    variables = Map.copyOf(variables);
  }

  Optional<String> get(String name) {
    return Optional.of(variables.getOrDefault(name, "").strip()).filter(text -> !text.isEmpty());
  }
}
