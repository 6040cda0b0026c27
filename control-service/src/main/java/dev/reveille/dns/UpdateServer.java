package dev.reveille.dns;

import dev.reveille.certificate.IssuanceFailed;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * The server that takes dynamic updates (RFC 2136). Questions are signed as updates are, because a
 * server may choose its view of a zone by the key. Thread safe.
 */
final class UpdateServer {
  private final DnsServer server;
  private final Optional<TsigKey> key;
  private final Clock clock;
  private final Exchange exchange;

  UpdateServer(DnsServer server, Optional<TsigKey> key, Clock clock, Exchange exchange) {
    this.server = server;
    this.key = key;
    this.clock = clock;
    this.exchange = exchange;
  }

  DnsServer server() {
    return server;
  }

  /** Where a CNAME of the name leads; empty also when this server does not know the name. */
  Optional<Name> alias(Name name) {
    Message answer = ask(name, Type.CNAME);
    return answer.getHeader().getFlag(Flags.AA) ? Resolvers.alias(name, answer) : Optional.empty();
  }

  /**
   * The zone that holds the name, found from the name upwards.
   *
   * @throws IssuanceFailed when this server has no such zone, or does not answer
   */
  Name zone(Name name) {
    List<String> answers = new ArrayList<>();
    for (Name owner = name; owner.labels() > 1; owner = new Name(owner, 1)) {
      Message answer = ask(owner, Type.SOA);
      Optional<Name> zone = start(answer).filter(name::subdomain);
      if (zone.isPresent()) {
        return zone.get();
      }
      answers.add("%s to %s".formatted(described(answer), Names.text(owner)));
    }
    throw NotPrepared.because(
        "name server %s has no zone that holds %s; asked for SOA records, it answered %s; set"
                .formatted(server, Names.text(name), String.join(", ", answers))
            + " ACME_DNS_SERVER to the zone's primary, and see its log if it answers SERVFAIL",
        null);
  }

  /** Sends the update and checks what came of it. */
  void apply(Update update, String purpose) {
    Message answer = exchange(update, purpose, exchange::send);
    if (answer.getRcode() != Rcode.NOERROR) {
      throw refused(purpose, Refusals.explain(answer.getRcode(), keyName()));
    }
  }

  /** Also where a name has no such record, the answer says which zone it is in (RFC 2308). */
  private static Optional<Name> start(Message answer) {
    if (!answer.getHeader().getFlag(Flags.AA)) {
      return Optional.empty();
    }
    return Stream.of(Section.ANSWER, Section.AUTHORITY)
        .flatMap(section -> answer.getSection(section).stream())
        .filter(SOARecord.class::isInstance)
        .map(Record::getName)
        .findFirst();
  }

  private static String described(Message answer) {
    return answer.getRcode() == Rcode.NOERROR ? "nothing" : Rcode.string(answer.getRcode());
  }

  private Message ask(Name name, int type) {
    Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    // What others say is of no use here, and would take long.
    question.getHeader().unsetFlag(Flags.RD);
    return exchange(question, "asking for %s".formatted(Names.text(name)), exchange::ask);
  }

  private interface Transport {
    Exchange.Answer send(DnsServer server, Message message) throws IOException;
  }

  private Message exchange(Message message, String purpose, Transport transport) {
    Optional<TSIG> signer = key.map(it -> it.signer(clock));
    signer.ifPresent(it -> it.apply(message, null));
    TSIGRecord signature = message.getTSIG();
    try {
      Exchange.Answer answer = transport.send(server, message);
      signer.ifPresent(it -> check(answer, it, signature, purpose));
      return answer.message();
    } catch (IOException e) {
      throw NotPrepared.because("%s failed: %s".formatted(purpose, e.getMessage()), e);
    }
  }

  private void check(
      Exchange.Answer answer, TSIG signer, @Nullable TSIGRecord signature, String purpose) {
    TSIGRecord theirs = answer.message().getTSIG();
    if (theirs != null && theirs.getError() != Rcode.NOERROR) {
      throw refused(purpose, Refusals.explainSignature(theirs.getError(), keyName()));
    }
    int rcode = answer.message().getRcode();
    if (theirs == null && rcode != Rcode.NOERROR) {
      // Nothing to rely on, and nothing done.
      return;
    }
    int verified =
        signer.verify(answer.message(), answer.bytes(), Objects.requireNonNull(signature));
    if (verified != Rcode.NOERROR) {
      throw refused(
          purpose,
          theirs == null
              ? "its answer is not signed: does it know the key %s?".formatted(keyName())
              : Refusals.explainSignature(verified, keyName()));
    }
  }

  private IssuanceFailed refused(String purpose, String reason) {
    return NotPrepared.because(
        "%s failed: name server %s %s".formatted(purpose, server, reason), null);
  }

  private String keyName() {
    return key.map(TsigKey::toString).orElse("none (ACME_DNS_TSIG is empty)");
  }
}
