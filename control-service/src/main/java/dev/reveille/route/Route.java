package dev.reveille.route;

import dev.reveille.project.HostPattern;
import dev.reveille.project.HttpsLabels;
import java.util.List;

/**
 * A host pattern and the project that it leads to.
 *
 * @param service the service whose containers claim the pattern
 * @param https what the labels of that service say
 * @param ignoredPaths requests for these paths do not count as use, {@code /poll/*}
 * @param upstreams where its ready containers answer; empty while it can't be served at once
 */
public record Route(
    HostPattern host,
    String project,
    String service,
    HttpsLabels https,
    List<String> ignoredPaths,
    List<Upstream> upstreams) {
  public Route {
    ignoredPaths = List.copyOf(ignoredPaths);
    upstreams = List.copyOf(upstreams);
  }

  /** Ready: the gateway may proxy to it without asking. */
  public boolean isRunning() {
    return !upstreams.isEmpty();
  }
}
