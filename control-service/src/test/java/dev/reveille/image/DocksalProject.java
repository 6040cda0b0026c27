package dev.reveille.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acceptance.Containers;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A project with the labels of the predecessor's own tests, made as Compose would, with a network
 * and a folder of its own. It answers in no other network.
 */
final class DocksalProject {
  private final Sandbox sandbox;
  private final String shortName;
  private final Path folder;
  private final String host;
  private final NewContainer web;

  private DocksalProject(Sandbox sandbox, String shortName, Path folder, String host) {
    this.sandbox = sandbox;
    this.shortName = shortName;
    this.folder = folder;
    this.host = host;
    this.web =
        isolated(sandbox.container(shortName + "-web-1"))
            .network(sandbox.unique(shortName + "_default"))
            .label("com.docker.compose.project", name())
            .label("com.docker.compose.service", "web")
            .label("io.docksal.virtual-host", "%1$s,*.%1$s,%1$s.*".formatted(host))
            .label("io.docksal.project-root", folder.toString())
            .env("NAME", text());
  }

  /** Its host is {@code NAME.test}. */
  static DocksalProject of(ImageContainer reveille, HostFolders folders, String shortName) {
    String host = reveille.sandbox().unique(shortName) + ".test";
    return of(reveille, folders, shortName, host);
  }

  static DocksalProject of(
      ImageContainer reveille, HostFolders folders, String shortName, String host) {
    Sandbox sandbox = reveille.sandbox();
    Path folder = folders.project(sandbox.unique(shortName));
    return new DocksalProject(sandbox, shortName, folder, host);
  }

  /**
   * A container whose answers find no way but within its own network, whatever the machine forwards
   * between networks.
   */
  static NewContainer isolated(NewContainer container) {
    return container.option("--cap-add", "NET_ADMIN").shell("ip route del default; exec /app");
  }

  DocksalProject label(String key, String value) {
    web.label(key, value);
    return this;
  }

  DocksalProject env(String name, String value) {
    web.env(name, value);
    return this;
  }

  /** It exists, and sleeps: {@code docker-compose up --no-start}. */
  DocksalProject create() {
    if (!hasNetwork()) {
      sandbox.network(
          shortName + "_default",
          "com.docker.compose.network=default",
          "com.docker.compose.project=" + name());
    }
    web.create();
    return this;
  }

  /** It exists, and somebody has started it. */
  DocksalProject run() {
    create();
    sandbox.start(container());
    return this;
  }

  void stop() {
    sandbox.stop(container());
  }

  /** Its container is taken away, as when Compose makes it anew. */
  void remove() {
    sandbox.remove(container());
  }

  String name() {
    return sandbox.unique(shortName);
  }

  String host() {
    return host;
  }

  /** What it answers with. */
  String text() {
    return "this is " + name();
  }

  String container() {
    return sandbox.unique(shortName + "-web-1");
  }

  Path folder() {
    return folder;
  }

  /** Containers that are in its network, none where it has none. */
  List<String> inNetwork() {
    String format = "{{range .Containers}}{{.Name}}\n{{end}}";
    return RealEngine.get()
        .attempt("network", "inspect", "--format", format, name() + "_default")
        .out()
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  boolean hasNetwork() {
    return RealEngine.get().attempt("network", "inspect", name() + "_default").exitCode() == 0;
  }

  boolean hasContainers() {
    String label = "label=com.docker.compose.project=" + name();
    return !RealEngine.get().docker("ps", "--all", "--quiet", "--filter", label).isEmpty();
  }

  boolean hasFolder() {
    return Files.exists(folder);
  }

  void awaitStatus(String status) {
    Eventually.passes(() -> assertThat(Containers.status(container())).isEqualTo(status));
  }
}
