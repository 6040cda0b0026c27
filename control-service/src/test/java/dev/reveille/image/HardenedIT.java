package dev.reveille.image;

import dev.reveille.testing.Sandbox;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same with the least that a container can be given. */
class HardenedIT extends PredecessorSuite {
  @RegisterExtension
  @Order(1)
  static final HostFolders folders = new HostFolders();

  @RegisterExtension
  @Order(2)
  static final ImageContainer reveille = ImageContainer.named("hardened", HardenedIT::options);

  HardenedIT() {
    super(reveille, folders);
  }

  private static Options options(Sandbox sandbox) {
    return timeouts(Options.withEngine())
        .and("--read-only", "--cap-drop", "ALL", "--cap-add", "NET_BIND_SERVICE")
        .and("--security-opt", "no-new-privileges")
        .and("--volume", folders.projectsVolume(sandbox) + ":/projects")
        .and("--volume", folders.certificates().path() + ":/etc/certs/custom:ro")
        .andState(sandbox);
  }
}
