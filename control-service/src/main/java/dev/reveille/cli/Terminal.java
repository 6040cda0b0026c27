package dev.reveille.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Where a command tells what it finds: results on stdout, and what it does on stderr, both in the
 * words of docksal/vhost-proxy, whose output scripts search.
 */
final class Terminal {
  private final PrintStream out;
  private final PrintStream err;
  private final InstantSource clock;
  private final ZoneOffset zone;

  Terminal(PrintStream out, PrintStream err, InstantSource clock, ZoneOffset zone) {
    this.out = out;
    this.err = err;
    this.clock = clock;
    this.zone = zone;
  }

  /** A line for the program that called. */
  void result(String line) {
    out.println(line);
  }

  /** {@code 2026-01-31 12:00:00 [proxyctl] [stop] Stopping inactive project: shop...} */
  void log(String verb, String text) {
    err.println((time() + " [proxyctl] [" + verb + "] " + text).stripTrailing());
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** Written out: a formatter takes longer to load than the rest of the command. */
  private String time() {
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), zone);
    return now.toLocalDate()
        + " "
        + two(now.getHour())
        + ":"
        + two(now.getMinute())
        + ":"
        + two(now.getSecond());
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
