package dev.reveille.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.concurrent.LeapingTimer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class PropagationTest {
  private static final String RECORD = "_acme-challenge.shop.example.test";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final LeapingTimer timer = new LeapingTimer();
  private ScriptedNameServer resolver;
  private ScriptedNameServer first;
  private ScriptedNameServer second;

  @BeforeEach
  void startServers() throws IOException {
    first = ScriptedNameServer.startAt("127.0.0.2", 0);
    second = ScriptedNameServer.startAt("127.0.0.3", first.port());
    resolver =
        ScriptedNameServer.start()
            .has("example.test", Type.NS, "ns1.example.test.")
            .has("example.test", Type.NS, "ns2.example.test.")
            .has("ns1.example.test", Type.A, "127.0.0.2")
            .has("ns2.example.test", Type.A, "127.0.0.3");
  }

  @AfterEach
  void stopServers() throws IOException {
    resolver.close();
    first.close();
    second.close();
  }

  @Test
  void isOverAtOnceWhenAllShowTheValueBesideOthers() {
    first.has(RECORD, Type.TXT, "other").has(RECORD, Type.TXT, "value");
    second.has(RECORD, Type.TXT, "value");
    Instant start = timer.instant();
    await();
    assertThat(timer.instant()).isEqualTo(start);
  }

  @Test
  void waitsForTheLastOneAndAsksTheOthersNoMore() {
    first.has(RECORD, Type.TXT, "value");
    second.has(RECORD, Type.TXT, "value").twist(emptyUntilQuestion(5));
    Instant start = timer.instant();
    await();
    assertThat(first.questions()).hasSize(1);
    assertThat(second.questions()).hasSize(5);
    // 1 s, 1.5 s, 2.25 s, 3.375 s
    assertThat(Duration.between(start, timer.instant())).isEqualTo(Duration.ofMillis(8_125));
  }

  @Test
  void namesTheServerThatStillDoesNotShowIt() {
    first.has(RECORD, Type.TXT, "value");
    Instant start = timer.instant();
    assertThatThrownBy(this::await)
        .isInstanceOf(IssuanceFailed.class)
        .hasMessageContaining("ns2.example.test (127.0.0.3): does not show it yet")
        .hasMessageContaining("ACME_DNS_TIMEOUT")
        .hasMessageNotContaining("ns1");
    assertThat(Duration.between(start, timer.instant())).isEqualTo(TIMEOUT);
  }

  @Test
  void aServerThatIsDownIsLeftOutAfterSomeTries() throws IOException {
    first.has(RECORD, Type.TXT, "value");
    second.close();
    await();
    assertThat(first.questions()).hasSize(1);
  }

  @Test
  void aServerThatServesTheZoneNoMoreIsLeftOutToo() {
    first.has(RECORD, Type.TXT, "value");
    second.twist(ScriptedNameServer.rcode(Rcode.REFUSED));
    await();
    assertThat(second.questions()).hasSize(3);
  }

  @Test
  void goesByTheOthersWhereNoneOfTheZonesServersCanBeReached() throws IOException {
    first.close();
    second.close();
    resolver.has(RECORD, Type.TXT, "value");
    await();
    assertThat(resolver.questions()).contains("TXT " + RECORD);
  }

  @Test
  void goesByTheOthersWhereNobodyKnowsTheZonesServers() {
    resolver.forget("example.test");
    assertThatThrownBy(this::await).hasMessageContaining(resolver.address().toString());
    resolver.has(RECORD, Type.TXT, "value");
    await();
  }

  @Test
  void anAnswerThatIsCutOffIsAskedForOverTcp() {
    first.has(RECORD, Type.TXT, "value").twist(cutOffOnce());
    second.has(RECORD, Type.TXT, "value");
    await();
    assertThat(first.questions()).hasSize(2);
  }

  private static UnaryOperator<Message> emptyUntilQuestion(int number) {
    AtomicInteger count = new AtomicInteger();
    return answer -> {
      if (count.incrementAndGet() < number) {
        answer.removeAllRecords(Section.ANSWER);
      }
      return answer;
    };
  }

  private static UnaryOperator<Message> cutOffOnce() {
    AtomicInteger count = new AtomicInteger();
    return answer -> {
      if (count.getAndIncrement() == 0) {
        answer.getHeader().setFlag(Flags.TC);
        answer.removeAllRecords(Section.ANSWER);
      }
      return answer;
    };
  }

  private void await() {
    Exchange exchange = new Exchange();
    List<DnsServer> resolvers = List.of(resolver.address());
    new Propagation(new Resolvers(resolvers, exchange), exchange, TIMEOUT, first.port(), timer)
        .await(Names.of(RECORD), "value", () -> resolvers);
  }
}
