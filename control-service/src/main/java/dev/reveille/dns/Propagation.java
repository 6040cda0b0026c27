package dev.reveille.dns;

import dev.reveille.concurrent.Backoff;
import dev.reveille.concurrent.Durations;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Waits until the name servers of a zone show a record: a CA may ask any of them. Thread safe. */
final class Propagation {
  private static final Logger log = LoggerFactory.getLogger(Propagation.class);

  /** A server that has not answered so many times is taken to be down, and the CA asks another. */
  private static final int SILENT_ROUNDS = 3;

  private final Resolvers resolvers;
  private final Exchange exchange;
  private final Duration timeout;
  private final int port;
  private final Timer timer;

  Propagation(Resolvers resolvers, Exchange exchange, Duration timeout, int port, Timer timer) {
    this.resolvers = resolvers;
    this.exchange = exchange;
    this.timeout = timeout;
    this.port = port;
    this.timer = timer;
  }

  /** Whom to ask where the zone's name servers can't be reached. */
  @FunctionalInterface
  interface Others {
    List<DnsServer> servers() throws IOException;
  }

  /**
   * Waits until each address of the zone's name servers shows the value beside whatever else.
   *
   * @throws dev.reveille.certificate.IssuanceFailed naming those that still do not, and why
   */
  void await(Name name, String value, Others others) {
    Instant start = timer.instant();
    try {
      Watch watch = new Watch(name, value, authorities(name));
      if (watch.isEmpty() || !untilShown(watch, start)) {
        log.warn(
            "No name server of the zone can be asked; relies on the update server or the resolvers"
                + " name={}",
            Names.text(name));
        untilShown(new Watch(name, value, labelled(others.servers())), start);
      }
    } catch (IOException e) {
      throw NotPrepared.because(
          "cannot see whether the TXT record %s is there: %s"
              .formatted(Names.text(name), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw NotPrepared.because("interrupted while waiting for " + Names.text(name), e);
    }
  }

  /** False when none of them ever answered. */
  private boolean untilShown(Watch watch, Instant start) throws InterruptedException {
    Backoff pauses = new Backoff(Duration.ofSeconds(1), 1.5, Duration.ofSeconds(10));
    for (int round = 1; true; round++) {
      watch.look();
      if (watch.isShown(round)) {
        return true;
      }
      Duration left = timer.left(start, timeout);
      if (watch.isSilent() && round >= SILENT_ROUNDS && !left.isZero()) {
        return false;
      }
      if (left.isZero()) {
        throw NotPrepared.because(watch.complaint(), null);
      }
      Duration pause = pauses.next();
      timer.sleep(pause.compareTo(left) < 0 ? pause : left);
    }
  }

  /** Empty when nobody can say who they are. */
  private Map<DnsServer, String> authorities(Name name) {
    Map<DnsServer, String> servers = new LinkedHashMap<>();
    try {
      for (Name server : resolvers.nameServers(name)) {
        servers.putAll(addresses(Names.text(server)));
      }
    } catch (IOException e) {
      log.debug("Found no name servers name={}: {}", Names.text(name), e.getMessage());
    }
    return servers;
  }

  private Map<DnsServer, String> addresses(String host) {
    Map<DnsServer, String> servers = new LinkedHashMap<>();
    try {
      for (InetAddress address : resolvers.addresses(host)) {
        servers.put(
            DnsServer.at(address, port), "%s (%s)".formatted(host, address.getHostAddress()));
      }
    } catch (IOException e) {
      log.debug("Left out a name server: {}", e.getMessage());
    }
    return servers;
  }

  private static Map<DnsServer, String> labelled(List<DnsServer> servers) {
    Map<DnsServer, String> labelled = new LinkedHashMap<>();
    servers.forEach(server -> labelled.put(server, server.toString()));
    return labelled;
  }

  /** What one server said at the last look. */
  private record View(boolean answered, boolean shows, String text) {}

  /** The servers, by what people call them, and what they show. */
  private final class Watch {
    private final Name name;
    private final String value;
    private final Map<DnsServer, String> servers;
    private final Map<DnsServer, View> views = new LinkedHashMap<>();

    Watch(Name name, String value, Map<DnsServer, String> servers) {
      this.name = name;
      this.value = value;
      this.servers = servers;
    }

    boolean isEmpty() {
      return servers.isEmpty();
    }

    /** Asks all that have not shown it yet, at once. */
    void look() throws InterruptedException {
      List<DnsServer> asked = new ArrayList<>();
      List<Callable<View>> questions = new ArrayList<>();
      for (DnsServer server : servers.keySet()) {
        View view = views.get(server);
        if (view == null || !view.shows()) {
          asked.add(server);
          questions.add(() -> view(server));
        }
      }
      try (ExecutorService threads = Threads.perTask("dns-look")) {
        List<Future<View>> answers = threads.invokeAll(questions);
        for (int i = 0; i < asked.size(); i++) {
          views.put(asked.get(i), answers.get(i).resultNow());
        }
      }
    }

    boolean isShown(int round) {
      boolean allThatAnswer = views.values().stream().noneMatch(it -> it.answered() && !it.shows());
      boolean enough = round >= SILENT_ROUNDS || views.values().stream().allMatch(View::answered);
      return !isSilent() && allThatAnswer && enough;
    }

    /** Nobody ever answered. */
    boolean isSilent() {
      return views.values().stream().noneMatch(View::answered);
    }

    String complaint() {
      String missing =
          views.entrySet().stream()
              .filter(entry -> !entry.getValue().shows())
              .map(entry -> servers.get(entry.getKey()) + ": " + entry.getValue().text())
              .collect(Collectors.joining("; "));
      return "the TXT record %s was not shown by every name server within %s (ACME_DNS_TIMEOUT): %s"
          .formatted(Names.text(name), Durations.text(timeout), missing);
    }

    private View view(DnsServer server) {
      try {
        Message answer = exchange.ask(server, question()).message();
        if (answer.getSection(Section.ANSWER).stream().anyMatch(this::isWanted)) {
          return new View(true, true, "shows it");
        }
        return switch (answer.getRcode()) {
          case Rcode.NOERROR, Rcode.NXDOMAIN -> new View(true, false, "does not show it yet");
          // Not one of the zone's servers any more, or broken: the CA asks another too.
          default -> new View(false, false, "answers " + Rcode.string(answer.getRcode()));
        };
      } catch (IOException e) {
        return new View(false, false, String.valueOf(e.getMessage()));
      }
    }

    private Message question() {
      return Message.newQuery(Record.newRecord(name, Type.TXT, DClass.IN));
    }

    private boolean isWanted(Record record) {
      return record instanceof TXTRecord txt && String.join("", txt.getStrings()).equals(value);
    }
  }
}
