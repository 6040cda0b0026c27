package dev.reveille.acceptance;

import dev.reveille.testing.NewContainer;
import dev.reveille.testing.Sandbox;

/** Containers with the labels that Compose gives to those of one project. */
public final class ComposeProject {
  private final Sandbox sandbox;
  private final String shortName;

  ComposeProject(Sandbox sandbox, String shortName) {
    this.sandbox = sandbox;
    this.shortName = shortName;
  }

  public String name() {
    return sandbox.unique(shortName);
  }

  /** The host that {@link #web} claims. */
  public String host() {
    return name() + ".test";
  }

  /** A container's name, {@code t1a2b3c4d-shop-db-1}. */
  public String container(String service) {
    return name() + "-" + service + "-1";
  }

  /**
   * The container of a service, as a recent Compose labels it.
   *
   * @param dependsOn {@code db:service_healthy:false,cache:service_started:false}, or empty
   */
  public NewContainer service(String service, String dependsOn) {
    return replica(service, 1).label("com.docker.compose.depends_on", dependsOn);
  }

  /** As an older Compose does: it wrote down no dependencies. */
  public NewContainer service(String service) {
    return replica(service, 1);
  }

  public NewContainer replica(String service, int number) {
    return sandbox
        .container("%s-%s-%d".formatted(shortName, service, number))
        .label("com.docker.compose.project", name())
        .label("com.docker.compose.service", service);
  }

  /** The service that visitors come for. */
  public NewContainer web(String dependsOn) {
    return service("web", dependsOn).label("reveille.host", host());
  }
}
