package dev.reveille.config;

import dev.reveille.acme.AcmeIssuer;
import dev.reveille.acme.ChallengeChoice;
import dev.reveille.certificate.LocalAuthority;
import dev.reveille.certificate.NamePolicy;
import dev.reveille.dns.DnsServer;
import dev.reveille.dns.HookRecords;
import dev.reveille.dns.LeadsHere;
import dev.reveille.dns.Rfc2136Records;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of certificates, checked.
 *
 * @param folder {@code CERTS_DIR}
 * @param defaultName {@code DEFAULT_CERT}
 * @param local the local CA, where it is on
 * @param acme where certificates are ordered, once that is set up
 */
public record CertificateSettings(
    Path folder,
    Optional<String> defaultName,
    Optional<LocalAuthority.Settings> local,
    Optional<Acme> acme) {

  /**
   * Where certificates are ordered.
   *
   * @param second the CA for when the first keeps failing
   * @param selfCheck how to look whether a host leads here, if that is to be done
   * @param updates where dns-01 records go by dynamic update
   * @param hook the program that publishes dns-01 records; at most one of the two is there
   */
  public record Acme(
      AcmeIssuer.Settings first,
      Optional<AcmeIssuer.Settings> second,
      LimitsChoice limits,
      NamePolicy.Settings names,
      Optional<LeadsHere.Settings> selfCheck,
      Optional<Rfc2136Records.Settings> updates,
      Optional<HookRecords.Settings> hook) {}

  /** Which limits on orders are kept. */
  public enum LimitsChoice {
    /** Let's Encrypt's for its own directories, none for others. */
    AUTO,
    LETSENCRYPT,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Certificates for IP addresses are issued by this profile only. */
  private static final String SHORT_LIVED = "shortlived";

  static CertificateSettings from(SettingReader reader) {
    return new CertificateSettings(
        reader.value(Setting.CERTS_DIR, Syntax.PATH),
        reader.optional(Setting.DEFAULT_CERT, Syntax.FILE_NAME),
        local(reader),
        acme(reader));
  }

  private static Optional<LocalAuthority.Settings> local(SettingReader reader) {
    boolean isOn = reader.value(Setting.LOCAL_CA, Syntax.SWITCH);
    List<String> domains =
        reader.optional(Setting.LOCAL_CA_DOMAINS, CertificateSyntax.DOMAINS).orElse(List.of());
    return isOn ? Optional.of(new LocalAuthority.Settings(domains, machine())) : Optional.empty();
  }

  /** All settings are read, so that a wrong one is told of also while nothing is ordered yet. */
  private static Optional<Acme> acme(SettingReader reader) {
    Optional<String> email = reader.optional(Setting.ACME_EMAIL, CertificateSyntax.EMAIL);
    Optional<List<String>> domains =
        reader.optional(Setting.ACME_DOMAINS, CertificateSyntax.DOMAINS);
    boolean variables = reader.value(Setting.COMPAT_NGINX_PROXY, Syntax.SWITCH);
    reader.checkNeeds(Setting.ACME_DOMAINS, Setting.ACME_EMAIL);
    if (!variables) {
      reader.checkNeeds(Setting.ACME_EMAIL, Setting.ACME_DOMAINS);
    }
    Acme acme = acme(reader, email.orElse(""), domains.orElse(List.of()), variables);
    return email.filter(_ -> domains.isPresent() || variables).map(_ -> acme);
  }

  private static Acme acme(
      SettingReader reader, String email, List<String> domains, boolean variables) {
    List<DnsServer> resolvers =
        reader.optional(Setting.ACME_DNS_RESOLVERS, CertificateSyntax.SERVERS).orElse(List.of());
    Optional<Rfc2136Records.Settings> updates = updates(reader, resolvers);
    Optional<HookRecords.Settings> hook = hook(reader, resolvers);
    if (reader.isSet(Setting.ACME_DNS_SERVER) && reader.isSet(Setting.ACME_DNS_HOOK)) {
      reader.mistake(Setting.ACME_DNS_HOOK, "and ACME_DNS_SERVER exclude each other");
    }
    boolean byDns = reader.isSet(Setting.ACME_DNS_SERVER) || reader.isSet(Setting.ACME_DNS_HOOK);
    ChallengeChoice challenge = reader.value(Setting.ACME_CHALLENGE, CertificateSyntax.CHALLENGE);
    if (challenge == ChallengeChoice.DNS_01 && !byDns) {
      reader.mistake(
          Setting.ACME_CHALLENGE, "is dns-01 and needs ACME_DNS_SERVER or ACME_DNS_HOOK");
    }
    Optional<String> profile = reader.optional(Setting.ACME_PROFILE, CertificateSyntax.WORD);
    return new Acme(
        first(reader, email, profile, challenge),
        second(reader, email, challenge),
        reader.value(Setting.ACME_LIMITS, CertificateSyntax.LIMITS),
        new NamePolicy.Settings(
            domains,
            byDns && challenge != ChallengeChoice.HTTP_01,
            profile.filter(SHORT_LIVED::equals).isPresent(),
            variables),
        selfCheck(reader, challenge, resolvers),
        updates,
        hook);
  }

  private static AcmeIssuer.Settings first(
      SettingReader reader, String email, Optional<String> profile, ChallengeChoice challenge) {
    return new AcmeIssuer.Settings(
        reader.value(Setting.ACME_DIRECTORY, CertificateSyntax.DIRECTORY),
        email,
        reader.optional(Setting.ACME_CA_FILE, CertificateSyntax.FILE),
        account(reader, Setting.ACME_EAB_KID, Setting.ACME_EAB_HMAC),
        profile,
        reader.value(Setting.ACME_KEY_TYPE, CertificateSyntax.KEY_TYPE),
        reader.optional(Setting.ACME_PREFERRED_CHAIN, CertificateSyntax.TEXT),
        challenge);
  }

  /** Profile and chain are names of the first CA's own. */
  private static Optional<AcmeIssuer.Settings> second(
      SettingReader reader, String email, ChallengeChoice challenge) {
    Optional<URI> directory =
        reader.optional(Setting.ACME_FALLBACK_DIRECTORY, CertificateSyntax.DIRECTORY);
    Optional<AcmeIssuer.ExternalAccount> account =
        account(reader, Setting.ACME_FALLBACK_EAB_KID, Setting.ACME_FALLBACK_EAB_HMAC);
    return directory.map(
        uri ->
            new AcmeIssuer.Settings(
                uri,
                email,
                reader.optional(Setting.ACME_CA_FILE, CertificateSyntax.FILE),
                account,
                Optional.empty(),
                reader.value(Setting.ACME_KEY_TYPE, CertificateSyntax.KEY_TYPE),
                Optional.empty(),
                challenge));
  }

  private static Optional<AcmeIssuer.ExternalAccount> account(
      SettingReader reader, Setting kidSetting, Setting hmacSetting) {
    Optional<String> kid = reader.optional(kidSetting, CertificateSyntax.WORD);
    Optional<String> hmac = reader.optional(hmacSetting, CertificateSyntax.SECRET);
    reader.checkTogether(kidSetting, hmacSetting);
    try {
      return kid.flatMap(id -> hmac.map(key -> new AcmeIssuer.ExternalAccount(id, key)));
    } catch (IllegalArgumentException _) {
      reader.mistake(hmacSetting, "is no base64url (its value is not shown)");
      return Optional.empty();
    }
  }

  /** By dns-01 the CA never looks where a host leads. */
  private static Optional<LeadsHere.Settings> selfCheck(
      SettingReader reader, ChallengeChoice challenge, List<DnsServer> resolvers) {
    boolean isOn = reader.value(Setting.ACME_SELF_CHECK, Syntax.SWITCH);
    int port = reader.value(Setting.ACME_HTTP_PORT, Syntax.PORT);
    return isOn && challenge != ChallengeChoice.DNS_01
        ? Optional.of(new LeadsHere.Settings(port, resolvers))
        : Optional.empty();
  }

  private static Optional<Rfc2136Records.Settings> updates(
      SettingReader reader, List<DnsServer> resolvers) {
    Optional<DnsServer> server = reader.optional(Setting.ACME_DNS_SERVER, CertificateSyntax.SERVER);
    var key = reader.optional(Setting.ACME_DNS_TSIG, CertificateSyntax.TSIG);
    reader.checkNeeds(Setting.ACME_DNS_TSIG, Setting.ACME_DNS_SERVER);
    Duration timeout = reader.value(Setting.ACME_DNS_TIMEOUT, Syntax.WAIT);
    return server.map(it -> new Rfc2136Records.Settings(it, key, resolvers, timeout));
  }

  private static Optional<HookRecords.Settings> hook(
      SettingReader reader, List<DnsServer> resolvers) {
    Optional<Path> program = reader.optional(Setting.ACME_DNS_HOOK, CertificateSyntax.HOOK);
    Optional<Path> cleanup = reader.optional(Setting.ACME_DNS_CLEANUP_HOOK, CertificateSyntax.HOOK);
    reader.checkNeeds(Setting.ACME_DNS_CLEANUP_HOOK, Setting.ACME_DNS_HOOK);
    Duration timeout = reader.value(Setting.ACME_DNS_TIMEOUT, Syntax.WAIT);
    Map<String, String> environment = withoutSecrets(reader.environment());
    return program.map(
        it -> new HookRecords.Settings(it, cleanup, environment, resolvers, timeout));
  }

  /** A hook needs its provider's credentials, which are in the environment; not ours. */
  private static Map<String, String> withoutSecrets(Map<String, String> environment) {
    Map<String, String> rest = new HashMap<>(environment);
    for (Setting setting : Setting.values()) {
      if (setting.isSecret()) {
        rest.remove(setting.name());
        rest.remove(setting.fileVariable());
      }
    }
    return rest;
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "this machine";
    }
  }
}
