package dev.reveille.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Look-ups through recursive resolvers, one after another until one can say. Thread safe. */
final class Resolvers {
  /** A name that leads to a name that leads … is followed so far. */
  static final int CNAMES = 10;

  private final List<DnsServer> given;
  private final Exchange exchange;

  /** The machine's own ones if none are given. */
  Resolvers(List<DnsServer> given, Exchange exchange) {
    this.given = List.copyOf(given);
    this.exchange = exchange;
  }

  List<DnsServer> servers() throws IOException {
    return given.isEmpty() ? SystemResolvers.read(SystemResolvers.FILE) : given;
  }

  /**
   * A host's addresses, IPv6 first, as a CA takes them.
   *
   * @throws LookupFailed when there is none, or nobody can say
   */
  List<InetAddress> addresses(String host) throws IOException {
    Name name = Names.of(host);
    List<InetAddress> found = new ArrayList<>();
    Optional<LookupFailed> failure = Optional.empty();
    boolean exists = false;
    for (int type : List.of(Type.AAAA, Type.A)) {
      try {
        Message answer = ask(name, type);
        exists |= answer.getRcode() == Rcode.NOERROR;
        answers(answer).flatMap(Resolvers::address).forEach(found::add);
      } catch (LookupFailed e) {
        failure = Optional.of(e);
      }
    }
    if (!found.isEmpty()) {
      return found;
    }
    String reason = exists ? "neither an A nor an AAAA record" : "NXDOMAIN";
    throw failure.orElse(new LookupFailed("%s has no address (%s)".formatted(host, reason)));
  }

  /** Where a CNAME of the name leads, one step. */
  Optional<Name> alias(Name name) throws IOException {
    return alias(name, ask(name, Type.CNAME));
  }

  static Optional<Name> alias(Name name, Message answer) {
    return answers(answer)
        .filter(record -> record.getName().equals(name))
        .filter(CNAMERecord.class::isInstance)
        .map(record -> ((CNAMERecord) record).getTarget())
        .findFirst();
  }

  /** Where the name's CNAMEs lead at last; the name itself if it has none. */
  Name target(Name name) throws IOException {
    Name target = name;
    for (int i = 0; i < CNAMES; i++) {
      Optional<Name> next = alias(target);
      if (next.isEmpty()) {
        return target;
      }
      target = next.get();
    }
    throw new LookupFailed("the CNAMEs of %s lead in a circle".formatted(Names.text(name)));
  }

  /** The names of the zone's name servers, for the zone that holds the name. */
  List<Name> nameServers(Name name) throws IOException {
    // A top-level domain's servers can't be what is looked for.
    for (Name zone = name; zone.labels() > 2; zone = new Name(zone, 1)) {
      Name owner = zone;
      List<Name> servers =
          answers(ask(zone, Type.NS))
              .filter(record -> record.getName().equals(owner))
              .filter(NSRecord.class::isInstance)
              .map(record -> ((NSRecord) record).getTarget())
              .toList();
      if (!servers.isEmpty()) {
        return servers;
      }
    }
    throw new LookupFailed("no zone of %s has name servers".formatted(Names.text(name)));
  }

  /** An answer that says something, be it that there is nothing (NXDOMAIN). */
  private Message ask(Name name, int type) throws IOException {
    Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    List<String> failures = new ArrayList<>();
    for (DnsServer server : servers()) {
      try {
        Message answer = exchange.ask(server, question).message();
        if (answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN) {
          return answer;
        }
        failures.add("%s answered %s".formatted(server, Rcode.string(answer.getRcode())));
      } catch (IOException e) {
        failures.add(e.getMessage());
      }
    }
    throw new LookupFailed(
        "cannot look up %s %s: %s"
            .formatted(Type.string(type), Names.text(name), String.join("; ", failures)));
  }

  private static Stream<Record> answers(Message answer) {
    return answer.getSection(Section.ANSWER).stream();
  }

  private static Stream<InetAddress> address(Record record) {
    return switch (record) {
      case ARecord a -> Stream.of(a.getAddress());
      case AAAARecord aaaa -> Stream.of(aaaa.getAddress());
      default -> Stream.empty();
    };
  }
}
