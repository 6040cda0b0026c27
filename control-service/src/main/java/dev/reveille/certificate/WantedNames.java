package dev.reveille.certificate;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The certificates that the labels of a moment ask for.
 *
 * @param certificates {@code shop.example.com}, {@code *.example.com}; no host beside a wildcard
 *     that covers it
 * @param refused names that get none, and why
 */
record WantedNames(NavigableSet<String> certificates, NavigableMap<String, String> refused) {
  static final WantedNames NONE = new WantedNames(new TreeSet<>(), new TreeMap<>());

  WantedNames {
    certificates = Collections.unmodifiableNavigableSet(new TreeSet<>(certificates));
    refused = Collections.unmodifiableNavigableMap(new TreeMap<>(refused));
  }

  /**
   * @param claims hosts and {@code *.x} that labels claim
   */
  static WantedNames of(Collection<String> claims, NamePolicy policy) {
    NavigableSet<String> certificates = new TreeSet<>();
    Map<String, String> refused = new TreeMap<>();
    for (String claim : claims) {
      switch (policy.certificateFor(claim)) {
        case NamePolicy.Answer.Yes(var certificate) -> certificates.add(certificate);
        case NamePolicy.Answer.No(var reason) -> refused.put(claim, reason);
      }
    }
    NavigableSet<String> needed = new TreeSet<>(certificates);
    needed.removeIf(
        name -> NamePolicy.wildcardOver(name).filter(certificates::contains).isPresent());
    return new WantedNames(needed, new TreeMap<>(refused));
  }

  /** Whether a certificate that is wanted serves the name: its own, or a wildcard. */
  boolean serves(String name) {
    return certificates.contains(name) || isCovered(name);
  }

  /** Whether a wildcard that is wanted serves the host. */
  boolean isCovered(String name) {
    return NamePolicy.wildcardOver(name).filter(certificates::contains).isPresent();
  }
}
