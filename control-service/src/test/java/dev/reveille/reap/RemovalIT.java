package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.concurrent.Timer;
import dev.reveille.concurrent.Turns;
import dev.reveille.docker.DockerEngine;
import dev.reveille.event.Events;
import dev.reveille.project.Label;
import dev.reveille.store.ProjectFolders;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects of a real engine with real directories are removed with all that is theirs. */
class RemovalIT {
  private static final LastUse LONG_AGO =
      new LastUse(Instant.parse("2020-01-01T00:00:00Z"), true, 0);

  @TempDir Path temporary;
  private final RealEngine real = RealEngine.get();
  private final Sandbox sandbox = real.sandbox();
  private final String shop = sandbox.unique("shop");
  private final DockerEngine engine =
      new DockerEngine(
          new DockerEngine.Settings(
              real.host(),
              Optional.empty(),
              false,
              List.of(sandbox.filter()),
              Duration.ofSeconds(20)),
          Timer.system());
  private Path root;
  private Removals removals;
  private String web;
  private String db;

  @BeforeEach
  void anAbandonedProject() throws IOException {
    root = Files.createDirectory(temporary.toRealPath().resolve("projects"));
    Files.createDirectories(root.resolve("files/web"));
    Files.createDirectories(root.resolve("precious"));
    Files.createSymbolicLink(root.resolve("files/link"), root.resolve("precious"));
    String label = Label.COMPOSE_PROJECT.key() + "=" + shop;
    real.docker("volume", "create", "--label", label, shop + "_data");
    real.docker("volume", "create", shop + "_external");
    real.docker("network", "create", "--label", label, shop + "_default");
    web =
        sandbox
            .container("web")
            .label(Label.COMPOSE_PROJECT.key(), shop)
            .label(Label.HOST.key(), shop + ".test")
            .label(Label.ROOT.key(), root.resolve("files").toString())
            .volume(shop + "_data:/data")
            .volume(shop + "_external:/external")
            .volume(root.resolve("files") + ":/files")
            .network(shop + "_default")
            .shell("sleep 1000")
            .run();
    db = sandbox.container("db").label(Label.COMPOSE_PROJECT.key(), shop).create();
    removals = removals(engine);
  }

  @AfterEach
  void cleanUp() {
    engine.close();
    sandbox.close();
    for (String volume : List.of("_data", "_external")) {
      real.docker("volume", "rm", "--force", shop + volume);
    }
    if (isThere("network", shop + "_default")) {
      real.docker("network", "rm", shop + "_default");
    }
  }

  @Test
  void keepsItWhileItRunsAndRemovesItOnceItIsStopped() {
    removals.now();
    assertThat(removals.now().removed()).isEmpty();
    assertThat(removals.plan().of(shop).orElseThrow().reason()).contains("is running");

    sandbox.kill(web);
    assertThat(removals.now().announced()).containsExactly(shop);
    assertThat(removals.plan().of(shop).orElseThrow().belongings().directory()).isPresent();
    assertThat(removals.now().removed()).containsExactly(shop);

    assertThat(engine.list()).isEmpty();
    assertThat(isThere("volume", shop + "_data")).isFalse();
    assertThat(isThere("volume", shop + "_external")).isTrue();
    assertThat(isThere("network", shop + "_default")).isFalse();
    assertThat(root.resolve("files")).doesNotExist();
    assertThat(root.resolve("precious")).exists();
  }

  @Test
  void leavesWhatAnothersContainerUses() {
    sandbox.kill(web);
    String other =
        sandbox
            .container("other")
            .volume(shop + "_data:/data")
            .network(shop + "_default")
            .volume(root.resolve("files/web") + ":/web")
            .create();
    removals.now();
    assertThat(removals.now().removed()).containsExactly(shop);

    assertThat(engine.list()).extracting("id").containsExactly(other);
    assertThat(isThere("volume", shop + "_data")).isTrue();
    assertThat(isThere("network", shop + "_default")).isTrue();
    assertThat(root.resolve("files/web")).exists();
  }

  @Test
  void keepsAProjectWhoseSecondContainerIsPermanent() {
    sandbox.kill(web);
    sandbox
        .container("cache")
        .label(Label.COMPOSE_PROJECT.key(), shop)
        .label("io.docksal.permanent", "true")
        .create();
    removals.now();
    assertThat(removals.now().removed()).isEmpty();
    assertThat(engine.list()).extracting("id").contains(web, db);
    assertThat(removals.plan().of(shop).orElseThrow().reason()).contains("permanent");
  }

  /** Without a grace, and with directories that nobody names left alone. */
  private Removals removals(DockerEngine on) {
    Timer timer = Timer.system();
    return new Removals(
        new Removals.Parts(
            on,
            on.disposal(),
            new ProjectFolders(root, List.of()),
            () -> Map.of(shop, LONG_AGO),
            new InMemoryPemFiles(),
            new Turns(),
            new Events(timer),
            timer,
            Set::of),
        new Removals.Settings(Duration.ofDays(7), Duration.ZERO, false, false));
  }

  private boolean isThere(String kind, String name) {
    return real.docker(kind, "ls", "--quiet", "--filter", "name=" + name).lines().count() > 0;
  }
}
