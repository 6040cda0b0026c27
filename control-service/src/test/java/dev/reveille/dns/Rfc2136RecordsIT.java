package dev.reveille.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NameServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Dynamic updates to a real BIND. */
class Rfc2136RecordsIT {
  private static final String ZONE =
      """
      $TTL 60
      @ SOA ns1.example.test. root.example.test. 1 3600 600 86400 60
      @ NS ns1.example.test.
      @ NS ns2.example.test.
      ns1 A 127.0.0.1
      ns2 A 127.0.0.2
      _acme-challenge.delegated CNAME there.challenges.example.test.
      """;

  private static final String FROZEN_ZONE =
      """
      $TTL 60
      @ SOA ns1.example.test. root.example.test. 1 3600 600 86400 60
      @ NS ns1.example.test.
      """;

  private final int secondaryPort = NameServer.freePort();
  private NameServer bind;

  /** It knows who the zone's name servers are: BIND, unless a test adds others. */
  private ScriptedNameServer resolver;

  @BeforeEach
  void startServers() throws IOException {
    bind =
        NameServer.start(
            NameServer.freePort(),
            zones(),
            Map.of("example.test.zone", ZONE, "frozen.test.zone", FROZEN_ZONE));
    resolver =
        ScriptedNameServer.start()
            .has("example.test", Type.NS, "ns1.example.test.")
            .has("ns1.example.test", Type.A, "127.0.0.1");
  }

  @AfterEach
  void stopServers() throws IOException {
    resolver.close();
    bind.close();
  }

  @Test
  void aSignedUpdateAddsTheRecordBesideOthersAndTakesOnlyItAway() throws IOException {
    Rfc2136Records records = records(NameServer.KEY, Timer.system());
    records.present("shop.example.test", "for the host");
    records.present("shop.example.test", "for the wildcard");
    assertThat(values("shop.example.test")).containsExactly("for the host", "for the wildcard");
    records.cleanUp("shop.example.test", "for the host");
    assertThat(values("shop.example.test")).containsExactly("for the wildcard");
    records.cleanUp("shop.example.test", "for the wildcard");
    assertThat(values("shop.example.test")).isEmpty();
  }

  @Test
  void twoUpdatesAtOnceBothArrive() throws IOException {
    Rfc2136Records records = records(NameServer.KEY, Timer.system());
    CompletableFuture<Void> one = start(() -> records.present("shop.example.test", "one"));
    CompletableFuture<Void> two = start(() -> records.present("shop.example.test", "two"));
    Eventually.get(CompletableFuture.allOf(one, two));
    assertThat(values("shop.example.test")).containsExactly("one", "two");
  }

  @Test
  void theZoneIsFoundFarAboveTheName() throws IOException {
    records(NameServer.KEY, Timer.system()).present("a.b.c.shop.example.test", "deep");
    assertThat(values("a.b.c.shop.example.test")).containsExactly("deep");
  }

  @Test
  void aDelegatedChallengeIsChangedWhereItsCnameLeads() throws IOException {
    records(NameServer.KEY, Timer.system()).present("delegated.example.test", "delegated");
    assertThat(valuesOf(server(), "there.challenges.example.test.")).containsExactly("delegated");
  }

  @Test
  void anUnknownKeyIsNamed() {
    String key = NameServer.KEY.replace("acme-key", "unheard-of");
    assertFails(key, "shop.example.test", "BADKEY", "unheard-of");
  }

  @Test
  void aWrongSecretIsSaidToBeWrongAndNotShown() {
    String key = "hmac-sha256:acme-key:d3Jvbmcgc2VjcmV0";
    assertFails(key, "shop.example.test", "BADSIG", "acme-key");
  }

  @Test
  void aKeyThatMayNotChangeTheZoneIsRefused() {
    assertFails(NameServer.POWERLESS_KEY, "shop.example.test", "REFUSED", "allow-update");
    assertFails(NameServer.KEY, "shop.frozen.test", "REFUSED", "allow-update");
  }

  @Test
  void anUpdateWithoutAKeyIsRefused() {
    Rfc2136Records records = records(Optional.empty(), Timer.system());
    assertThatThrownBy(() -> records.present("shop.example.test", "value"))
        .hasMessageContaining("REFUSED")
        .hasMessageContaining("ACME_DNS_TSIG");
  }

