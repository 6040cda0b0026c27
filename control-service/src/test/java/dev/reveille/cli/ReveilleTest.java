package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.activity.GatewayReport;
import dev.reveille.api.ControlApi;
import dev.reveille.api.ControlServer;
import dev.reveille.api.SettingWire;
import dev.reveille.cli.Operator.Done;
import dev.reveille.doctor.Check;
import dev.reveille.doctor.Doctor;
import dev.reveille.doctor.Finding;
import dev.reveille.project.EngineState;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.Bedtime;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Ports;
import dev.reveille.wake.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every command shows, at a wide and a narrow terminal, to programs, and when things fail. */
class ReveilleTest {
  private final Machine machine = new Machine();
  private final Bedtime bedtime = new Bedtime(machine);
  private final ControlServer.Parts parts = parts();
  private final ControlApi api = new ControlApi(parts);
  private final Operator operator = new Operator(api.port(), ControlApi.ADMIN);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @Test
  void status() {
    atNoon(
        () -> {
          operator.about("before the engine was seen").type("status");
          projects();
          machine.addSite("wrong", "web", "").label("reveille.port", "http");
          start();
          bedtime.activity.report(new GatewayReport("gateway-2", "other.7", Map.of()));
          operator.about("a usual day").type("status").type("status", "--json");
          operator.about("a narrow terminal, with colours").colours().type("status").noTerminal();
          machine.engine.goAway();
          Eventually.holds(
              "the engine is missed",
              () -> {
                var _ = machine.inventory.refresh();
                return machine.inventory.engine().get() instanceof EngineState.Unreachable;
              });
          operator.about("the engine does not answer").type("status");
        });
    operator.sees("status");
  }

  @Test
  void projectsAreListed() {
    atNoon(
        () -> {
          start();
          operator.about("none").type("projects");
          projects();
          machine.addSite("blog-copy", "web", "").host("blog.test");
          machine.look();
          machine.awaitRoute("blog.test");
          machine.awaitRoute("wiki.test");
          operator.about("some").type("projects").type("projects", "--json");
          operator.about("60 columns").terminal(60).type("projects");
          operator.about("with colours").colours().type("projects");
        });
    operator.sees("projects");
  }

  @Test
  void namesCannotWriteToTheTerminal() {
    atNoon(
        () -> {
          machine
              .addSite("evil\u001b[2J\u202eshop", "web", "")
              .label("reveille.port", "\u001b]0;owned\u0007\u009b31m");
          start();
          operator.type("projects").type("projects", "--json").type("status");
        });
    operator.sees("control-characters");
  }

  @Test
  void projectsAreWokenPutToSleepAndKeptAwake() {
    projects();
    start();
    operator
        .results("wake", "shop")
        .results("wake", "SHOP.test:8080")
        .about("it runs already")
        .type("wake", "shop")
        .about("unknown")
        .type("wake", "nobody.test")
        .type("sleep", "nobody")
        .type("keep-awake", "shop", "2h")
        .type("keep-awake", "shop", "off")
        .type("keep-awake", "shop", "0")
        .type("keep-awake", "nobody", "2h")
        .type("sleep", "shop");
    operator.sees("wake-sleep");
    assertThat(operator.run("wake", "shop", "--json").out()).contains("\"state\":\"running\"");
  }

  @Test
  void tellsTheStepsOfAWakeAndWhyItFailed() {
    projects();
    machine.addSite("broken", "web", "").exitsAfter(Duration.ZERO, 3).prints("no DATABASE_URL");
    start();

    Done woken = operator.run("wake", "shop");
    Done failed = operator.run("wake", "broken.test");

    assertThat(woken.err()).contains("db: ", "web: ready", "Started shop in ");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .contains("Could not start broken: container broken-web-1 exited with 3")
        .contains("| no DATABASE_URL");
  }

