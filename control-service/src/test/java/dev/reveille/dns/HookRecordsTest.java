package dev.reveille.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

class HookRecordsTest {
  private static final String RECORD = "_acme-challenge.shop.example.test";

  @TempDir private Path directory;
  private ScriptedNameServer resolver;

  @BeforeEach
  void startResolver() throws IOException {
    resolver = ScriptedNameServer.start().has(RECORD, Type.TXT, "value");
  }

  @AfterEach
  void stopResolver() throws IOException {
    resolver.close();
  }

  @Test
  void callsTheProgramAsLegoDoes() throws IOException {
    HookRecords records = records(script("hook", "echo \"$*\" >> calls"));
    records.present("shop.example.test", "value");
    records.cleanUp("shop.example.test", "value");
    assertThat(lines("calls"))
        .containsExactly(
            "present %s. value".formatted(RECORD), "cleanup %s. value".formatted(RECORD));
  }

  @Test
  void givesBothHooksWhatCertbotGivesThem() throws IOException {
    Path present = script("present", "env | sort > present.env; echo ' record 17 '; echo no >&2");
    Path cleanup = script("cleanup", "env | sort > cleanup.env");
    HookRecords records = records(present, Optional.of(cleanup), Duration.ofSeconds(30));
    records.present("shop.example.test", "value");
    records.cleanUp("shop.example.test", "value");
    assertThat(certbot("present.env"))
        .containsExactly(
            "CERTBOT_ALL_DOMAINS=shop.example.test",
            "CERTBOT_DOMAIN=shop.example.test",
            "CERTBOT_REMAINING_CHALLENGES=0",
            "CERTBOT_VALIDATION=value");
    assertThat(certbot("cleanup.env"))
        .contains("CERTBOT_VALIDATION=value", "CERTBOT_AUTH_OUTPUT=record 17");
  }

  @Test
  void givesNothingElseThanTheEnvironmentItWasGiven() throws IOException {
    records(script("hook", "env > all.env")).present("shop.example.test", "value");
    assertThat(lines("all.env"))
        .contains("PROVIDER_TOKEN=t0ken")
        .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("JAVA"));
  }

  @Test
  void aDelegatedChallengeIsNamedByWhereItLeads() throws IOException {
    resolver.forget(RECORD);
    resolver.has(RECORD, Type.CNAME, "there.challenges.test.");
    resolver.has("there.challenges.test", Type.TXT, "value");
    records(script("hook", "echo \"$*\" >> calls")).present("shop.example.test", "value");
    assertThat(lines("calls")).containsExactly("present there.challenges.test. value");
  }

  @Test
  void aFailureIsToldWithTheLastLines() throws IOException {
    HookRecords records = records(script("hook", "seq 1 100; echo 'zone not found' >&2; exit 3"));
    assertThatThrownBy(() -> records.present("shop.example.test", "value"))
        .isInstanceOf(IssuanceFailed.class)
        .extracting(e -> ((IssuanceFailed) e).kind())
        .isEqualTo(IssuanceFailed.Kind.NOT_PREPARED);
    assertThatThrownBy(() -> records.present("shop.example.test", "value"))
        .hasMessageContaining("exited with 3")
        .hasMessageContaining("it printed: 97 | 98 | 99 | 100 | zone not found");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    HookRecords records = records(directory.resolve("missing"));
    assertThatThrownBy(() -> records.present("shop.example.test", "value"))
        .isInstanceOf(IssuanceFailed.class)
        .hasMessageContaining("missing");
  }

  @Test
  void aFailingCleanupFailsNothing() throws IOException {
    Path cleanup = script("cleanup", "touch cleaned; exit 1");
    records(script("hook", ""), Optional.of(cleanup), Duration.ofSeconds(30))
        .cleanUp("shop.example.test", "value");
    assertThat(directory.resolve("cleaned")).exists();
  }

  @Test
  void aProgramThatTakesTooLongIsEndedWithAllThatItStarted() throws IOException {
    Path hook = script("hook", "sleep 1000 & echo $! > child; echo working; wait");
    HookRecords records = records(hook, Optional.empty(), Duration.ofSeconds(2));
    assertThatThrownBy(() -> records.present("shop.example.test", "value"))
        .hasMessageContaining("was ended after ACME_DNS_TIMEOUT")
        .hasMessageContaining("working");
    long child = Long.parseLong(lines("child").getFirst());
    Eventually.holds(
        "the child is gone",
        () -> !ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void muchOutputNeitherBlocksItNorIsKept() throws IOException {
    Path hook = script("hook", "head -c 1000000 /dev/zero | tr '\\0' x; echo; echo the end");
    Path cleanup = script("cleanup", "printf %s \"$CERTBOT_AUTH_OUTPUT\" > output");
    HookRecords records = records(hook, Optional.of(cleanup), Duration.ofSeconds(30));
    records.present("shop.example.test", "value");
    records.cleanUp("shop.example.test", "value");
    assertThat(Files.readString(directory.resolve("output")))
        .hasSizeLessThanOrEqualTo(16 * 1024)
        .endsWith("x\nthe end");
  }

  @Test
  void aProgramThatLeavesAnotherRunningIsNotWaitedFor() throws IOException {
    Path hook = script("hook", "sleep 1000 & echo $! > child");
    records(hook).present("shop.example.test", "value");
    ProcessHandle.of(Long.parseLong(lines("child").getFirst())).ifPresent(ProcessHandle::destroy);
  }

  @Test
  void settingsDoNotShowTheEnvironment() {
    assertThat(settings(Path.of("/hook"), Optional.empty(), Duration.ofMinutes(2)).toString())
        .contains("/hook")
        .doesNotContain("t0ken");
  }

  private HookRecords records(Path program) {
    return records(program, Optional.empty(), Duration.ofSeconds(30));
  }

  private HookRecords records(Path program, Optional<Path> cleanup, Duration timeout) {
    return new HookRecords(settings(program, cleanup, timeout), new LeapingTimer());
  }

  private HookRecords.Settings settings(Path program, Optional<Path> cleanup, Duration timeout) {
    Map<String, String> environment =
        Map.of("PATH", System.getenv("PATH"), "PROVIDER_TOKEN", "t0ken");
    List<DnsServer> resolvers = resolver == null ? List.of() : List.of(resolver.address());
    return new HookRecords.Settings(program, cleanup, environment, resolvers, timeout);
  }

  private Path script(String name, String body) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, "#!/bin/sh\ncd '%s' || exit\n%s\n".formatted(directory, body));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file));
  }

  private List<String> certbot(String file) throws IOException {
    return lines(file).stream().filter(line -> line.startsWith("CERTBOT_")).toList();
  }
}
