package dev.reveille.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.image.ContainerProcess.Part;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Outcome;
import dev.reveille.testing.RealEngine;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the image's processes may do, and what it needs of the one who runs it. */
class PowersIT {
  // linux/capability.h
  private static final int CHOWN = 0;
  private static final int DAC_OVERRIDE = 1;
  private static final int KILL = 5;
  private static final int SETGID = 6;
  private static final int SETUID = 7;
  private static final int NET_BIND_SERVICE = 10;

  /** What each container makes for itself, in its state directory. */
  private static final List<String> SECRETS =
      List.of("hook-token", "admin-token", "self-signed.key", "gateway/ticket.key");

  private static final String[] LEAST = {
    "--read-only", "--security-opt=no-new-privileges", "--cap-drop=ALL"
  };

  @RegisterExtension
  static final ImageContainer reveille =
      ImageContainer.named("plain", sandbox -> Options.withEngine().andState(sandbox));

  @Test
  void neitherWhoTalksToVisitorsNorWhoTalksToTheEngineIsRoot() {
    for (Part part : List.of(Part.GATEWAY_WORKER, Part.CONTROL_SERVICE)) {
      assertThat(processes(part)).isNotEmpty().allMatch(it -> it.user() != 0);
    }
  }

  @Test
  void onlyTheControlServiceHasTheGroupOfTheEnginesSocket() {
    int group = Integer.parseInt(socketGroup());

    assertThat(container().processes())
        .filteredOn(it -> it.user() != 0 && it.groups().contains(group))
        .extracting(ContainerProcess::part)
        .containsExactly(Part.CONTROL_SERVICE);
  }

  @Test
  void eachPartHasTheCapabilitiesThatItNeeds() {
    ContainerProcess control = container().process(Part.CONTROL_SERVICE);
    assertThat(control.capabilities("CapEff")).isEmpty();
    assertThat(control.capabilities("CapBnd")).isEmpty();

    ContainerProcess master = container().process(Part.GATEWAY_MASTER);
    assertThat(master.capabilities("CapBnd"))
        .containsExactlyInAnyOrder(CHOWN, DAC_OVERRIDE, KILL, SETGID, SETUID, NET_BIND_SERVICE);
    assertThat(processes(Part.GATEWAY_WORKER))
        .allMatch(worker -> worker.capabilities("CapEff").isEmpty());
  }

  @Test
  void noPartCanGainPowers() {
    assertThat(container().processes())
        .filteredOn(
            it ->
                Set.of(Part.CONTROL_SERVICE, Part.GATEWAY_MASTER, Part.GATEWAY_WORKER)
                    .contains(it.part()))
        .hasSizeGreaterThan(2)
        .noneMatch(ContainerProcess::mayGainPrivileges);
  }

  @Test
  void theControlServiceMayReadAndRemoveTheFoldersThatAreMounted() {
    Deployment other =
        reveille.another("folders", _ -> Options.withEngine().and("--tmpfs", "/projects"));

    ContainerProcess control = other.container().awaitReady().process(Part.CONTROL_SERVICE);

    assertThat(control.user()).isNotZero();
    assertThat(control.capabilities("CapEff")).containsExactly(DAC_OVERRIDE);
    assertThat(control.capabilities("CapBnd")).containsExactly(DAC_OVERRIDE);
  }

  @Test
  void theCapabilitiesOfTheGuideAreEnoughForSeveralUsers() {
    Deployment other =
        reveille.another(
            "capabilities",
            sandbox ->
                Options.withEngine()
                    .and(LEAST)
                    .and("--cap-add=NET_BIND_SERVICE", "--cap-add=SETUID", "--cap-add=SETGID")
                    .and("--cap-add=CHOWN", "--cap-add=DAC_OVERRIDE", "--cap-add=KILL")
                    .andState(sandbox));

    assertWakes(other);

    assertThat(other.container().process(Part.CONTROL_SERVICE).user()).isNotZero();
    assertThat(other.container().process(Part.GATEWAY_WORKER).user()).isNotZero();
  }

