package dev.reveille.project;

import org.jspecify.annotations.Nullable;

/** The engine did not answer, or not in time. Nothing is known; try again later. */
public final class EngineUnreachable extends EngineException {
  public EngineUnreachable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
