package dev.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {
  @ParameterizedTest
  @CsvSource({
    "1,true",
    "on,true",
    "ON,true",
    "True,true",
    "yes,true",
    "0,false",
    "off,false",
    "FALSE,false",
    "No,false"
  })
  void switchesAreWrittenInManyWays(String text, boolean on) {
    assertThat(Syntax.SWITCH.reader().apply(text)).isEqualTo(on);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "2", "o n"})
  void noOtherSwitches(String text) {
    assertWrong(Syntax.SWITCH, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "+80", "80.0", "http", "99999999999"})
  void noPorts(String text) {
    assertThat(Syntax.PORT.reader().apply("65535")).isEqualTo(65_535);
    assertWrong(Syntax.PORT, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "999ms", "61m", "2h", "60", "soon", "-5s"})
  void aWaitHasALimitAndIsNotZero(String text) {
    assertThat(Syntax.WAIT.reader().apply("0.5h")).isEqualTo(Duration.ofMinutes(30));
    assertWrong(Syntax.WAIT, text);
  }

  @Test
  void aWaitThatMayBeNoneCanBeZero() {
    assertThat(Syntax.WAIT_OR_NONE.reader().apply("0")).isZero();
    assertThat(Syntax.WAIT_OR_NONE.reader().apply("250ms")).isEqualTo(Duration.ofMillis(250));
    assertWrong(Syntax.WAIT_OR_NONE, "61m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"200", "204", "301", "399", "600", "OK"})
  void theLoadingPageNeverPassesForTheProjectsOwnAnswer(String text) {
    assertThat(Syntax.PAGE_STATUS.reader().apply("202")).isEqualTo(202);
    assertThat(Syntax.PAGE_STATUS.reader().apply("503")).isEqualTo(503);
    assertWrong(Syntax.PAGE_STATUS, text);
  }

  @Test
  void offIsNoResponseSinceThereIsASettingForIt() {
    assertWrong(Syntax.RESPONSE, "off");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"192.0.2.7", "10.0.0.0/8", "0.0.0.0/0", "fd00::/8", "::1", "::1 , 10.0.0.1"})
  void networksAreAddressesWithOrWithoutAPrefix(String text) {
    assertThat(Syntax.NETWORKS.reader().apply(text)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1",
        "2130706433",
        "10.0.0.256",
        "10.0.0.0/33",
        "fd00::/129",
        "fe80::1%eth0",
        "proxy.test",
        "10.0.0.1;",
        "10.0.0.1,none",
        "none"
      })
  void nothingElseIsANetwork(String text) {
    assertWrong(Syntax.NETWORKS, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh://host", "/var/run/docker.sock", "unix://", "tcp://", "unix:// x"})
  void noEngines(String text) {
    assertThat(Syntax.ENGINE.reader().apply("unix:///run/docker.sock"))
        .hasToString("unix:///run/docker.sock");
    assertThat(Syntax.ENGINE.reader().apply("tcp://10.0.0.5:2376")).hasPort(2376);
    assertWrong(Syntax.ENGINE, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=running", "label", "label=", "team"})
  void noFilters(String text) {
    assertThat(Syntax.FILTERS.reader().apply("label=team=blue, name=shop"))
        .containsExactly("label=team=blue", "name=shop");
    assertWrong(Syntax.FILTERS, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:7070", "[::1]", "http://control", "two hosts", "1::2::3"})
  void noHosts(String text) {
    assertThat(Syntax.HOST.reader().apply("::1")).isEqualTo("::1");
    assertThat(Syntax.HOST.reader().apply("control")).isEqualTo("control");
    assertWrong(Syntax.HOST, text);
  }

  @Test
  void aDirectoryIsThereAndIsNoFile(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(Syntax.DIRECTORY.reader().apply(directory.toString())).isEqualTo(directory);
    assertWrong(Syntax.DIRECTORY, file.toString());
    assertWrong(Syntax.DIRECTORY, directory.resolve("missing").toString());
  }

  @Test
  void aProgramThatIsGivenByItsPathCanBeRun(@TempDir Path directory) throws IOException {
    Path text = Files.createFile(directory.resolve("text"));

    assertThat(Syntax.PROGRAM.reader().apply("nginx")).isEqualTo("nginx");
    assertThat(Syntax.PROGRAM.reader().apply("/bin/sh")).isEqualTo("/bin/sh");
    assertWrong(Syntax.PROGRAM, text.toString());
  }

  private static void assertWrong(Syntax<?> syntax, String text) {
    assertThatThrownBy(() -> syntax.reader().apply(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
