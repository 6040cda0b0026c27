package dev.reveille.project;

/** The engine answered no, with a reason: a vanished network, mount or container, a port in use. */
public final class EngineRefused extends EngineException {
  private final int status;
  private final String reason;

  /**
   * @param call what was asked, {@code start container shop-web-1}
   * @param status the HTTP status, as in the Docker API
   * @param reason the engine's own words
   */
  public EngineRefused(String call, int status, String reason) {
    super("engine refused to %s: %s (HTTP %d)".formatted(call, reason, status), null);
    this.status = status;
    this.reason = reason;
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  public boolean isNotFound() {
    return status == 404;
  }
}