  @Test
  void reap() {
    atNoon(
        () -> {
          start();
          operator.about("nothing there").type("reap", "--dry-run");
          projects();
          machine.look();
          operator.type("reap", "--dry-run").type("reap", "--dry-run", "--json");
          operator.about("60 columns").terminal(60).type("reap", "--dry-run").noTerminal();
          operator.type("reap").type("reap", "--json");
        });
    operator.sees("reap");
  }

  @Test
  void events() {
    atNoon(
        () -> {
          operator.about("nothing has happened").type("logs");
          parts.events().add("wake.failed", "shop", "container shop-web-1 exited with 3");
          parts.events().add("certificate.issued", "shop.test", "issued until \u001b[31mMay");
          operator.type("logs").type("logs", "--json");
        });
    operator.sees("logs");
  }

  @Test
  void followsEventsUntilTheControlServiceEnds() {
    parts.events().add("wake.begun", "shop", "a visit");
    Operator.Running following = operator.start("logs", "-f");
    following.awaitLine("wake.begun");
    parts.events().add("wake.failed", "shop", "out of luck");
    following.awaitLine("out of luck");
    api.close();

    Done done = following.done().join();
    assertThat(done.code()).isEqualTo(1);
    assertThat(done.err()).startsWith("reveille logs: ");
  }

  @Test
  void doctor() {
    operator.type("doctor").type("doctor", "--json");
    api.close();
    operator
        .about("the control service is gone")
        .type("doctor")
        .about("another port")
        .setting("HTTP_PORT", "none")
        .setting("HTTPS_PORT", "0")
        .type("doctor");
    operator.sees("doctor");
  }

  @Test
  void labels() {
    atNoon(
        () -> {
          machine.add("shop", "web").host("api.shop.test");
          machine.add("copy", "web").host("*.shop.test");
          machine.add("wide", "web").host("*.test,~^api,api.shop.*,api.*");
          machine.add("zoo", "web").host("api.shop.test,other.zoo");
          machine.add("zoo", "admin").host("*.shop.test");
          machine
              .add("wrong", "web")
              .host("api.shop.test,lost.example")
              .label("reveille.port", "x");
          start();
          operator.type("labels", "API.shop.test.").type("labels", "x.shop.test");
          operator.type("labels", "api.shop.example").type("labels", "api.example");
          operator.about("who claims it has a wrong label").type("labels", "lost.example");
          operator.about("nobody").type("labels", "nobody.example");
          operator.type("labels", "nobody.example", "--json").type("labels", "other.zoo", "--json");
          operator.about("70 columns").terminal(70).type("labels", "api.shop.test");
        });
    operator.sees("labels");
  }

  @Test
  void config() {
    operator.type("config").type("config", "--json");
    operator.about("50 columns").terminal(50).type("config");
    operator.sees("config");
  }

  @Test
  void saysWhatIsWrongWithACommandLine() {
    operator
        .type()
        .type("restart")
        .type("certs", "bake")
        .type("wake")
        .type("wake", "a", "b")
        .type("status", "--yaml")
        .type("certs", "import", "shop.test", "--cert", "x")
        .type("certs", "renew")
        .type("certs", "renew", "shop.test", "--all")
        .type("completion", "fish")
        .type("keep-awake", "shop", "long");
    operator.sees("usage");
  }

  @ParameterizedTest
  @EnumSource(Command.class)
  void everyCommandExplainsItself(Command command) {
    String[] line = (command.words() + " --help").split(" ");

    Done done = operator.run(line);

    assertThat(done.code()).isZero();
    assertThat(done.out()).startsWith("Usage: reveille " + command.words());
  }

  @ParameterizedTest
  @EnumSource(Command.class)
  void everyCommandSaysThatTheControlServiceIsGone(Command command) {
    operator.setting("CONTROL_PORT", String.valueOf(Ports.free()));
    if (command == Command.COMPLETION || command == Command.CERTS_IMPORT) {
      return; // the one asks nobody, the other reads files first
    }
    String parameters =
        switch (command) {
          case KEEP_AWAKE -> " shop 2h";
          default -> command.parameters().most() > 0 ? " shop.test" : "";
        };

    Done done = operator.run((command.words() + parameters).split(" "));

    assertThat(done.code()).isEqualTo(1);
    assertThat(done.out() + done.err()).contains("nothing listens there");
  }

