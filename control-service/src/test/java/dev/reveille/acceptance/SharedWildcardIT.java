package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.NameServer;
import dev.reveille.testing.Pebble;
import dev.reveille.testing.Ports;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Hosts share a wildcard, proved by records of a real BIND, which is also what the CA asks. */
class SharedWildcardIT {
  private static final String DOMAIN = "shared.example.com";
  private static final int DNS_PORT = Ports.free();
  private static final String DNS = "127.0.0.1:" + DNS_PORT;

  /** A name server without an address: BIND itself is asked in its place. */
  private static final String ZONE =
      """
      $TTL 60
      @ SOA ns.elsewhere.test. root.elsewhere.test. 1 3600 600 86400 60
      @ NS ns.elsewhere.test.
      * A 127.0.0.1
      """;

  private static final String ZONES =
      """
      zone "%s" { type primary; file "zone"; allow-update { key "acme-key"; }; };
      """
          .formatted(DOMAIN);

  @RegisterExtension
  static final Installation reveille =
      Installation.with(
              "ACME_DOMAINS",
              "*." + DOMAIN,
              "ACME_DNS_SERVER",
              DNS,
              "ACME_DNS_TSIG",
              NameServer.KEY)
          .orderingFrom(Pebble.with().dnsServer(DNS));

  private static NameServer bind;

  @BeforeAll
  static void startNameServer() {
    bind = NameServer.start(DNS_PORT, ZONES, Map.of("zone", ZONE));
  }

  @AfterAll
  static void stopNameServer() {
    if (bind != null) {
      bind.close();
    }
  }

  @Test
  void isOrderedOnceAndItsRecordIsGoneAfterwards() throws IOException {
    reveille.sandbox().container("one").label("reveille.host", "one." + DOMAIN).create();
    reveille.sandbox().container("two").label("reveille.host", "two." + DOMAIN).create();

    String serial = reveille.awaitIssued("one." + DOMAIN);

    assertThat(reveille.awaitIssued("two." + DOMAIN)).isEqualTo(serial);
    assertThat(SentOrders.of(reveille.proxy(), "*." + DOMAIN)).containsExactly("ISSUED");
    assertThat(SentOrders.of(reveille.proxy(), "two." + DOMAIN)).isEmpty();
    assertThat(bind.log()).contains("adding an RR at '_acme-challenge." + DOMAIN + "' TXT");
    assertThat(records("_acme-challenge." + DOMAIN)).isEmpty();
    try (Visitor curl = Visitor.trusting(reveille.proxy(), reveille.ca().root())) {
      HttpResponse<String> answer = curl.send(curl.secureRequest("two." + DOMAIN, "/"));
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  private static List<Record> records(String name) throws IOException {
    SimpleResolver resolver = new SimpleResolver("127.0.0.1");
    resolver.setPort(DNS_PORT);
    Record question = Record.newRecord(Name.fromString(name + "."), Type.TXT, DClass.IN);
    return resolver.send(Message.newQuery(question)).getSection(Section.ANSWER);
  }
}
