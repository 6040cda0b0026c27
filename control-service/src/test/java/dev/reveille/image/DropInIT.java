package dev.reveille.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acceptance.Handshake;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The {@code docker run} of docksal/vhost-proxy's README, with another image. */
class DropInIT extends PredecessorSuite {
  @RegisterExtension
  @Order(1)
  static final HostFolders folders = new HostFolders();

  @RegisterExtension
  @Order(2)
  static final ImageContainer reveille =
      ImageContainer.named("docksal-vhost-proxy", DropInIT::options);

  DropInIT() {
    super(reveille, folders);
  }

  private static Options options(Sandbox sandbox) {
    return timeouts(Options.withEngine())
        .and("--label", "io.docksal.group=system", "--restart=always")
        .and(privileged())
        .and("--userns=host")
        .and("--volume", folders.projectsVolume(sandbox) + ":/projects")
        .and("--volume", folders.certificates().path() + ":/etc/certs/custom")
        .env("DEFAULT_CERT", "shared");
  }

  /** Where the machine holds back one capability from the engine itself, all the others. */
  private static String[] privileged() {
    RealEngine engine = RealEngine.get();
    String option = "--privileged";
    return engine.attempt("run", "--rm", option, engine.image(), "true").exitCode() == 0
        ? new String[] {option}
        : new String[] {
          "--cap-add=ALL", "--cap-drop=SYS_RESOURCE", "--security-opt=seccomp=unconfined"
        };
  }

  @Test
  void theLogSaysThatWhatIsKnownGoesWithTheContainer() {
    assertThat(container().log()).contains("/var/lib/reveille is not on a volume");
  }

  @Test
  void hostsWithoutACertificateShowTheDefaultOne() {
    ServerCertificate shared = TestChains.authority("Test CA").leaf("*.docksal.site").make();

    folders.certificates().put("shared", shared);

    Handshake.awaits(container(), "nonsense.test", shared);
  }
}
