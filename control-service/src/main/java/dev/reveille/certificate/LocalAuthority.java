package dev.reveille.certificate;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CA of this installation alone, for names that no public CA would certify: who trusts its root
 * sees no warning.
 *
 * <p>The root is on the disk. Leaves are in memory and made anew after a restart: a thousand take
 * about a second, nobody has to trust them one by one, and keys that are on no disk can't be
 * copied. A leaf is valid for 397 days, since Apple's clients refuse longer ones, and replaced with
 * a third of that left, by the next one who asks for it.
 *
 * <p>Thread safe; no call waits for anything.
 */
public final class LocalAuthority {
  private static final Logger log = LoggerFactory.getLogger(LocalAuthority.class);
  private static final Duration LIFETIME = Duration.ofDays(397);

  /** For machines whose clocks are behind ours. */
  private static final Duration BEFORE_NOW = Duration.ofHours(1);

  private final Settings settings;
  private final InstantSource clock;
  private final LocalRoot root;
  private final Map<String, ServerCertificate> leaves = new ConcurrentHashMap<>();

  /**
   * How the authority is set up.
   *
   * @param domains {@code LOCAL_CA_DOMAINS}, in lower case: {@code docksal.site} stands for itself
   *     and what is below it; empty for every name
   * @param machine part of the root's name, so that people tell the roots of two machines apart
   */
  public record Settings(List<String> domains, String machine) {
    private static final int LONGEST_MACHINE = 32;

    public Settings {
      domains = domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
    }

    /** Leaves room in a certificate's name, which has 64 characters. */
    String shortMachine() {
      return machine.substring(0, Math.min(machine.length(), LONGEST_MACHINE));
    }

    boolean allow(String name) {
      return isWithinOne(domains, name);
    }
  }

  /**
   * Reads the root from the folder, or makes it.
   *
   * @throws IllegalArgumentException when the files are there and can't be used
   * @throws java.io.UncheckedIOException when they could not be read or written
   */
  public LocalAuthority(PemFiles folder, Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.root = LocalRoot.provide(folder, settings, clock.instant());
    tellOfLimits();
  }

  /**
   * A certificate for a host or {@code *.x}, made at the first call. A wildcard that is there
   * already and covers the host is used instead.
   *
   * @return empty where neither settings nor root allow the name, or no certificate can have it
   */
  public Optional<ServerCertificate> leafFor(String name) {
    if (!allows(name)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return Optional.ofNullable(leaves.get(name))
        .or(() -> ServerNames.wildcardOver(name).map(leaves::get))
        .filter(leaf -> isFresh(leaf, now))
        .or(() -> Optional.of(freshLeaf(name, now)));
  }

  /** Forgets the leaves of all other names. */
  public void retain(Set<String> names) {
    leaves.keySet().retainAll(names);
  }

  /** The root's certificate, for those who are to trust it; never its key. */
  public String rootPem() {
    return Pem.text(root.certificate());
  }

  private boolean allows(String name) {
    return ServerNames.canStandInCertificate(name)
        && settings.allow(name)
        && isWithinOne(root.domains(), name);
  }

  private ServerCertificate freshLeaf(String name, Instant now) {
    return Optional.ofNullable(
            leaves.compute(
                name, (_, leaf) -> leaf != null && isFresh(leaf, now) ? leaf : make(name, now)))
        .orElseThrow();
  }

  private ServerCertificate make(String name, Instant now) {
    KeyPair keys = CertificateDraft.newKeys();
    Instant from = now.minus(BEFORE_NOW);
    Instant rootsEnd = root.certificate().getNotAfter().toInstant();
    Instant until = from.plus(LIFETIME).isBefore(rootsEnd) ? from.plus(LIFETIME) : rootsEnd;
    X509Certificate leaf =
        new CertificateDraft(name, keys.getPublic(), from, until)
            .forServer(List.of(name))
            .signedBy(root.certificate(), root.key());
    return ServerCertificate.of(List.of(leaf), keys.getPrivate());
  }

  private static boolean isFresh(ServerCertificate leaf, Instant now) {
    Duration third = Duration.between(leaf.notBefore(), leaf.notAfter()).dividedBy(3);
    return now.isBefore(leaf.notAfter().minus(third)) && !now.isBefore(leaf.notBefore());
  }

  private static boolean isWithinOne(List<String> domains, String name) {
    return domains.isEmpty()
        || domains.stream().anyMatch(domain -> ServerNames.isWithin(domain, name));
  }

  private void tellOfLimits() {
    List<String> beyond =
        settings.domains().stream().filter(it -> !isWithinOne(root.domains(), it)).toList();
    if (!beyond.isEmpty() || (settings.domains().isEmpty() && !root.domains().isEmpty())) {
      log.warn(
          "The local CA's root was made for fewer domains than LOCAL_CA_DOMAINS says, and others"
              + " get no certificate of it; to change that, remove local-ca/root.crt and root.key,"
              + " restart, and trust the new root root={} setting={}",
          root.domains(),
          settings.domains());
    }
  }
}
