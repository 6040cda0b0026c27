package dev.reveille.doctor;

import dev.reveille.certificate.HostCheck;
import dev.reveille.concurrent.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** Whether the names of the claimed hosts lead here. */
public final class HostsCheck {
  private static final String SUBJECT = "dns";
  private static final ExecutorService THREADS = Threads.perTask("doctor-host");

  /** The first of them; a thousand would take the name servers for long. */
  private static final int MOST = 20;

  private HostsCheck() {}

  /**
   * The check.
   *
   * @param hosts that are claimed by their exact names
   * @param seen what a good one does: {@code lead here}, {@code have an address}
   */
  public static Check of(Supplier<Set<String>> hosts, HostCheck check, String seen) {
    return new Check(SUBJECT, () -> look(hosts.get(), check, seen));
  }

  private static List<Finding> look(Set<String> claimed, HostCheck check, String seen) {
    List<String> hosts = claimed.stream().sorted().limit(MOST).toList();
    if (hosts.isEmpty()) {
      return List.of(
          Finding.warn(
              SUBJECT,
              "no container claims a host",
              "write the label reveille.host on the container that answers HTTP"));
    }
    List<CompletableFuture<Optional<Finding>>> looks =
        hosts.stream()
            .map(host -> CompletableFuture.supplyAsync(() -> look(host, check), THREADS))
            .toList();
    List<Finding> findings =
        new ArrayList<>(looks.stream().flatMap(look -> look.join().stream()).toList());
    int good = hosts.size() - findings.size();
    if (good > 0) {
      String which = hosts.size() < claimed.size() ? "the first " : "";
      findings.addFirst(
          Finding.ok(SUBJECT, "%d of %s%d hosts %s".formatted(good, which, hosts.size(), seen)));
    }
    return findings;
  }

  private static Optional<Finding> look(String host, HostCheck check) {
    return check
        .fault(host)
        .map(
            fault ->
                Finding.warn(
                    SUBJECT,
                    fault,
                    "let %s lead to this machine (a DNS record, or /etc/hosts of who visits)"
                        .formatted(host)));
  }
}