  @Test
  void refusesAWrongTokenWithoutShowingIt() {
    Done done = operator.setting("ADMIN_TOKEN", "somebody-elses").run("status");

    assertThat(done.code()).isEqualTo(1);
    assertThat(done.err()).contains("refuses the admin token").doesNotContain("somebody-elses");
    assertThat(operator.run("logs").err()).contains("refuses the admin token");
  }

  @Test
  void completesForBash(@TempDir Path folder) throws Exception {
    Done done = operator.run("completion", "bash");
    Path script = Files.writeString(folder.resolve("completion"), done.out());

    assertThat(done.code()).isZero();
    assertThat(complete(script, "reveille ke")).containsExactly("keep-awake");
    assertThat(complete(script, "reveille certs r")).contains("renew", "revoke", "roll-back");
  }

  private static List<String> complete(Path script, String line) throws Exception {
    String program =
        """
        . "$1"; COMP_LINE="$2"; read -ra COMP_WORDS <<<"$2"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _complete_reveille; printf '%s\\n' "${COMPREPLY[@]}"
        """;
    Process bash =
        new ProcessBuilder("bash", "-c", program, "bash", script.toString(), line).start();
    try (var out = bash.inputReader()) {
      List<String> lines = out.lines().map(String::strip).toList();
      assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
      return lines;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One that runs, one that sleeps, one that is kept awake. */
  private void projects() {
    machine.addSite("shop", "web", "db:service_started");
    machine.add("shop", "db");
    machine.addSite("blog", "web", "").running();
    machine.addSite("wiki", "web", "").host("wiki.test,*.wiki.test").running();
  }

  private void start() {
    bedtime.start();
  }

  private void atNoon(Runnable commands) {
    machine.timer.holdStill(
        () -> {
          commands.run();
          return true;
        });
  }

  private ControlServer.Parts parts() {
    ControlServer.Parts usual = ControlApi.parts(machine, machine.visits());
    return new ControlServer.Parts(
        usual.inventory(),
        usual.routes(),
        usual.visits(),
        usual.wakes(),
        bedtime.activity,
        bedtime.sleeps(Bedtime.settings(Duration.ofMinutes(30), SleepDepth.STOP)),
        usual.removals(),
        usual.certificates(),
        usual.events(),
        usual.metrics(),
        operatorParts(),
        usual.engine(),
        usual.clock());
  }

  private static ControlServer.OperatorParts operatorParts() {
    List<SettingWire> settings =
        List.of(
            new SettingWire("HTTP_PORT", "Gateway", "80", "environment", null, false, true),
            new SettingWire("WAKE_TIMEOUT", "Waking", "60s", "default", null, false, true),
            new SettingWire("PAGES_DIR", "Gateway", null, "default", null, false, false),
            new SettingWire(
                "ADMIN_TOKEN", "Control service", null, "file", "/run/secrets/token", true, true),
            new SettingWire(
                "WAKE_IGNORE_PATHS",
                "Waking",
                "/favicon.ico,/robots.txt,/apple-touch-icon.png",
                "default",
                null,
                false,
                true));
    Check good =
        new Check("engine", () -> List.of(Finding.ok("engine", "answers: Docker, API 1.41")));
    Check fair =
        new Check(
            "dns", () -> List.of(Finding.warn("dns", "shop.test has no address", "add a record")));
    Check bad =
        new Check(
            "state",
            () -> List.of(Finding.fail("state", "others may read it", "chmod go= /state")));
    Check broken =
        new Check(
            "ca",
            () -> {
              throw new IllegalStateException("no such luck");
            });
    return new ControlServer.OperatorParts(
        settings, new Doctor(List.of(good, fair, bad, broken), Duration.ofSeconds(10)));
  }
}
