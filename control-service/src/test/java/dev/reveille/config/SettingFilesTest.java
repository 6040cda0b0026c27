package dev.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A setting's value can be in a file. */
class SettingFilesTest {
  @TempDir private Path directory;

  @Test
  void aValueIsReadFromTheFileThatIsNamed() throws IOException {
    Config config =
        Config.fromEnvironment(
            Map.of(
                "ADMIN_TOKEN_FILE", file("s3cret\n"),
                "WAKE_RATE_FILE", file(" 7\r\n\n"),
                "ADMIN_TOKEN", " "));

    assertThat(config.adminToken().orElseThrow().matches("s3cret")).isTrue();
    assertThat(config.wakesPerMinute()).isEqualTo(7);
  }

  @Test
  void aFileThatCannotBeReadIsTheOnlyMistakeOfWhatNeedsIt() {
    assertThat(mistakes(Map.of("ACME_EAB_KID", "kid-1", "ACME_EAB_HMAC_FILE", "/no/such")))
        .containsExactly(
            "ACME_EAB_HMAC can't be read: ACME_EAB_HMAC_FILE is \"/no/such\", which is not there;"
                + " write the path of a file that holds the value alone");
  }

  @Test
  void aFileHoldsAShortText() throws IOException {
    assertThat(mistake("ADMIN_TOKEN_FILE", file("\n"))).contains(", which is empty;");
    assertThat(mistake("ADMIN_TOKEN_FILE", file("a".repeat(64 * 1024 + 1))))
        .contains(", which is larger than 64 KiB;");
    assertThat(mistake("ADMIN_TOKEN_FILE", directory.toString()))
        .contains(", which gives an error (Is a directory);");
    Path noText = Files.write(directory.resolve("no-text"), new byte[] {'t', (byte) 0xff});
    assertThat(mistake("ADMIN_TOKEN_FILE", noText.toString()))
        .contains(", which holds no text in UTF-8;");
  }

  @Test
  void aWrongValueFromAFileIsNotShown() throws IOException {
    assertThat(mistake("WAKE_RATE_FILE", file("root:x:0:0\nbin:x:1:1")))
        .startsWith("WAKE_RATE is wrong (its value is not shown); write ");
  }

  @Test
  void aValueIsGivenOnce() throws IOException {
    assertThat(mistakes(Map.of("ADMIN_TOKEN", "a", "ADMIN_TOKEN_FILE", file("b"))))
        .containsExactly("ADMIN_TOKEN and ADMIN_TOKEN_FILE are both set; keep one of them");
  }

  @Test
  void whatTheGatewayReadsTooIsNoFile() throws IOException {
    assertThat(mistakes(Map.of("HTTP_PORT_FILE", file("80"))))
        .containsExactly(
            "HTTP_PORT can't be in a file, as the gateway reads it too; set it instead of"
                + " HTTP_PORT_FILE");
  }

  @ParameterizedTest
  @EnumSource
  void noSettingIsAnothersFile(Setting setting) {
    assertThat(Arrays.stream(Setting.values()).map(Enum::name))
        .doesNotContain(setting.fileVariable());
  }

  @ParameterizedTest
  @EnumSource
  void everySecretCanBeInAFile(Setting setting) {
    assertThat(setting.canBeInFile() || !setting.isSecret()).isTrue();
  }

  private String file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "value", ""), content).toString();
  }

  private static String mistake(String variable, String path) {
    assertThat(mistakes(Map.of(variable, path))).hasSize(1);
    return mistakes(Map.of(variable, path)).getFirst();
  }

  private static List<String> mistakes(Map<String, String> environment) {
    SettingReader reader = new SettingReader(environment);
    Arrays.stream(Setting.values()).forEach(reader::check);
    reader.checkTogether(Setting.ACME_EAB_KID, Setting.ACME_EAB_HMAC);
    return reader.mistakes();
  }
}
