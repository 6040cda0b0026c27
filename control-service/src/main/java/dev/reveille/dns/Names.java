package dev.reveille.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Domain names between our text and dnsjava's type. */
final class Names {
  private Names() {}

  /** {@code _acme-challenge.example.com.}: where the CA looks (RFC 8555, section 8.4). */
  static Name challenge(String domain) {
    return of("_acme-challenge." + domain);
  }

  /**
   * @param text absolute, with the last dot or without
   * @throws IllegalArgumentException when it can't be a name in the DNS
   */
  static Name of(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("\"%s\" is no domain name".formatted(text), e);
    }
  }

  /** Without the last dot, for people. */
  static String text(Name name) {
    return name.toString(true);
  }
}
