package dev.reveille.project;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the engine has at one moment, whether {@code CONTAINER_FILTER} lets it exist for
 * us or not: what somebody else uses must be known before anything is removed.
 */
public record EngineStock(List<Holder> holders, List<Volume> volumes, List<Network> networks) {
  public static final EngineStock NONE = new EngineStock(List.of(), List.of(), List.of());

  public EngineStock {
    holders = List.copyOf(holders);
    volumes = List.copyOf(volumes);
    networks = List.copyOf(networks);
  }

  /**
   * A container, and what it holds.
   *
   * @param volumes names; one that was made for this container alone has 64 hexadecimal digits
   * @param binds directories and files of the host that it mounts
   * @param networks names and ids
   * @param image the image's id, {@code sha256:…}
   */
  public record Holder(
      String id,
      String name,
      Container.Status status,
      Map<String, String> labels,
      Set<String> volumes,
      Set<String> binds,
      Set<String> networks,
      String image,
      Instant created) {
    public Holder {
      labels = Map.copyOf(labels);
      volumes = Set.copyOf(volumes);
      binds = Set.copyOf(binds);
      networks = Set.copyOf(networks);
    }

    /** Whether it takes part in nothing: it was never started, or has ended. */
    public boolean isStopped() {
      return switch (status) {
        case CREATED, EXITED, DEAD -> true;
        case RUNNING, PAUSED, RESTARTING, REMOVING -> false;
      };
    }

    public Optional<String> composeProject() {
      return Label.COMPOSE_PROJECT.of(labels);
    }
  }

  /**
   * A volume.
   *
   * @param device the directory of the host that it stands for, where it is no directory of its own
   * @param created empty where the engine does not say
   */
  public record Volume(
      String name, Map<String, String> labels, Optional<String> device, Optional<Instant> created) {
    public Volume {
      labels = Map.copyOf(labels);
    }

    public Optional<String> composeProject() {
      return Label.COMPOSE_PROJECT.of(labels);
    }
  }

  /** A network; those that the engine has by itself carry no labels. */
  public record Network(
      String id, String name, Map<String, String> labels, Optional<Instant> created) {
    public Network {
      labels = Map.copyOf(labels);
    }

    public Optional<String> composeProject() {
      return Label.COMPOSE_PROJECT.of(labels);
    }
  }
}
