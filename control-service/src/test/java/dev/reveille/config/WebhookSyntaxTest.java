package dev.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reveille.webhook.EventKinds;
import dev.reveille.webhook.Webhooks;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookSyntaxTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @Test
  void withoutAUrlNobodyIsTold() {
    assertThat(Config.fromEnvironment(Map.of()).webhooks()).isEmpty();
  }

  @Test
  void severalReceiversAreToldOfTheKindsOfTheDefault() {
    Webhooks.Settings settings =
        settings(
            Map.of(
                "WEBHOOK_URL",
                "https://a.test/hook?key=1, http://10.0.0.7:9000/",
                "WEBHOOK_SECRET",
                SECRET));

    assertThat(settings.urls())
        .containsExactly(
            URI.create("https://a.test/hook?key=1"), URI.create("http://10.0.0.7:9000/"));
    assertThat(settings.secret()).isPresent();
    assertThat(settings.kinds())
        .contains("project.woke", "project.wake-failed", "certificate.expiring")
        .doesNotContain("certificate.ordered");
    assertThat(EventKinds.ALL).containsAll(settings.kinds());
  }

  @Test
  void kindsCanBeAddedToTheDefaultOrReplaceIt() {
    assertThat(kinds("default,certificate.*"))
        .contains("project.asleep", "certificate.ordered", "certificate.renewed");
    assertThat(kinds("project.removed")).containsExactly("project.removed");
  }

  @Test
  void whatIsWrongIsNamedAndNoUrlOrSecretIsShown() {
    List<String> mistakes =
        mistakes(
            Map.of(
                "WEBHOOK_URL", "ftp://a.test/s3cret",
                "WEBHOOK_SECRET", "tooshort",
                "WEBHOOK_EVENTS", "project.slept"));

    assertThat(mistakes).hasSize(3).noneMatch(text -> text.contains("s3cret"));
    assertThat(mistakes.get(0)).startsWith("WEBHOOK_URL is wrong (its value is not shown)");
    assertThat(mistakes.get(1)).startsWith("WEBHOOK_SECRET is wrong").contains("openssl rand");
    assertThat(mistakes.get(2)).startsWith("WEBHOOK_EVENTS").contains("project.asleep");
  }

  @Test
  void aUserInTheUrlWouldNotBeSentAndIsRefused() {
    assertThat(mistakes(Map.of("WEBHOOK_URL", "https://user:s3cret@a.test/"))).hasSize(1);
  }

  @Test
  void aSecretAloneIsAMistake() {
    assertThat(mistakes(Map.of("WEBHOOK_SECRET", SECRET)))
        .containsExactly("WEBHOOK_SECRET needs WEBHOOK_URL");
  }

  private static Webhooks.Settings settings(Map<String, String> environment) {
    return Config.fromEnvironment(environment).webhooks().orElseThrow();
  }

  private static Set<String> kinds(String text) {
    return settings(Map.of("WEBHOOK_URL", "http://a.test/", "WEBHOOK_EVENTS", text)).kinds();
  }

  private static List<String> mistakes(Map<String, String> environment) {
    return catchThrowableOfType(WrongSettings.class, () -> Config.fromEnvironment(environment))
        .mistakes();
  }
}
