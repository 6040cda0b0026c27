package dev.reveille.certificate;

import com.google.common.net.InternetDomainName;

/**
 * What the public suffix list says of a name: {@code co.uk} is nobody's own, {@code shop.co.uk} is
 * registered by somebody. CAs count by registered domain.
 */
final class PublicSuffixes {
  private PublicSuffixes() {}

  /** Whether nobody can own it: {@code com}, {@code co.uk}, {@code github.io}. */
  static boolean isPublicSuffix(String name) {
    return InternetDomainName.isValid(name) && InternetDomainName.from(name).isPublicSuffix();
  }

  /**
   * The part of a name that somebody has registered: {@code shop.co.uk} for {@code a.b.shop.co.uk}
   * and for {@code *.shop.co.uk}. Below a suffix that is in no list, of private networks, the last
   * two labels; an address is its own.
   */
  static String registeredDomain(String name) {
    String host = name.startsWith("*.") ? name.substring(2) : name;
    if (!InternetDomainName.isValid(host)) {
      return host;
    }
    InternetDomainName domain = InternetDomainName.from(host);
    if (domain.isUnderPublicSuffix()) {
      return domain.topPrivateDomain().toString();
    }
    int labels = domain.parts().size();
    return labels <= 2 || domain.isPublicSuffix()
        ? host
        : String.join(".", domain.parts().subList(labels - 2, labels));
  }
}