  @Test
  void itsOwnUserNeedsNoCapability() {
    Deployment other =
        reveille.another(
            "own-user",
            sandbox ->
                Options.withEngine()
                    .and(LEAST)
                    .and("--user", "10001:10001", "--group-add", socketGroup())
                    .andState(sandbox));

    assertWakes(other);

    assertThat(other.container().processes()).isNotEmpty().allMatch(it -> it.user() == 10001);
  }

  @Test
  void anyUserWithTheSocketsGroupMayRunIt() {
    Deployment other =
        reveille.another(
            "user",
            _ ->
                Options.withEngine()
                    .and("--user", "1000:" + socketGroup())
                    .and("--tmpfs", RunningImage.STATE + ":uid=1000"));

    assertWakes(other);

    assertThat(other.container().processes()).isNotEmpty().allMatch(it -> it.user() == 1000);
  }

  @Test
  void noSecretAndNoCertificateOfOursIsInTheImage() {
    String script =
        """
        # Debian's packages hold keys of their own self-tests, and its roots to trust.
        files() {
          find / -xdev -type f ! -path '/etc/ssl/*' "$@" \\
            | grep --invert-match --line-regexp --fixed-strings --file=<(cat /var/lib/dpkg/info/*.list)
        }
        pem='-----BEGIN ([A-Z ]*PRIVATE KEY|CERTIFICATE)-----\\s+[A-Za-z0-9+/]{32}'
        files | xargs --delimiter='\\n' grep --null-data --perl-regexp --files-with-matches --regexp="$pem"
        files '(' -name '*-token' -o -name '*.key' -o -name '*.pem' -o -name '*.p12' ')'
        """;

    Outcome found =
        RealEngine.get()
            .attempt(
                "run",
                "--rm",
                "--network",
                "none",
                "--entrypoint",
                "bash",
                Image.name(),
                "-c",
                script);

    assertThat(found.out() + found.err()).isEmpty();
  }

  @Test
  void eachContainerMakesItsOwnSecrets() {
    RunningImage another = reveille.another("another", _ -> Options.withEngine()).container();
    another.awaitReady();

    for (String secret : SECRETS) {
      String script = "test -s %1$s && sha256sum %1$s".formatted(RunningImage.STATE + "/" + secret);
      assertThat(another.bash(script)).isNotEqualTo(container().bash(script));
    }
  }

  @Test
  void withoutAVolumeAndAnEngineItRunsAndSaysWhatIsMissing() {
    RunningImage container = reveille.another("alone", _ -> Options.none()).container();

    Eventually.passes(
        () -> assertThat(container.lastHealthCheck()).contains("control service", "unreachable"));
    assertThat(container.inspect(".State.Status")).isEqualTo("running");
    assertThat(container.log())
        .contains("warning: /var/lib/reveille is not on a volume", "-v reveille:/var/lib/reveille");
  }

  @Test
  void readOnlyAndWithoutAVolumeItEndsAndSaysWhatToDo() {
    RunningImage container =
        reveille.another("read-only", _ -> Options.withEngine().and("--read-only")).container();

    Eventually.isTrue(() -> container.inspect(".State.Status").equals("exited"));

    assertThat(container.inspect(".State.ExitCode")).isNotEqualTo("0");
    assertThat(container.log()).contains("mount a volume", "-v reveille:/var/lib/reveille");
  }

  private static RunningImage container() {
    return reveille.container();
  }

  private static List<ContainerProcess> processes(Part part) {
    return container().processes().stream().filter(it -> it.part() == part).toList();
  }

  private static String socketGroup() {
    return container().bash("stat -c %g /var/run/docker.sock");
  }

  private static void assertWakes(Deployment deployment) {
    deployment.container().awaitReady();
    deployment
        .sandbox()
        .container("site")
        .label("reveille.host", "site.test")
        .env("NAME", "woken")
        .create();
    Eventually.passes(
        () -> assertThat(deployment.visitor().get("site.test", "/").body()).isEqualTo("woken\n"));
  }
}
