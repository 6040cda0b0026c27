package dev.reveille.config;

import dev.reveille.acme.ChallengeChoice;
import dev.reveille.acme.KeyType;
import dev.reveille.concurrent.Durations;
import dev.reveille.config.CertificateSettings.LimitsChoice;
import dev.reveille.dns.DnsServer;
import dev.reveille.dns.TsigKey;
import dev.reveille.project.HttpsLabels;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How the settings of certificates are written, beside those of {@link Syntax}. */
final class CertificateSyntax {
  static final Syntax<String> HSTS =
      new Syntax<>(
          "off, or a header's value",
          "off, or max-age=SECONDS, with or without ; includeSubDomains and ; preload",
          HttpsLabels::hsts);
  static final Syntax<String> EMAIL =
      new Syntax<>("e-mail address", "one e-mail address", matching("[^@\\s,:]+@[^@\\s,:]+"));
  static final Syntax<List<String>> DOMAINS =
      new Syntax<>(
          "list of domains",
          "domains separated by commas, as example.com,*.sandbox.example.com; those with letters"
              + " beyond ASCII as xn--…",
          CertificateSyntax::domains);
  static final Syntax<URI> DIRECTORY =
      new Syntax<>(
          "CA",
          "letsencrypt, letsencrypt-staging, or the https URL of an ACME directory",
          CertificateSyntax::directory);
  static final Syntax<Path> FILE =
      new Syntax<>("file", "the path of a file that can be read", CertificateSyntax::file);
  static final Syntax<String> WORD = new Syntax<>("word", "one word", matching("\\S+"));
  static final Syntax<String> TEXT = new Syntax<>("text", "a text", matching(".+"));
  static final Syntax<String> SECRET = new Syntax<>("secret", "one word", matching("\\S+"));
  static final Syntax<Duration> HANDSHAKE_WAIT =
      new Syntax<>(
          "duration or 0",
          "0 or a duration up to 1m, as 20s",
          text -> upTo(Durations.parse(text), Duration.ofMinutes(1)));
  static final Syntax<DnsServer> SERVER =
      new Syntax<>("name server", "a name or an address, with or without :port", DnsServer::parse);
  static final Syntax<List<DnsServer>> SERVERS =
      new Syntax<>(
          "list of name servers",
          "names or addresses separated by commas, each with or without :port",
          text -> entries(text).map(DnsServer::parse).toList());
  static final Syntax<TsigKey> TSIG =
      new Syntax<>("TSIG key", "algorithm:name:secret, as nsupdate -y takes it", TsigKey::parse);
  static final Syntax<Path> HOOK =
      new Syntax<>("program", "the path of a program", CertificateSyntax::executable);
  static final Syntax<KeyType> KEY_TYPE = oneOf(KeyType.class);
  static final Syntax<ChallengeChoice> CHALLENGE = oneOf(ChallengeChoice.class);
  static final Syntax<LimitsChoice> LIMITS = oneOf(LimitsChoice.class);

  private static final String LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";
  private static final String STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory";
  private static final Pattern DOMAIN =
      Pattern.compile("(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9-]{1,63}");

  private CertificateSyntax() {}

  /** One of a few words, in upper or lower case; each constant's text is one. */
  static <E extends Enum<E>> Syntax<E> oneOf(Class<E> choices) {
    List<String> words = Arrays.stream(choices.getEnumConstants()).map(Enum::toString).toList();
    String allowed =
        String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    return new Syntax<>(
        allowed,
        allowed,
        text ->
            Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  private static Function<String, String> matching(String pattern) {
    return text -> {
      if (!text.matches(pattern)) {
        throw new IllegalArgumentException();
      }
      return text;
    };
  }

  private static Stream<String> entries(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(entry -> !entry.isEmpty());
  }

  private static List<String> domains(String text) {
    List<String> domains = entries(text.toLowerCase(Locale.ROOT)).toList();
    if (!domains.stream().allMatch(domain -> DOMAIN.matcher(domain).matches())) {
      throw new IllegalArgumentException();
    }
    return domains;
  }

  private static URI directory(String text) {
    URI uri =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "letsencrypt" -> URI.create(LETS_ENCRYPT);
          case "letsencrypt-staging" -> URI.create(STAGING);
          default -> URI.create(text);
        };
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException();
    }
    return uri;
  }

  private static Path file(String text) {
    Path path = Path.of(text).toAbsolutePath().normalize();
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw new IllegalArgumentException();
    }
    return path;
  }

  private static Path executable(String text) {
    Path path = file(text);
    if (!Files.isExecutable(path)) {
      throw new IllegalArgumentException();
    }
    return path;
  }

  private static Duration upTo(Duration duration, Duration most) {
    if (duration.compareTo(most) > 0) {
      throw new IllegalArgumentException();
    }
    return duration;
  }
}
