package dev.reveille.activity;

/** Hears of the requests that gateways have counted. */
@FunctionalInterface
public interface RequestListener {
  /**
   * So much more than was known of a project has ended. Has to be quick; of two reports, the later
   * may come first.
   *
   * @param more {@code open} and {@code quiet} of it say nothing
   */
  void counted(String project, GatewayReport.Counts more);
}
