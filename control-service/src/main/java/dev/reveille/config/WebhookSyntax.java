package dev.reveille.config;

import dev.reveille.webhook.EventKinds;
import dev.reveille.webhook.WebhookSecret;
import dev.reveille.webhook.Webhooks;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How settings about webhooks are written, beside those of {@link Syntax}. */
final class WebhookSyntax {
  /** What these URLs lead to often knows its sender by nothing but the URL. */
  static final Syntax<List<URI>> URLS =
      new Syntax<>(
          "list of URLs",
          "http or https URLs separated by commas, without a user",
          text -> Syntax.entries(text).stream().map(WebhookSyntax::url).toList());

  static final Syntax<WebhookSecret> SECRET =
      new Syntax<>(
          "webhook secret",
          "whsec_ and the base64 of 24 to 64 random bytes, as echo whsec_$(openssl rand -base64 32)"
              + " does",
          WebhookSecret::of);

  static final Syntax<List<String>> KINDS =
      new Syntax<>(
          "list of event kinds",
          "kinds separated by commas, each %s, the beginning of some as certificate.*, or default"
              .formatted(String.join(", ", EventKinds.ALL)),
          WebhookSyntax::kinds);

  private WebhookSyntax() {}

  /** Empty where nobody is to be told. */
  static Optional<Webhooks.Settings> settings(SettingReader reader) {
    Optional<List<URI>> urls = reader.optional(Setting.WEBHOOK_URL, URLS);
    Optional<WebhookSecret> secret = reader.optional(Setting.WEBHOOK_SECRET, SECRET);
    reader.checkNeeds(Setting.WEBHOOK_SECRET, Setting.WEBHOOK_URL);
    Set<String> kinds = EventKinds.chosen(reader.list(Setting.WEBHOOK_EVENTS, KINDS));
    return urls.filter(it -> !it.isEmpty()).map(it -> new Webhooks.Settings(it, secret, kinds));
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!isWeb || url.getHost() == null || url.getUserInfo() != null) {
      throw new IllegalArgumentException();
    }
    return url;
  }

  private static List<String> kinds(String text) {
    List<String> entries = Syntax.entries(text);
    EventKinds.chosen(entries.stream().filter(it -> !it.equals("default")).toList());
    return entries;
  }
}
