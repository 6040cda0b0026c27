package dev.reveille.project;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A container as part of a project: what its labels say, read and checked.
 *
 * @param container what the engine lists
 * @param service replicas of one service carry the same name
 * @param hosts what it claims; empty for the database, and where a label could not be read
 * @param port what {@code reveille.port} says
 * @param dependencies what is started before it
 * @param ordered whether Compose wrote down dependencies at all; older ones did not
 * @param wakeMode what {@code reveille.wake} says
 * @param readyPath what {@code reveille.ready} says, {@code /health}
 * @param readyAfter how long to wait more once it answers
 * @param oneShot whether {@code reveille.one-shot} says that it runs to its end
 * @param https what {@code reveille.cert} and {@code reveille.hsts} say
 * @param sleep what {@code reveille.idle} and the like say
 * @param removal what {@code reveille.root} and {@code reveille.permanent} say
 */
public record Member(
    Container container,
    String service,
    List<HostPattern> hosts,
    Optional<Integer> port,
    List<Dependency> dependencies,
    boolean ordered,
    Optional<WakeMode> wakeMode,
    Optional<String> readyPath,
    Duration readyAfter,
    boolean oneShot,
    HttpsLabels https,
    SleepLabels sleep,
    RemovalLabels removal) {

  public Member {
    hosts = List.copyOf(hosts);
    dependencies = List.copyOf(dependencies);
  }

  public String id() {
    return container.id();
  }

  public String name() {
    return container.name();
  }

  public boolean claimsHosts() {
    return !hosts.isEmpty();
  }

  /** The label, else the single exposed port, else 80. */
  public int portToReach() {
    return port.orElseGet(
        () -> container.exposedPorts().size() == 1 ? container.exposedPorts().first() : 80);
  }

  /** The same member with what the engine says of it by now. */
  public Member with(Container now) {
    return new Member(
        now,
        service,
        hosts,
        port,
        dependencies,
        ordered,
        wakeMode,
        readyPath,
        readyAfter,
        oneShot,
        https,
        sleep,
        removal);
  }

  /** The same member by itself, as if nothing went before it. */
  public Member alone() {
    return new Member(
        container,
        service,
        hosts,
        port,
        List.of(),
        ordered,
        wakeMode,
        readyPath,
        readyAfter,
        oneShot,
        https,
        sleep,
        removal);
  }
}
