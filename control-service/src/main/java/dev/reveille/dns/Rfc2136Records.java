package dev.reveille.dns;

import dev.reveille.certificate.DnsRecords;
import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.concurrent.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Update;

/** Challenge records by dynamic updates (RFC 2136), which BIND, Knot, PowerDNS and others take. */
public final class Rfc2136Records implements DnsRecords {
  private static final Logger log = LoggerFactory.getLogger(Rfc2136Records.class);
  private static final int TTL_SECONDS = 60;

  private final UpdateServer server;
  private final Resolvers resolvers;
  private final Propagation propagation;

  /**
   * Whom to send updates, and how.
   *
   * @param server the zone's primary
   * @param resolvers to find the zone's name servers with; if empty, the system's
   * @param timeout for the name servers to show the record
   */
  public record Settings(
      DnsServer server, Optional<TsigKey> key, List<DnsServer> resolvers, Duration timeout) {
    public Settings {
      resolvers = List.copyOf(resolvers);
    }
  }

  public Rfc2136Records(Settings settings, Timer timer) {
    this(settings, timer, DnsServer.PORT);
  }

  /**
   * @param port where a zone's name servers answer
   */
  Rfc2136Records(Settings settings, Timer timer, int port) {
    Exchange exchange = new Exchange();
    this.server =
        new UpdateServer(
            settings.server(), settings.key(), timer.withZone(ZoneOffset.UTC), exchange);
    this.resolvers = new Resolvers(settings.resolvers(), exchange);
    this.propagation = new Propagation(resolvers, exchange, settings.timeout(), port, timer);
  }

  @Override
  public void present(String domain, String value) {
    Name name = target(Names.challenge(domain));
    change(name, value, Update::add);
    log.debug("Added TXT record name={} server={}", Names.text(name), server.server());
    // Where the public name servers are out of reach, the primary's word is enough.
    propagation.await(name, value, () -> List.of(server.server()));
  }

  @Override
  public void cleanUp(String domain, String value) {
    try {
      Name name = target(Names.challenge(domain));
      change(name, value, Update::delete);
      log.debug("Removed TXT record name={} server={}", Names.text(name), server.server());
    } catch (IssuanceFailed e) {
      log.warn("Could not remove the challenge's record domain={}: {}", domain, e.getMessage());
    }
  }

  private void change(Name name, String value, BiConsumer<Update, TXTRecord> how) {
    Update update = new Update(server.zone(name));
    how.accept(update, new TXTRecord(name, DClass.IN, TTL_SECONDS, value));
    server.apply(update, "changing the TXT record " + Names.text(name));
  }

  /**
   * Challenges are often delegated by a CNAME to a zone that may be changed. The update server may
   * hold both zones, and know names that nobody else sees: it is asked first.
   */
  private Name target(Name name) {
    Name target = name;
    for (int i = 0; i < Resolvers.CNAMES; i++) {
      Optional<Name> next = alias(target);
      if (next.isEmpty()) {
        return target;
      }
      target = next.get();
    }
    throw NotPrepared.because(
        "the CNAMEs of %s lead in a circle".formatted(Names.text(name)), null);
  }

  private Optional<Name> alias(Name name) {
    Optional<Name> alias = server.alias(name);
    if (alias.isPresent()) {
      return alias;
    }
    try {
      return resolvers.alias(name);
    } catch (IOException e) {
      log.debug("Takes it that there is no CNAME name={}: {}", Names.text(name), e.getMessage());
      return Optional.empty();
    }
  }
}
