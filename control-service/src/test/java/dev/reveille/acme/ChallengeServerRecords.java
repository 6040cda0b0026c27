package dev.reveille.acme;

import dev.reveille.certificate.DnsRecords;
import dev.reveille.testing.ChallengeServer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Writes dns-01 records to Pebble's challenge test server, which shows them at once. */
final class ChallengeServerRecords implements DnsRecords {
  private final ChallengeServer server;
  private final Set<String> present = ConcurrentHashMap.newKeySet();

  ChallengeServerRecords(ChallengeServer server) {
    this.server = server;
  }

  @Override
  public void present(String domain, String value) {
    present.add(domain + " " + value);
    server.setTxt("_acme-challenge." + domain, value);
  }

  @Override
  public void cleanUp(String domain, String value) {
    if (!present.remove(domain + " " + value)) {
      throw new IllegalStateException("was not there: %s %s".formatted(domain, value));
    }
    // The server can only forget all values of a name.
    if (present.stream().noneMatch(it -> it.startsWith(domain + " "))) {
      server.clearTxt("_acme-challenge." + domain);
    }
  }

  /** {@code shop.test value} for each record that is there. */
  Set<String> present() {
    return Set.copyOf(present);
  }
}
