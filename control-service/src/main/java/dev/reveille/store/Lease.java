package dev.reveille.store;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the lock's file says: who holds it, and a count that grows with each heartbeat. As text:
 *
 * <pre>
 * format=1
 * state=held
 * owner=0d6f1f3e-…
 * host=web1
 * process=4711
 * started=2026-11-21T20:33:08.120Z
 * kernel=6c1fb2a8-…-pid:[4026531836]
 * beat=17
 * </pre>
 *
 * @param isHeld false once it was given back
 */
record Lease(Holder holder, boolean isHeld, long beat) {
  private static final Pattern LINE = Pattern.compile("([a-z]+)=(.*)");

  /** Always as long, so that a heartbeat needs no more room on a disk that is full. */
  private static final int LENGTH = 512;

  /**
   * Empty for a file that is empty. One that is damaged, or of a format that we do not know, is
   * held by somebody unknown for as long as it changes.
   */
  static Optional<Lease> parse(String text) {
    return text.isBlank()
        ? Optional.empty()
        : Optional.of(known(text).orElseGet(() -> unknown(text)));
  }

  private static Lease unknown(String text) {
    return new Lease(
        new Holder("", new Machine("an unknown host", ""), 0, ""), true, text.hashCode());
  }

  private static Optional<Lease> known(String text) {
    var values =
        text.lines()
            .map(LINE::matcher)
            .filter(line -> line.matches())
            .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2), (a, _) -> a));
    if (!"1".equals(values.get("format"))) {
      return Optional.empty();
    }
    try {
      Machine machine =
          new Machine(values.getOrDefault("host", ""), values.getOrDefault("kernel", ""));
      Holder holder =
          new Holder(
              values.getOrDefault("owner", ""),
              machine,
              Long.parseLong(values.getOrDefault("process", "")),
              values.getOrDefault("started", ""));
      boolean isHeld = "held".equals(values.get("state"));
      return Optional.of(
          new Lease(holder, isHeld, Long.parseLong(values.getOrDefault("beat", ""))));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  String text() {
    String text =
        """
        format=1
        state=%s
        owner=%s
        host=%s
        process=%d
        started=%s
        kernel=%s
        beat=%d
        """
            .formatted(
                isHeld ? "held" : "free",
                holder.id(),
                holder.machine().name(),
                holder.process(),
                holder.started(),
                holder.machine().kernel(),
                beat);
    return text + "\n".repeat(Math.max(0, LENGTH - text.length()));
  }
}
