package dev.reveille.webhook;

import dev.reveille.certificate.CertificateEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which kinds of events there are to choose from. */
public final class EventKinds {
  private static final List<String> REMOVAL =
      List.of(
          "removal-announced", "removal-undone", "removal-stopped", "removal-failed", "removed");

  /** Sorted. */
  public static final List<String> ALL =
      Stream.of(
              of("project", List.of("woke", "wake-failed", "asleep", "sleep-failed")),
              of("project", REMOVAL),
              of("directory", REMOVAL),
              of("certificate", ofCertificates()))
          .flatMap(it -> it)
          .sorted()
          .toList();

  private EventKinds() {}

  /**
   * Those that are named.
   *
   * @param entries {@code project.asleep}, or {@code certificate.*} for all that begin so
   * @throws IllegalArgumentException when one names none
   */
  public static Set<String> chosen(List<String> entries) {
    return entries.stream()
        .flatMap(EventKinds::named)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> named(String entry) {
    List<String> found =
        ALL.stream()
            .filter(
                kind ->
                    entry.endsWith(".*")
                        ? kind.startsWith(entry.substring(0, entry.length() - 1))
                        : kind.equals(entry))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("\"%s\" is no kind of event".formatted(entry));
    }
    return found.stream();
  }

  private static List<String> ofCertificates() {
    return Arrays.stream(CertificateEvent.Kind.values())
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static Stream<String> of(String subject, List<String> what) {
    return what.stream().map(it -> subject + "." + it);
  }
}
