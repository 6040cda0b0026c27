package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.ControlApi;
import dev.reveille.cli.Prompt.Done;
import dev.reveille.config.Setting;
import dev.reveille.store.StateDirectory;
import dev.reveille.store.Tokens;
import dev.reveille.testing.Ports;
import dev.reveille.wake.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProxyctlTest {
  private final Machine machine = new Machine().start();
  private final Prompt prompt = new Prompt(machine);

  @AfterEach
  void close() {
    prompt.close();
    machine.close();
  }

  @Test
  void beginsEachLineAsThePredecessorDid() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    InstantSource at = InstantSource.fixed(Instant.parse("2026-01-31T09:05:07Z"));

    new Terminal(stream, stream, at, ZoneOffset.ofHours(1))
        .log("stop", "Stopping inactive project: shop...");

    assertThat(err)
        .hasToString(
            "2026-01-31 10:05:07 [proxyctl] [stop] Stopping inactive project: shop..."
                + System.lineSeparator());
  }

  @Test
  void withoutAVerbOrWithAWrongOneSaysHowItIsUsed() {
    Done none = prompt.type();
    Done wrong = prompt.type("restart");

    assertThat(none.code()).isEqualTo(2);
    assertThat(none.notes()).contains("Usage: proxyctl [-h] [--version] VERB");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.notes().getFirst()).contains("restart");
    assertThat(prompt.type("lookup").code()).isEqualTo(2);
  }

  @Test
  void namesThatBeginWithADashComeAfterTwoDashes() {
    assertThat(prompt.type("lookup", "-shop.test").code()).isEqualTo(2);
    assertThat(prompt.type("lookup", "--", "-shop.test").notes().getLast())
        .contains("virtual host '-shop.test'");
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void everyVerbExplainsItself(Verb verb) {
    Done done = prompt.type(verb.word(), "--help");

    assertThat(done.code()).isZero();
    assertThat(done.results().getFirst()).startsWith("Usage: proxyctl " + verb.word());
    assertThat(String.join(" ", done.results())).contains(verb.summary().substring(0, 20));
    assertThat(prompt.type("--help").results())
        .anyMatch(line -> line.strip().startsWith(verb.word()));
  }

  @Test
  void tellsItsVersion() {
    assertThat(prompt.type("--version").results().getFirst()).startsWith("proxyctl ");
  }

  @Test
  void looksWhereTheControlServiceListensByDefault() {
    ServiceAddress address = ServiceAddress.from(new Environment(Map.of("CONTROL_HOST", " ")));
    AdminToken token = AdminToken.from(new Environment(Map.of()));

    assertThat(address.host()).isEqualTo(Setting.CONTROL_HOST.fallback().orElseThrow());
    assertThat(address.port())
        .isEqualTo(Integer.parseInt(Setting.CONTROL_PORT.fallback().orElseThrow()));
    assertThat(token.source())
        .isEqualTo(Setting.STATE_DIR.fallback().orElseThrow() + "/admin-token");
  }

  @Test
  void findsOneThatListensEverywhere() {
    Map<String, String> environment = prompt.environment();
    environment.put("CONTROL_HOST", "0.0.0.0");

    assertThat(Prompt.type(environment, "stats").code()).isZero();
  }

  @Test
  void findsTheTokenThatTheControlServiceMade(@TempDir Path state) {
    Tokens made = Tokens.from(StateDirectory.open(state), Optional.empty());
    Environment environment = new Environment(Map.of("STATE_DIR", state.toString()));

    assertThat(AdminToken.from(environment).read().value()).isEqualTo(made.admin().value());
  }

  @Test
  void takesTheTokenFromAFileOfOnesOwn(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), ControlApi.ADMIN + "\n");
    Map<String, String> environment = prompt.environment();
    environment.put("ADMIN_TOKEN_FILE", file.toString());

    assertThat(Prompt.type(environment, "stats").notes().getLast())
        .contains("ADMIN_TOKEN and ADMIN_TOKEN_FILE are both set");
    environment.remove("ADMIN_TOKEN");
    assertThat(Prompt.type(environment, "stats").code()).isZero();
  }

  @Test
  void saysThatThereIsNoToken(@TempDir Path state) {
    Map<String, String> environment = prompt.environment();
    environment.remove("ADMIN_TOKEN");
    environment.put("STATE_DIR", state.toString());

    Done done = Prompt.type(environment, "stats");

    assertThat(done.code()).isEqualTo(1);
    assertThat(done.notes().getLast())
        .startsWith("[stats] ERROR: cannot read the admin token from " + state)
        .contains("there is no such file", "set ADMIN_TOKEN");
    assertThat(Prompt.type(environment, "notify").code()).as("which needs none").isZero();
  }

  @Test
  void saysThatTheTokenIsRefusedWithoutShowingIt() {
    Map<String, String> environment = prompt.environment();
    environment.put("ADMIN_TOKEN", "somebody-elses");

    Done done = Prompt.type(environment, "stats");

    assertThat(done.code()).isEqualTo(1);
    assertThat(done.notes().getLast())
        .contains("refuses the admin token of ADMIN_TOKEN")
        .doesNotContain("somebody-elses");
  }

  @Test
  void saysThatTheControlServiceIsNotThere() {
    Map<String, String> environment = prompt.environment();
    environment.put("CONTROL_PORT", String.valueOf(Ports.free()));

    Done done = Prompt.type(environment, "stats");

    assertThat(done.code()).isEqualTo(1);
    assertThat(done.notes().getLast())
        .startsWith("[stats] ERROR: cannot reach the control service at http://127.0.0.1:")
        .contains("nothing listens there", "CONTROL_PORT");
    environment.put("CONTROL_PORT", "http");
    assertThat(Prompt.type(environment, "stats").notes().getLast()).contains("\"http\"");
  }
}
