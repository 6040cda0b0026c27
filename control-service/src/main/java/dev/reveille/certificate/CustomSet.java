package dev.reveille.certificate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Certificates that an administrator has put into {@code CERTS_DIR}, or imported, by the name of
 * their files and by the names that they are good for. Immutable.
 *
 * <p>For a host only those count that cover it, whatever their files are named; in this order:
 *
 * <ol>
 *   <li>by exact host: the file has the host's name, then those that have the very host among their
 *       names
 *   <li>by wildcard or parent: the file has the name of a domain above the host, the longest first;
 *       then any other wildcard
 * </ol>
 *
 * Among equals the one that lasts longest goes first. A file's name counts without regard to case.
 */
public final class CustomSet {
  public static final CustomSet NONE = of(Map.of());

  private final Map<String, ServerCertificate> byFileName;
  private final List<String> problems;

  /**
   * By each name that a certificate has, {@code *.shop.test} too; those that last longest first.
   */
  private final Map<String, List<Pair>> byName = new HashMap<>();

  private CustomSet(Map<String, ServerCertificate> certificates, List<String> problems) {
    Map<String, ServerCertificate> lowerCase = new HashMap<>();
    certificates.forEach((name, certificate) -> lowerCase.put(lower(name), certificate));
    this.byFileName = Map.copyOf(lowerCase);
    this.problems = List.copyOf(problems);
    lowerCase.entrySet().stream()
        .map(entry -> new Pair(entry.getKey(), entry.getValue()))
        .sorted(Pair.LONGEST_LASTING_FIRST)
        .forEach(this::index);
  }

  /**
   * Without problems.
   *
   * @param certificates by their files' names, without suffix
   */
  public static CustomSet of(Map<String, ServerCertificate> certificates) {
    return of(certificates, List.of());
  }

  static CustomSet of(Map<String, ServerCertificate> certificates, List<String> problems) {
    return new CustomSet(certificates, problems);
  }

  /** The one of {@code NAME.crt} or {@code NAME/fullchain.pem}, whatever it is good for. */
  public Optional<ServerCertificate> byFileName(String name) {
    return Optional.ofNullable(byFileName.get(lower(name)));
  }

  /** The best one that covers a host: one that is valid, else one that is not. */
  public Optional<ServerCertificate> forName(String host, Instant now) {
    List<ServerCertificate> all =
        Stream.concat(byExactHost(host).stream(), byWildcardOrParent(host).stream()).toList();
    return all.stream()
        .filter(certificate -> certificate.isValidAt(now))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /** What is wrong with files of the folder at present, each in a sentence. */
  public List<String> problems() {
    return problems;
  }

  /** Every one, by the lower-cased name of its files. */
  public Map<String, ServerCertificate> all() {
    return byFileName;
  }

  /** Best first; valid or not. */
  List<ServerCertificate> byExactHost(String host) {
    return covering(host)
        .filter(pair -> pair.isExactlyFor(host))
        .sorted(Comparator.comparing(pair -> !pair.fileName().equals(host)))
        .map(Pair::certificate)
        .toList();
  }

  /** Best first; valid or not. */
  List<ServerCertificate> byWildcardOrParent(String host) {
    return covering(host)
        .filter(pair -> !pair.isExactlyFor(host))
        .sorted(Comparator.comparingInt(pair -> -pair.lengthOfParent(host)))
        .map(Pair::certificate)
        .toList();
  }

  private Stream<Pair> covering(String host) {
    List<Pair> exact = byName.getOrDefault(host, List.of());
    List<Pair> wild =
        ServerNames.wildcardOver(host)
            .map(wildcard -> byName.getOrDefault(wildcard, List.of()))
            .orElse(List.of());
    return Stream.concat(exact.stream(), wild.stream()).distinct();
  }

  private void index(Pair pair) {
    for (String name : pair.certificate().names()) {
      byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(pair);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private record Pair(String fileName, ServerCertificate certificate) {
    static final Comparator<Pair> LONGEST_LASTING_FIRST =
        Comparator.<Pair, Instant>comparing(pair -> pair.certificate().notAfter())
            .reversed()
            .thenComparing(Pair::fileName);

    boolean isExactlyFor(String host) {
      return fileName.equals(host) || certificate.names().contains(host);
    }

    /** 0 where the file is not named after a domain above the host. */
    int lengthOfParent(String host) {
      return ServerNames.isWithin(fileName, host) ? fileName.length() : 0;
    }
  }
}
