package dev.reveille.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which certificate is shown for which name, from one snapshot of all that there are.
 *
 * @param custom of {@code CERTS_DIR}
 * @param imported handed over by the API, by the name that each is for
 * @param issued by name, {@code *.x} for wildcards
 * @param local the local CA, where it is on
 * @param defaultName what {@code DEFAULT_CERT} names: a pair of {@code CERTS_DIR}
 */
public record CertificateChoice(
    CustomSet custom,
    CustomSet imported,
    Map<String, ServerCertificate> issued,
    Optional<LocalAuthority> local,
    Optional<String> defaultName,
    ServerCertificate selfSigned) {
  /** Stands for every name that has no certificate of its own. */
  public static final String EVERYONE_ELSE = "*";

  /** As a label's value: no override. */
  private static final String NO_OVERRIDE = "none";

  /**
   * Chooses the first that there is of:
   *
   * <ol>
   *   <li>the custom or imported one that the project's label names, even where it does not cover
   *       the name: the predecessor did so, and {@link #problem} tells of it; {@code none} is as
   *       good as no label
   *   <li>a custom one for the exact host
   *   <li>a custom wildcard, or one named after a parent domain, that covers the name
   *   <li>an imported one: for the exact host, then one that covers the name
   *   <li>an issued one: for the name itself, then a wildcard that covers it
   *   <li>one of the local CA, which is made at once, if the CA is on and allows the name
   *   <li>the default, {@code DEFAULT_CERT}, whether it covers the name or not
   *   <li>the self-signed one
   * </ol>
   *
   * One that has expired, or is not valid yet, is taken only where none of 1 to 7 is valid, in the
   * same order, and before the self-signed one. The name {@code *} has only 7 and 8.
   *
   * @param name a host in lower case, {@code *.x}, or {@code *}
   * @param label what {@code reveille.cert} says
   */
  public Chosen choose(String name, Optional<String> label, Instant now) {
    return candidates(name, label)
        .filter(candidate -> candidate.certificate().isValidAt(now))
        .findFirst()
        .or(() -> candidates(name, label).findFirst())
        .orElseGet(() -> new Candidate(selfSigned, Source.SELF_SIGNED))
        .shownFor(name, now);
  }

  /** What is wrong with a project's label, in a sentence for who wrote it. */
  public Optional<String> problem(String name, Optional<String> label) {
    return override(label).flatMap(file -> problem(name, file));
  }

  private Optional<String> problem(String name, String file) {
    Optional<ServerCertificate> named = named(file);
    if (named.isEmpty()) {
      return Optional.of(
          ("there is no certificate \"%1$s\" (%1$s.crt and %1$s.key, or %1$s/fullchain.pem and"
                  + " %1$s/privkey.pem) in CERTS_DIR, and none was imported by that name; one is"
                  + " chosen by host instead")
              .formatted(file));
    }
    return named
        .filter(certificate -> !certificate.covers(name))
        .map(
            certificate ->
                "certificate \"%s\" is for %s and not for %s: browsers warn of it"
                    .formatted(file, new TreeSet<>(certificate.names()), name));
  }

  private Stream<Candidate> candidates(String name, Optional<String> label) {
    boolean isForEveryone = name.equals(EVERYONE_ELSE);
    Stream<Supplier<Stream<Candidate>>> ofTheName =
        Stream.of(
            () -> override(label).stream().flatMap(this::ofLabel),
            () -> from(Source.CUSTOM, custom.byExactHost(name).stream()),
            () -> from(Source.CUSTOM, custom.byWildcardOrParent(name).stream()),
            () -> from(Source.IMPORTED, imported.byExactHost(name).stream()),
            () -> from(Source.IMPORTED, imported.byWildcardOrParent(name).stream()),
            () -> from(Source.ISSUED, issuedFor(name)),
            () -> from(Source.LOCAL_CA, local.flatMap(it -> it.leafFor(name)).stream()));
    Stream<Supplier<Stream<Candidate>>> ofEveryone =
        Stream.of(() -> from(Source.DEFAULT, defaultName.flatMap(this::named).stream()));
    return Stream.concat(isForEveryone ? Stream.empty() : ofTheName, ofEveryone)
        .flatMap(Supplier::get);
  }

  private Stream<Candidate> ofLabel(String file) {
    return Stream.concat(
        from(Source.CUSTOM, custom.byFileName(file).stream()),
        from(Source.IMPORTED, imported.byFileName(file).stream()));
  }

  /** The folder's goes before an imported one of the same name. */
  private Optional<ServerCertificate> named(String file) {
    return custom.byFileName(file).or(() -> imported.byFileName(file));
  }

  private Stream<ServerCertificate> issuedFor(String name) {
    return Stream.concat(Stream.of(name), ServerNames.wildcardOver(name).stream())
        .flatMap(it -> Optional.ofNullable(issued.get(it)).stream());
  }

  private static Optional<String> override(Optional<String> label) {
    return label.filter(name -> !name.equals(NO_OVERRIDE));
  }

  private static Stream<Candidate> from(Source source, Stream<ServerCertificate> certificates) {
    return certificates.map(certificate -> new Candidate(certificate, source));
  }

  private record Candidate(ServerCertificate certificate, Source source) {
    Chosen shownFor(String name, Instant now) {
      boolean trusted =
          certificate.isValidAt(now) && certificate.covers(name) && !isSignedByItself();
      return new Chosen(certificate, source, trusted);
    }

    private boolean isSignedByItself() {
      X509Certificate leaf = certificate.leaf();
      return leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal());
    }
  }
}
