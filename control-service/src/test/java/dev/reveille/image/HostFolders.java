package dev.reveille.image;

import dev.reveille.acceptance.CertificateFolder;
import dev.reveille.testing.Sandbox;
import dev.reveille.testing.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Folders of the host that its owner mounts into the proxy's container. */
final class HostFolders implements AfterAllCallback {
  private final TemporaryDirectory projects = TemporaryDirectory.make("projects");
  private final CertificateFolder certificates = new CertificateFolder();

  /** A volume that is the projects' folder, as the predecessor's README makes one. */
  String projectsVolume(Sandbox sandbox) {
    return sandbox.volume(
        "docksal_projects",
        "--opt",
        "type=none",
        "--opt",
        "device=" + projects(),
        "--opt",
        "o=bind");
  }

  /** A new project's folder with some of its code; returns its path on the host. */
  Path project(String name) {
    try {
      Path folder = projects().resolve(name);
      Files.createDirectories(folder.resolve("docroot"));
      Files.writeString(folder.resolve("docroot/index.html"), name);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CertificateFolder certificates() {
    return certificates;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    projects.close();
    certificates.close();
  }

  private Path projects() {
    try {
      return projects.path().toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
