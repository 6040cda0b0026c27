package dev.reveille.api;

/** The control API's port can't be had; a person has to free it or choose another. */
public final class CannotListen extends RuntimeException {
  CannotListen(String host, int port, Throwable cause) {
    super(
        "cannot listen on %s port %d: %s; end what has it, or set CONTROL_HOST or CONTROL_PORT"
            .formatted(host, port, cause.getMessage()),
        cause);
  }
}
