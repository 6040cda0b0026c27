package dev.reveille.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLayoutTest {
  private final LogLayout layout = new LogLayout("dev.reveille");

  @Test
  void anEventIsALineWithTimeLevelAndMessage() {
    assertThat(line("dev.reveille.wake.Wakes", Level.INFO, "Woke project={} took={}", "shop", "2s"))
        .isEqualTo("2026-11-21T20:33:08.120Z INFO  Woke project=shop took=2s\n");
  }

  @Test
  void aForgedLineStaysAPartOfTheLineThatQuotesIt() {
    String forged = "shop\n2026-11-21T20:33:08.120Z INFO  Gave all away\r\n\t\u001b[2J\u0085";

    assertThat(line("dev.reveille.api.RoutesCall", Level.WARN, "No such host host={}", forged))
        .isEqualTo(
            "2026-11-21T20:33:08.120Z WARN  No such host"
                + " host=shop\\n2026-11-21T20:33:08.120Z INFO  Gave all away"
                + "\\r\\n\\t\\u001b[2J\\u0085\n");
  }

  @Test
  void aLibrarysEventNamesItsLogger() {
    assertThat(line("io.undertow.request", Level.ERROR, "Exception"))
        .isEqualTo("2026-11-21T20:33:08.120Z ERROR Exception logger=io.undertow.request\n");
  }

  @Test
  void aStackTraceFollowsIndented() {
    Exception failure =
        new IllegalStateException("no\nsuch", new IllegalArgumentException("reason"));

    List<String> written =
        layout
            .doLayout(event("dev.reveille.app.Main", Level.ERROR, "Died", failure))
            .lines()
            .toList();

    assertThat(written.getFirst()).isEqualTo("2026-11-21T20:33:08.120Z ERROR Died");
    assertThat(written.subList(1, written.size()))
        .startsWith("    java.lang.IllegalStateException: no", "    such")
        .allMatch(line -> line.startsWith("    "))
        .anyMatch(line -> line.startsWith("        at dev.reveille.app.LogLayoutTest."))
        .anyMatch(line -> line.contains("Caused by: java.lang.IllegalArgumentException: reason"));
  }

  private String line(String logger, Level level, String message, Object... arguments) {
    return layout.doLayout(event(logger, level, message, null, arguments));
  }

  private static LoggingEvent event(
      String logger, Level level, String message, @Nullable Throwable thrown, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent(
            "here", new LoggerContext().getLogger(logger), level, message, thrown, arguments);
    event.setInstant(Instant.parse("2026-11-21T20:33:08.120Z"));
    return event;
  }
}
