package dev.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reveille.project.WakeMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  @Test
  void everySettingHasADefaultOrCanBeLeftOut() {
    Config config = Config.fromEnvironment(Map.of());

    assertThat(config.stateDirectory()).isEqualTo(Path.of(".reveille").toAbsolutePath());
    assertThat(config.adminToken()).isEmpty();
    assertThat(config.server().host()).isEqualTo("127.0.0.1");
    assertThat(config.server().port()).isEqualTo(7070);
    assertThat(config.server().pageStatus()).isEqualTo(202);
    assertThat(config.engine().host()).hasToString("unix:///var/run/docker.sock");
    assertThat(config.engine().filters()).isEmpty();
    assertThat(config.visits().autostart()).isTrue();
    assertThat(config.visits().response()).isEqualTo(WakeMode.AUTO);
    assertThat(config.visits().patience()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.visits().ignoredUserAgents()).contains("googlebot", "uptimerobot");
    assertThat(config.visits().ignoredPaths()).containsExactly("/favicon.ico", "/robots.txt");
    assertThat(config.wakes().timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.wakes().maxConcurrent()).isEqualTo(8);
    assertThat(config.wakesPerMinute()).isEqualTo(20);
    assertThat(config.debugLog()).isFalse();
  }

  @Test
  void settingsReachWhoReadsThem(@TempDir Path certificates) {
    Config config =
        Config.fromEnvironment(
            Map.of(
                "ADMIN_TOKEN", "s3cret",
                "CONTROL_PORT", " 7171 ",
                "DOCKER_HOST", "tcp://10.0.0.5:2376",
                "DOCKER_TLS_VERIFY", "1",
                "DOCKER_CERT_PATH", certificates.toString(),
                "CONTAINER_FILTER", "label=team=blue",
                "WAKE_TIMEOUT", "2m",
                "WAKE_RATE", "0",
                "DEBUG_LOG", "yes"));

    assertThat(config.adminToken().orElseThrow().matches("s3cret")).isTrue();
    assertThat(config.server().port()).isEqualTo(7171);
    assertThat(config.engine().tlsDirectory()).contains(certificates);
    assertThat(config.engine().verify()).isTrue();
    assertThat(config.engine().filters()).containsExactly("label=team=blue");
    assertThat(config.server().wakeTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.visits().timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.wakes().timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.wakesPerMinute()).isZero();
    assertThat(config.debugLog()).isTrue();
  }

  @Test
  void aBlankSettingCountsAsNone() {
    assertThat(Config.fromEnvironment(Map.of("CONTROL_PORT", " ", "ADMIN_TOKEN", "")))
        .extracting(config -> config.server().port(), Config::adminToken)
        .containsExactly(7070, java.util.Optional.empty());
  }

  @Test
  void everyWrongSettingIsNamedAtOnce() {
    Map<String, String> allWrong =
        Arrays.stream(Setting.values()).collect(Collectors.toMap(Enum::name, _ -> "two\nlines"));

    assertThat(mistakes(allWrong))
        .extracting(mistake -> mistake.split(" ", 2)[0])
        .isEqualTo(Arrays.stream(Setting.values()).map(Enum::name).toList());
  }

  @Test
  void aMistakeIsALineWithTheValueAndWhatMayBeWritten() {
    assertThatThrownBy(
            () -> Config.fromEnvironment(Map.of("HTTP_PORT", "http", "WAKE_TIMEOUT", "soon\u001b")))
        .isInstanceOf(WrongSettings.class)
        .hasMessage(
            """
            Nothing was started, because of wrong settings (see docs/reference/settings.md):
              HTTP_PORT is wrong: "http"; write a port from 1 to 65535
              WAKE_TIMEOUT is wrong: "soon?"; write a duration from 1s to 1h, as 30s or 0.5h\
            """);
  }

  @Test
  void aWrongSecretIsNotShown() {
    assertThat(mistakes(Map.of("ADMIN_TOKEN", "pass phrase")))
        .containsExactly(
            "ADMIN_TOKEN is wrong (its value is not shown); write letters, digits and . _ ~ + / -"
                + " only");
  }

  @Test
  void noTwoListenersShareAPort() {
    assertThat(mistakes(Map.of("HTTP_PORT", "7070", "HTTPS_PORT", "7070")))
        .containsExactly(
            "HTTPS_PORT is the same port as HTTP_PORT",
            "CONTROL_PORT is the same port as HTTP_PORT");
  }

  @Test
  void tlsWithTheEngineNeedsCertificates() {
    assertThat(mistakes(Map.of("DOCKER_TLS_VERIFY", "1")))
        .containsExactly("DOCKER_TLS_VERIFY is on and needs DOCKER_CERT_PATH");
    assertThat(mistakes(Map.of("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", "/no/such")))
        .containsExactly(
            "DOCKER_CERT_PATH is wrong: \"/no/such\"; write the path of a directory that exists");
  }

  @Test
  void aCertificateIsNamedByAFileName() {
    assertThat(mistakes(Map.of("DEFAULT_CERT", "../shop")))
        .containsExactly(
            "DEFAULT_CERT is wrong: \"../shop\"; write letters, digits and . _ - only");
  }

  @Test
  void aListCanAddToTheDefaultOrBeEmpty() {
    Config config =
        Config.fromEnvironment(
            Map.of("WAKE_IGNORE_PATHS", "default, /health", "WAKE_IGNORE_USER_AGENTS", "none"));

    assertThat(config.visits().ignoredPaths())
        .containsExactly("/favicon.ico", "/robots.txt", "/health");
    assertThat(config.visits().ignoredUserAgents()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "on", "off", "no", "combined", "JSON"})
  void theAccessLogIsStillASwitch(String word) {
    assertThat(Config.fromEnvironment(Map.of("ACCESS_LOG", word)).monitoring().jsonLog()).isFalse();
  }

  @Test
  void namesAnAccessLogThatThereIsNot() {
    assertThat(mistakes(Map.of("ACCESS_LOG", "jsno", "LOG_FORMAT", "yaml")))
        .containsExactly(
            "ACCESS_LOG is wrong: \"jsno\"; write off, combined or json (on, 1, true and yes are"
                + " combined; 0, false and no are off)",
            "LOG_FORMAT is wrong: \"yaml\"; write text or json");
  }

  /** Of two settings that exclude each other one is left out. */
  @ParameterizedTest
  @EnumSource(names = {"ACME_DNS_SERVER", "ACME_DNS_HOOK"})
  void everyExampleMayBeWritten(Setting leftOut, @TempDir Path directory) throws IOException {
    Path program = Files.createFile(directory.resolve("program"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Map<String, String> examples =
        Arrays.stream(Setting.values())
            .filter(setting -> !needsFiles(setting) && !setting.name().startsWith(leftOut.name()))
            .filter(setting -> setting != Setting.DOCKER_TLS_VERIFY)
            .filter(setting -> !setting.syntax().equals(Syntax.TOKEN)) // a command that makes one
            .filter(
                setting -> leftOut != Setting.ACME_DNS_SERVER || setting != Setting.ACME_DNS_TSIG)
            .filter(
                setting ->
                    leftOut != Setting.ACME_DNS_HOOK || setting != Setting.ACME_DNS_CLEANUP_HOOK)
            .collect(
                Collectors.toMap(
                    Enum::name,
                    setting -> isFile(setting) ? program.toString() : setting.example()));

    assertThat(Config.fromEnvironment(examples).debugLog()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/140.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0",
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile Safari/537.36"
            + " SogouMobileBrowser/5.34",
        "curl/8.9.1",
        "git/2.39.5"
      })
  void whoComesForAPersonIsNotIgnoredByDefault(String userAgent) {
    List<String> ignored = Config.fromEnvironment(Map.of()).visits().ignoredUserAgents();

    assertThat(ignored).noneMatch(userAgent.toLowerCase(java.util.Locale.ROOT)::contains);
  }

  private static boolean isFile(Setting setting) {
    return List.of(CertificateSyntax.FILE, CertificateSyntax.HOOK).contains(setting.syntax());
  }

  private static boolean needsFiles(Setting setting) {
    return List.of(Syntax.DIRECTORY, Syntax.PROGRAM).contains(setting.syntax());
  }

  private static List<String> mistakes(Map<String, String> environment) {
    return catchThrowableOfType(WrongSettings.class, () -> Config.fromEnvironment(environment))
        .mistakes();
  }
}
