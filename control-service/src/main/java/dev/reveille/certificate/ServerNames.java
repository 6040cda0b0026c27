package dev.reveille.certificate;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What can be read from a certificate's names: {@code shop.test}, {@code *.shop.test}, addresses.
 */
final class ServerNames {
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");
  private static final Pattern HOST =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

  private ServerNames() {}

  static boolean isAddress(String name) {
    return IPV4.matcher(name).matches() || IPV6.matcher(name).matches();
  }

  /** Whether a certificate can have the name at all; {@code shop.*} and {@code *} it can't. */
  static boolean canStandInCertificate(String name) {
    return name.length() <= 253 && (isAddress(name) || HOST.matcher(name).matches());
  }

  /** {@code *.shop.test} for {@code a.shop.test}; a wildcard and an address have none. */
  static Optional<String> wildcardOver(String name) {
    int dot = name.indexOf('.');
    return dot < 1 || name.startsWith("*") || isAddress(name)
        ? Optional.empty()
        : Optional.of("*" + name.substring(dot));
  }

  /** Whether a name, or all that a wildcard stands for, is a domain or below it. */
  static boolean isWithin(String domain, String name) {
    String host = name.startsWith("*.") ? name.substring(2) : name;
    return host.equals(domain) || host.endsWith("." + domain);
  }
}