  @Test
  void aClockThatIsWrongIsTheReasonNamed() {
    // The fake clock stands in another month.
    Rfc2136Records records = records(NameServer.KEY, new LeapingTimer());
    assertThatThrownBy(() -> records.present("shop.example.test", "value"))
        .isInstanceOf(IssuanceFailed.class)
        .hasMessageContaining("BADTIME")
        .hasMessageContaining("clock");
  }

  @Test
  void aZoneThatIsNotThereIsSaidSo() {
    assertFails(NameServer.KEY, "shop.elsewhere.test", "no zone", "ACME_DNS_SERVER");
  }

  @Test
  void waitsForASecondaryThatIsLate() throws IOException {
    try (ScriptedNameServer late = ScriptedNameServer.startAt("127.0.0.2", bind.port())) {
      resolver
          .has("example.test", Type.NS, "ns2.example.test.")
          .has("ns2.example.test", Type.A, "127.0.0.2");
      CompletableFuture<Void> presented =
          start(() -> records(NameServer.KEY, Timer.system()).present("shop.example.test", "v"));
      Eventually.isTrue(() -> late.questions().size() >= 2);
      assertThat(presented).isNotDone();
      late.has("_acme-challenge.shop.example.test", Type.TXT, "v");
      Eventually.get(presented);
    }
  }

  @Test
  void waitsUntilARealSecondaryOfAHiddenPrimaryHasIt() throws IOException {
    String secondary =
        """
        zone "example.test" {
          type secondary; file "copy"; primaries { 127.0.0.1 port %d; };
        };
        """
            .formatted(bind.port());
    try (NameServer _ = NameServer.start(secondaryPort, secondary, Map.of())) {
      records(Optional.of(TsigKey.parse(NameServer.KEY)), Timer.system(), secondaryPort)
          .present("shop.example.test", "v");
      DnsServer there = new DnsServer("127.0.0.1", secondaryPort);
      assertThat(valuesOf(there, "_acme-challenge.shop.example.test")).containsExactly("v");
    }
  }

  private String zones() {
    return """
    zone "example.test" {
      type primary; file "example.test.zone";
      notify explicit; notify-delay 0; also-notify { 127.0.0.1 port %d; };
      allow-update { key "acme-key"; };
    };
    zone "frozen.test" { type primary; file "frozen.test.zone"; };
    """
        .formatted(secondaryPort);
  }

  private static CompletableFuture<Void> start(Runnable work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Threads.start(
        "present",
        () -> {
          try {
            work.run();
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private void assertFails(String key, String domain, String... words) {
    Rfc2136Records records = records(key, Timer.system());
    assertThatThrownBy(() -> records.present(domain, "value"))
        .isInstanceOf(IssuanceFailed.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining(key.substring(key.lastIndexOf(':') + 1));
  }

  private Rfc2136Records records(String key, Timer timer) {
    return records(Optional.of(TsigKey.parse(key)), timer);
  }

  private Rfc2136Records records(Optional<TsigKey> key, Timer timer) {
    return records(key, timer, bind.port());
  }

  /** The zone's name servers are asked at that port. */
  private Rfc2136Records records(Optional<TsigKey> key, Timer timer, int port) {
    return new Rfc2136Records(
        new Rfc2136Records.Settings(
            server(), key, List.of(resolver.address()), Duration.ofSeconds(30)),
        timer,
        port);
  }

  private DnsServer server() {
    return new DnsServer("127.0.0.1", bind.port());
  }

  private List<String> values(String domain) throws IOException {
    return valuesOf(server(), "_acme-challenge." + domain);
  }

  private static List<String> valuesOf(DnsServer server, String name) throws IOException {
    Message question = Message.newQuery(Record.newRecord(Names.of(name), Type.TXT, DClass.IN));
    return new Exchange()
        .ask(server, question).message().getSection(Section.ANSWER).stream()
            .filter(TXTRecord.class::isInstance)
            .map(record -> String.join("", ((TXTRecord) record).getStrings()))
            .sorted(Comparator.naturalOrder())
            .toList();
  }
}
