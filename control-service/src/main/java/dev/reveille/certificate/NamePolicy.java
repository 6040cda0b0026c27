package dev.reveille.certificate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which certificate is ordered for a name that a label claims. A name gets none unless all of this
 * holds; the first that does not is the reason given:
 *
 * <ol>
 *   <li>It is a DNS name of two labels at least that a public CA may certify, and no public suffix;
 *       an address only where the CA's profile allows it.
 *   <li>A container asks for it by a variable, where those count; or {@code ACME_DOMAINS} covers
 *       it: {@code example.com} is itself and all below it, {@code *.example.com} the hosts one
 *       level below it, which share one wildcard certificate.
 *   <li>A wildcard can be proven, which takes dns-01. Without it, the hosts below it get
 *       certificates of their own when they are first visited.
 * </ol>
 */
public final class NamePolicy {
  /** Reserved for other uses than the public DNS (IANA's special-use domain names). */
  private static final List<String> SPECIAL_USE =
      List.of(
          "local",
          "localhost",
          "test",
          "example",
          "invalid",
          "onion",
          "internal",
          "alt",
          "home.arpa");

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|.*:.*");
  private static final int LONGEST_NAME = 253;

  private final List<String> domains;
  private final Settings settings;
  private final Predicate<String> isAskedFor;

  /**
   * What an administrator allows.
   *
   * @param domains {@code ACME_DOMAINS}
   * @param dnsChallenge whether dns-01 can be used
   * @param addresses whether the CA's profile certifies addresses, as {@code shortlived} does; such
   *     an address has to be among the domains itself
   * @param variables whether a host is allowed too because its container asks for a certificate, as
   *     by {@code LETSENCRYPT_HOST}
   */
  public record Settings(
      List<String> domains, boolean dnsChallenge, boolean addresses, boolean variables) {
    public Settings {
      domains = List.copyOf(domains);
    }
  }

  /** The certificate's name, or why there is none. */
  public sealed interface Answer {
    /** {@code shop.example.com}, or the wildcard that serves it: {@code *.example.com}. */
    record Yes(String certificate) implements Answer {}

    /** One sentence for an administrator. */
    record No(String reason) implements Answer {}
  }

  /**
   * @param isAskedFor whether a container's variable asks for a certificate of a host
   */
  public NamePolicy(Settings settings, Predicate<String> isAskedFor) {
    this.settings = settings;
    this.isAskedFor = isAskedFor;
    this.domains = settings.domains().stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * Which certificate serves a name.
   *
   * @param name lower case: {@code shop.example.com}, {@code *.example.com}
   */
  public Answer certificateFor(String name) {
    if (ADDRESS.matcher(name).matches()) {
      return address(name);
    }
    return name.startsWith("*.") ? wildcard(name.substring(2)) : host(name);
  }

  /** The wildcard that would cover a host: {@code *.example.com}; empty for a single label. */
  static Optional<String> wildcardOver(String host) {
    int dot = host.indexOf('.');
    return host.startsWith("*.") || dot < 0
        ? Optional.empty()
        : Optional.of("*" + host.substring(dot));
  }

  private Answer address(String name) {
    if (!settings.addresses()) {
      return no(name + " is an address; CAs certify those only with ACME_PROFILE=shortlived");
    }
    return domains.contains(name) ? new Answer.Yes(name) : notAllowed(name);
  }

  private Answer wildcard(String parent) {
    String name = "*." + parent;
    Optional<Answer> fault = fault(name, parent);
    if (fault.isPresent()) {
      return fault.get();
    }
    if (!domains.contains(name) && !isWithinDomains(parent)) {
      return notAllowed(name);
    }
    return settings.dnsChallenge()
        ? new Answer.Yes(name)
        : no(
            name
                + " needs dns-01 (ACME_DNS_SERVER or ACME_DNS_HOOK); until then the hosts below it"
                + " get certificates of their own when they are first visited");
  }

  private Answer host(String name) {
    Optional<Answer> fault = fault(name, name);
    if (fault.isPresent()) {
      return fault.get();
    }
    Optional<String> shared = wildcardOver(name).filter(domains::contains);
    if (shared.isPresent()) {
      return new Answer.Yes(settings.dnsChallenge() ? shared.get() : name);
    }
    boolean isAllowed = isWithinDomains(name) || (settings.variables() && isAskedFor.test(name));
    return isAllowed ? new Answer.Yes(name) : notAllowed(name);
  }

  private boolean isWithinDomains(String host) {
    return domains.stream().anyMatch(it -> host.equals(it) || host.endsWith("." + it));
  }

  private static Optional<Answer> fault(String name, String host) {
    if (name.length() > LONGEST_NAME) {
      return Optional.of(no(name + " is longer than 253 characters"));
    }
    List<String> labels = List.of(host.split("\\.", -1));
    if (!labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
      return Optional.of(
          no(name + " is no name that a CA certifies: labels are letters, digits and hyphens"));
    }
    if (labels.size() == 1) {
      return Optional.of(no(name + " is a single label, which no CA certifies"));
    }
    for (String suffix : SPECIAL_USE) {
      if (host.equals(suffix) || host.endsWith("." + suffix)) {
        return Optional.of(no("%s ends with .%s, which no CA certifies".formatted(name, suffix)));
      }
    }
    return PublicSuffixes.isPublicSuffix(host)
        ? Optional.of(no(name + " is for a public suffix, which nobody owns"))
        : Optional.empty();
  }

  private static Answer notAllowed(String name) {
    return no("ACME_DOMAINS does not cover " + name);
  }

  private static Answer no(String reason) {
    return new Answer.No(reason);
  }
}
