package dev.reveille.dns;

import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.HostCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks a host up and asks for a challenge there, as a CA would (RFC 8555, section 8.3): each of
 * its addresses has to lead to this proxy, since a CA may take any. Thread safe.
 */
public final class LeadsHere implements HostCheck {
  private static final Logger log = LoggerFactory.getLogger(LeadsHere.class);

  /** As many as Let's Encrypt follows. */
  private static final int REDIRECTS = 10;

  private static final String HINT =
      " (if it does lead here, and only this machine cannot reach its own public address: set"
          + " ACME_SELF_CHECK=off)";

  private final Settings settings;
  private final Resolvers resolvers;
  private final Challenges challenges;
  private final SecureRandom random = new SecureRandom();

  /**
   * Whom to ask, and where.
   *
   * @param httpPort where the CA connects: 80, but for a private one
   * @param resolvers if empty, the system's
   */
  public record Settings(int httpPort, List<DnsServer> resolvers) {
    public Settings {
      resolvers = List.copyOf(resolvers);
    }
  }

  public LeadsHere(Settings settings, Challenges challenges) {
    this.settings = settings;
    this.resolvers = new Resolvers(settings.resolvers(), new Exchange());
    this.challenges = challenges;
  }

  @Override
  public Optional<String> fault(String host) {
    try {
      return fault(host, resolvers.addresses(host));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> fault(String host, List<InetAddress> addresses) {
    String token = random();
    String authorization = token + "." + random();
    URI uri =
        URI.create(
            "http://%s:%d/.well-known/acme-challenge/%s"
                .formatted(host, settings.httpPort(), token));
    if (uri.getHost() == null) {
      return Optional.of(
          host + " is no host name (letters, digits and hyphens), so no CA takes it");
    }
    Optional<String> unreached = Optional.empty();
    boolean leadsHere = false;
    try (Challenges.Handle _ = challenges.answer(token, authorization)) {
      for (InetAddress address : addresses) {
        try {
          Optional<String> fault = fault(uri, address, authorization);
          if (fault.isPresent()) {
            return Optional.of(
                "%s leads to %s, %s%s"
                    .formatted(host, address.getHostAddress(), fault.get(), HINT));
          }
          leadsHere = true;
        } catch (NoRoute e) {
          log.debug("Has no route to an address host={}: {}", host, e.getMessage());
          unreached = Optional.of(host + " leads to " + e.getMessage() + HINT);
        }
      }
    }
    return leadsHere ? Optional.empty() : unreached;
  }

  /** What is seen at one address, to be put behind it: "which answered …". */
  private Optional<String> fault(URI first, InetAddress address, String authorization)
      throws NoRoute {
    URI uri = first;
    InetAddress at = address;
    String via = "";
    for (int i = 0; i <= REDIRECTS; i++) {
      try {
        Fetch.Answer answer = Fetch.get(uri, at, authorization);
        if (answer.isRight(authorization)) {
          return Optional.empty();
        }
        Optional<URI> next = answer.redirect(uri);
        if (next.isEmpty()) {
          return Optional.of(
              "%swhich answered %s instead of this proxy".formatted(via, answer.text()));
        }
        at = next(first, uri, next.get(), at);
        uri = next.get();
        via = "which redirects to %s, ".formatted(uri);
      } catch (NoRoute e) {
        throw e;
      } catch (IOException e) {
        return Optional.of(via + e.getMessage());
      }
    }
    return Optional.of("which redirects more than %d times".formatted(REDIRECTS));
  }

  /** The address for a redirect, by the rules that CAs have (Boulder's VA). */
  private InetAddress next(URI first, URI from, URI to, InetAddress address) throws IOException {
    Set<Integer> ports = Set.of(80, 443, settings.httpPort());
    if (to.getHost() == null || !Fetch.isWeb(to) || !ports.contains(Fetch.port(to))) {
      throw new IOException(
          "which redirects to %s, where a CA does not follow: ".formatted(to)
              + "it does to http and https on their ports");
    }
    if (to.getHost().equalsIgnoreCase(from.getHost())) {
      return address;
    }
    if (to.getHost().matches("\\[.*]|[0-9.]+")) {
      throw new IOException("which redirects %s to an address, %s".formatted(first.getHost(), to));
    }
    return resolvers.addresses(to.getHost()).getFirst();
  }

  /** Nobody else can know it, so that whoever answers it has been told by us. */
  private String random() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
