package dev.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reveille.acme.ChallengeChoice;
import dev.reveille.acme.KeyType;
import dev.reveille.certificate.NamePolicy;
import dev.reveille.config.CertificateSettings.Acme;
import dev.reveille.config.CertificateSettings.LimitsChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateSettingsTest {
  private static final Map<String, String> ORDERED =
      Map.of("ACME_EMAIL", "ops@example.com", "ACME_DOMAINS", "Example.com, *.sandbox.example.com");

  @TempDir private Path directory;

  @Test
  void everythingIsOffByDefault() {
    Config config = Config.fromEnvironment(Map.of());

    assertThat(config.certificates().acme()).isEmpty();
    assertThat(config.certificates().local()).isEmpty();
    assertThat(config.certificates().defaultName()).isEmpty();
    assertThat(config.certificates().folder()).isEqualTo(Path.of("/etc/certs/custom"));
    assertThat(config.server().https().redirect()).isFalse();
    assertThat(config.server().https().challenges()).isFalse();
    assertThat(config.server().https().hsts()).contains("off");
    assertThat(config.server().https().handshakeWait()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void addressAndDomainsAreEnoughToOrderFromLetsEncrypt() {
    Acme acme = acme(Map.of());

    assertThat(acme.first().directory())
        .hasToString("https://acme-v02.api.letsencrypt.org/directory");
    assertThat(acme.first().email()).isEqualTo("ops@example.com");
    assertThat(acme.first().keyType()).isEqualTo(KeyType.P_256);
    assertThat(acme.first().challenge()).isEqualTo(ChallengeChoice.AUTO);
    assertThat(acme.first().profile()).isEmpty();
    assertThat(acme.second()).isEmpty();
    assertThat(acme.limits()).isEqualTo(LimitsChoice.AUTO);
    assertThat(acme.names())
        .isEqualTo(
            new NamePolicy.Settings(
                List.of("example.com", "*.sandbox.example.com"), false, false, false));
    assertThat(acme.selfCheck().orElseThrow().httpPort()).isEqualTo(80);
    assertThat(acme.updates()).isEmpty();
    assertThat(acme.hook()).isEmpty();
    assertThat(Config.fromEnvironment(ORDERED).server().https().challenges()).isTrue();
  }

  @Test
  void whereVariablesCountTheySayForWhichHosts() {
    Map<String, String> environment =
        Map.of("ACME_EMAIL", "ops@example.com", "COMPAT_NGINX_PROXY", "on");

    assertThat(Config.fromEnvironment(environment).certificates().acme().orElseThrow().names())
        .isEqualTo(new NamePolicy.Settings(List.of(), false, false, true));
  }

  @ParameterizedTest
  @CsvSource({
    "ACME_EMAIL,            ops@example.com,  ACME_DOMAINS",
    "ACME_DOMAINS,          example.com,      ACME_EMAIL",
    "ACME_EAB_KID,          kid-1,            ACME_EAB_HMAC",
    "ACME_EAB_HMAC,         c2VjcmV0,         ACME_EAB_KID",
    "ACME_FALLBACK_EAB_KID, kid-2,            ACME_FALLBACK_EAB_HMAC",
    "ACME_DNS_TSIG,         hmac-sha256:k:c2VjcmV0, ACME_DNS_SERVER",
    "DNS_HOOK_CLEANUP,      program,          ACME_DNS_HOOK"
  })
  void oneWithoutTheOtherIsAMistake(String setting, String value, String other) throws IOException {
    String name = setting.equals("DNS_HOOK_CLEANUP") ? "ACME_DNS_CLEANUP_HOOK" : setting;
    String text = value.equals("program") ? program("cleanup") : value;

    assertThat(mistakes(Map.of(name, text))).containsExactly(name + " needs " + other);
  }

  @Test
  void whatIsThereButWrongIsNotSaidToBeMissing() {
    assertThat(mistakes(Map.of("ACME_EMAIL", "nobody", "ACME_DOMAINS", "example.com")))
        .containsExactly("ACME_EMAIL is wrong: \"nobody\"; write one e-mail address");
    assertThat(mistakes(with("ACME_CHALLENGE", "dns-01", "ACME_DNS_SERVER", "a b")))
        .singleElement()
        .satisfies(it -> assertThat(it).startsWith("ACME_DNS_SERVER is wrong"));
  }

  @Test
  void anHmacThatIsNoBase64IsAMistakeAndNotShown() {
    assertThat(mistakes(with("ACME_EAB_KID", "kid", "ACME_EAB_HMAC", "s!cret")))
        .containsExactly("ACME_EAB_HMAC is no base64url (its value is not shown)");
  }

  @Test
  void dnsChallengesNeedAWayToPublishRecords() throws IOException {
    assertThat(mistakes(with("ACME_CHALLENGE", "dns-01")))
        .containsExactly("ACME_CHALLENGE is dns-01 and needs ACME_DNS_SERVER or ACME_DNS_HOOK");
    assertThat(
            mistakes(with("ACME_DNS_SERVER", "ns1.example.com", "ACME_DNS_HOOK", program("hook"))))
        .containsExactly("ACME_DNS_HOOK and ACME_DNS_SERVER exclude each other");
  }

  @Test
  void wildcardsAreOrderedOnceThereIsDns() {
    assertThat(acme(Map.of("ACME_DNS_SERVER", "ns1.example.com")).names().dnsChallenge()).isTrue();
    assertThat(
            acme(Map.of("ACME_DNS_SERVER", "ns1.example.com", "ACME_CHALLENGE", "http-01"))
                .names()
                .dnsChallenge())
        .isFalse();
  }

  @Test
  void byDnsAloneNobodyLooksWhereHostsLead() {
    Acme acme = acme(Map.of("ACME_DNS_SERVER", "ns1.example.com", "ACME_CHALLENGE", "dns-01"));

    assertThat(acme.selfCheck()).isEmpty();
    assertThat(acme(Map.of("ACME_SELF_CHECK", "off")).selfCheck()).isEmpty();
  }

  @Test
  void updatesAreSignedAndKnowTheirServers() {
    Acme acme =
        acme(
            Map.of(
                "ACME_DNS_SERVER", "192.0.2.53:5353",
                "ACME_DNS_TSIG", "hmac-sha256:reveille:c2VjcmV0",
                "ACME_DNS_RESOLVERS", "9.9.9.9,192.0.2.54:5354",
                "ACME_DNS_TIMEOUT", "5m"));

    assertThat(acme.updates().orElseThrow().timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(acme.updates().orElseThrow().key()).isPresent();
    assertThat(acme.updates().orElseThrow().resolvers()).hasSize(2);
    assertThat(acme.selfCheck().orElseThrow().resolvers()).hasSize(2);
  }

  @Test
  void aHookHasItsProvidersCredentialsAndNoneOfOurs() throws IOException {
    Map<String, String> environment = new HashMap<>(ORDERED);
    environment.put("ACME_DNS_HOOK", program("hook"));
    environment.put("PROVIDER_KEY", "theirs");
    environment.put("ADMIN_TOKEN", "ours");
    environment.put("ACME_EAB_KID", "kid");
    environment.put("ACME_EAB_HMAC", "b3Vycw");
    environment.put("ACME_FALLBACK_EAB_KID", "kid");
    Path secret = Files.writeString(directory.resolve("secret"), "b3Vycw\n");
    environment.put("ACME_FALLBACK_EAB_HMAC_FILE", secret.toString());
    environment.put("ACME_FALLBACK_DIRECTORY", "https://other.example/directory");

    Map<String, String> given =
        Config.fromEnvironment(environment)
            .certificates()
            .acme()
            .flatMap(Acme::hook)
            .orElseThrow()
            .environment();

    assertThat(given)
        .containsEntry("PROVIDER_KEY", "theirs")
        .doesNotContainKeys("ADMIN_TOKEN", "ACME_EAB_HMAC", "ACME_FALLBACK_EAB_HMAC_FILE");
    assertThat(given.values()).doesNotContain("ours", "b3Vycw", secret.toString());
  }

  @Test
  void theSecondCaHasAnAccountOfItsOwnAndNoProfileOfTheFirst() {
    Acme acme =
        acme(
            Map.of(
                "ACME_DIRECTORY", "LetsEncrypt-Staging",
                "ACME_PROFILE", "shortlived",
                "ACME_PREFERRED_CHAIN", "ISRG Root X1",
                "ACME_KEY_TYPE", "rsa-2048",
                "ACME_FALLBACK_DIRECTORY", "https://other.example/directory",
                "ACME_FALLBACK_EAB_KID", "kid",
                "ACME_FALLBACK_EAB_HMAC", "c2VjcmV0"));

    assertThat(acme.first().directory()).hasHost("acme-staging-v02.api.letsencrypt.org");
    assertThat(acme.first().externalAccount()).isEmpty();
    assertThat(acme.names().addresses()).as("only with short-lived ones").isTrue();
    var second = acme.second().orElseThrow();
    assertThat(second.directory()).hasToString("https://other.example/directory");
    assertThat(second.externalAccount()).isPresent();
    assertThat(second.profile()).isEmpty();
    assertThat(second.preferredChain()).isEmpty();
    assertThat(second.keyType()).isEqualTo(KeyType.RSA_2048);
  }

  @ParameterizedTest
  @CsvSource({
    "ACME_DIRECTORY,      http://ca.example/directory",
    "ACME_DIRECTORY,      zerossl",
    "ACME_DOMAINS,        'example.com,shop_1'",
    "ACME_DOMAINS,        bücher.example",
    "ACME_DOMAINS,        shop.*",
    "ACME_EMAIL,          'a@example.com,b@example.com'",
    "ACME_EMAIL,          mailto:a@example.com",
    "ACME_HANDSHAKE_WAIT, 2m",
    "ACME_HTTP_PORT,      0",
    "ACME_KEY_TYPE,       P-521",
    "ACME_CHALLENGE,      tls-alpn-01",
    "ACME_LIMITS,         some",
    "ACME_CA_FILE,        /no/such/file",
    "ACME_DNS_HOOK,       /no/such/hook",
    "HSTS,                forever",
    "HTTPS_REDIRECT,      perhaps",
    "LOCAL_CA_DOMAINS,    'a b'"
  })
  void aWrongOneIsNamed(String setting, String value) {
    Map<String, String> environment = new HashMap<>(ORDERED);
    environment.put(setting, value);

    assertThat(mistakes(environment))
        .singleElement()
        .satisfies(
            it -> assertThat(it).startsWith(setting + " is wrong: \"" + value + "\"; write "));
  }

  @Test
  void theLocalCaCanBeLimitedToDomains() {
    Config config =
        Config.fromEnvironment(Map.of("LOCAL_CA", "on", "LOCAL_CA_DOMAINS", "docksal.site"));

    assertThat(config.certificates().local().orElseThrow().domains())
        .containsExactly("docksal.site");
  }

  private static Acme acme(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(ORDERED);
    environment.putAll(more);
    return Config.fromEnvironment(environment).certificates().acme().orElseThrow();
  }

  private static Map<String, String> with(String... more) {
    Map<String, String> environment = new HashMap<>(ORDERED);
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  private String program(String name) throws IOException {
    Path program = Files.createFile(directory.resolve(name));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program.toString();
  }

  private static List<String> mistakes(Map<String, String> environment) {
    return catchThrowableOfType(WrongSettings.class, () -> Config.fromEnvironment(environment))
        .mistakes();
  }
}
