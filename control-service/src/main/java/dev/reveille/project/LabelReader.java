package dev.reveille.project;

import dev.reveille.concurrent.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the labels of one container. A label that can't be read is told of, and the container then
 * claims no host; it stays a part of its project, so that it is still started with it.
 */
final class LabelReader {
  /** The predecessor's word for: the host decides. */
  private static final String NO_OVERRIDE = "none";

  private final Container container;
  private final Map<String, String> labels;
  private final List<String> mistakes = new ArrayList<>();

  LabelReader(Container container) {
    this.container = container;
    this.labels = container.labels();
  }

  Member read() {
    List<HostPattern> hosts = value(Label.HOST, LabelReader::hosts).orElse(List.of());
    Optional<Integer> port = value(Label.PORT, LabelReader::port);
    List<Dependency> dependencies =
        value(Label.COMPOSE_DEPENDS_ON, Dependency::parseAll).orElse(List.of());
    Optional<WakeMode> wakeMode = value(Label.WAKE, LabelReader::wakeMode);
    Optional<String> readyPath = value(Label.READY, LabelReader::path);
    Duration readyAfter = value(Label.READY_AFTER, Durations::parse).orElse(Duration.ZERO);
    boolean oneShot = value(Label.ONE_SHOT, LabelReader::onOrOff).orElse(false);
    HttpsLabels https =
        new HttpsLabels(
            value(Label.CERT, LabelReader::certificate).filter(name -> !name.equals(NO_OVERRIDE)),
            value(Label.HSTS, HttpsLabels::hsts));
    SleepLabels sleep = sleep();
    mistakes.addAll(ProxyVariables.mistakes(labels));
    return new Member(
        container,
        Label.COMPOSE_SERVICE.of(labels).orElse(container.name()),
        mistakes.isEmpty() ? hosts : List.of(),
        port,
        dependencies,
        Label.COMPOSE_DEPENDS_ON.isOn(labels),
        wakeMode,
        readyPath,
        readyAfter,
        oneShot,
        https,
        sleep,
        RemovalLabels.of(labels));
  }

  private SleepLabels sleep() {
    return new SleepLabels(
        value(Label.IDLE, LabelReader::idle),
        value(Label.SLEEP, SleepDepth::of),
        value(Label.IDLE_LOGS, LabelReader::onOrOff),
        value(Label.IDLE_CPU, SleepLabels::percent),
        value(Label.IDLE_IGNORE, LabelReader::paths).orElse(List.of()),
        Label.IDLE_VETO.of(labels),
        value(Label.AWAKE, AwakeHours::parse));
  }

  private static Duration idle(String text) {
    return text.equals("off") ? Duration.ZERO : Durations.parse(text);
  }

  private static List<String> paths(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .map(LabelReader::path)
        .toList();
  }

  /** What could not be read, after {@link #read}. */
  List<String> mistakes() {
    return List.copyOf(mistakes);
  }

  private <T> Optional<T> value(Label label, Function<String, T> reader) {
    Optional<String> text = label.of(labels);
    try {
      return text.map(reader);
    } catch (IllegalArgumentException e) {
      mistakes.add(
          "%s: %s".formatted(ProxyVariables.shown(nameOnContainer(label)), e.getMessage()));
      return Optional.empty();
    }
  }

  /** The name to look for, which may be the predecessor's. */
  private String nameOnContainer(Label label) {
    return label.names().stream()
        .filter(name -> !labels.getOrDefault(name, "").isBlank())
        .findFirst()
        .orElse(label.key());
  }

  private static List<HostPattern> hosts(String text) {
    return Arrays.stream(text.split(","))
        .filter(entry -> !entry.isBlank())
        .map(HostPattern::parse)
        .distinct()
        .toList();
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("\"%s\" is no port from 1 to 65535".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static WakeMode wakeMode(String text) {
    return Arrays.stream(WakeMode.values())
        .filter(mode -> mode.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is none of auto, page, hold, off".formatted(text)));
  }

  private static String certificate(String text) {
    if (!text.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(
          "\"%s\" is no name of a certificate; write NAME for NAME.crt and NAME.key"
              .formatted(text));
    }
    return text;
  }

  /** Printable ASCII only: it becomes a line of an HTTP request. */
  private static String path(String text) {
    if (!text.matches("/[!-~]*")) {
      throw new IllegalArgumentException(
          "\"%s\" is no path; write it as it stands in a URL, as /health".formatted(text));
    }
    return text;
  }

  private static boolean onOrOff(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "on", "true", "yes" -> true;
      case "0", "off", "false", "no" -> false;
      default -> throw new IllegalArgumentException("\"%s\" is neither on nor off".formatted(text));
    };
  }
}
