package dev.reveille.project;

import org.jspecify.annotations.Nullable;

/** The engine did not do what it was asked; the subclass tells what the caller can do. */
public abstract sealed class EngineException extends RuntimeException
    permits CommandTimedOut, EngineRefused, EngineUnreachable {
  EngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
