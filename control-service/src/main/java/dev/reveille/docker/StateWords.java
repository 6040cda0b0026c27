package dev.reveille.docker;

import dev.reveille.project.Container.Health;
import dev.reveille.project.Container.Status;
import java.util.Locale;

/**
 * What the engine says in words of a container's state.
 *
 * @param state {@code running}, {@code exited} …
 * @param healthText the text that says its health: {@code Up 2 hours (healthy)}, {@code Up 3
 *     seconds (health: starting)} in the list, {@code healthy} in an inspection
 */
record StateWords(String state, String healthText) {
  Status status() {
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "created" -> Status.CREATED;
      case "running" -> Status.RUNNING;
      case "paused" -> Status.PAUSED;
      case "restarting" -> Status.RESTARTING;
      case "removing" -> Status.REMOVING;
      case "dead" -> Status.DEAD;
      // Also what engines with words of their own say of one that does not run (Podman: stopped).
      default -> Status.EXITED;
    };
  }

  /** The engine keeps the last health of a stopped container; it says nothing any more. */
  Health health() {
    if (status() != Status.RUNNING) {
      return Health.NONE;
    }
    return switch (healthText.substring(healthText.lastIndexOf('(') + 1)) {
      case "healthy)", "healthy" -> Health.HEALTHY;
      case "unhealthy)", "unhealthy" -> Health.UNHEALTHY;
      case "health: starting)", "starting" -> Health.STARTING;
      default -> Health.NONE;
    };
  }
}
