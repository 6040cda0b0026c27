package dev.reveille.config;

import dev.reveille.concurrent.Durations;
import dev.reveille.docker.DockerEngine;
import dev.reveille.project.HostPattern;
import dev.reveille.project.WakeMode;
import dev.reveille.store.Token;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a kind of setting is written.
 *
 * @param kind in two or three words, for the reference page
 * @param allowed what may be written, to follow "write"
 * @param reader reads a stripped, printable text; throws {@link IllegalArgumentException} when it
 *     is anything else
 */
public record Syntax<T>(String kind, String allowed, Function<String, T> reader) {
  static final Syntax<Boolean> SWITCH =
      new Syntax<>("on or off", "on or off (1 or 0, true or false, yes or no)", Syntax::onOrOff);
  static final Syntax<Integer> PORT =
      new Syntax<>("port", "a port from 1 to 65535", text -> wholeNumber(text, 1, 65_535));
  static final Syntax<Duration> WAIT =
      new Syntax<>(
          "duration", "a duration from 1s to 1h, as 30s or 0.5h", text -> wait(text, 1_000));
  static final Syntax<Duration> WAIT_OR_NONE =
      new Syntax<>(
          "duration or 0", "0 or a duration up to 1h, as 250ms or 1s", text -> wait(text, 0));
  static final Syntax<Duration> TIMEOUT =
      new Syntax<>("duration or 0", "0 or a duration, as 30s, 0.5h or 168h", Durations::parse);
  static final Syntax<Integer> PAGE_STATUS =
      new Syntax<>("HTTP status", "202 or a status from 400 to 599", Syntax::pageStatus);
  static final Syntax<Integer> CONCURRENT = number(1, 1_000);
  static final Syntax<Integer> COUNT = number(0, 100_000);
  static final Syntax<WakeMode> RESPONSE =
      new Syntax<>("auto, page or hold", "auto, page or hold", Syntax::response);
  static final Syntax<List<String>> LIST =
      new Syntax<>(
          "list",
          "entries separated by commas; none is the empty list, the entry default stands for those"
              + " of the default",
          Syntax::entries);
  static final Syntax<List<String>> NETWORKS =
      new Syntax<>(
          "list of networks",
          "addresses or networks separated by commas, as 192.0.2.7,10.0.0.0/8,fd00::/8",
          Syntax::networks);
  static final Syntax<List<String>> FILTERS =
      new Syntax<>(
          "list of filters",
          "filters separated by commas, each with a key of ancestor, id, label, name, network or"
              + " volume, as label=team=blue",
          DockerEngine.Settings::filters);
  static final Syntax<URI> ENGINE =
      new Syntax<>(
          "engine address", "unix:///path or tcp://host:port", DockerEngine.Settings::host);
  static final Syntax<String> HOST =
      new Syntax<>("address", "a host name or an IP address without a port", Syntax::host);
  static final Syntax<String> HOST_NAME =
      new Syntax<>(
          "host name", "a host name without a port, as reveille.example.com", Syntax::name);
  static final Syntax<Path> PATH =
      new Syntax<>("path", "a path", text -> Path.of(text).toAbsolutePath().normalize());
  static final Syntax<Path> DIRECTORY =
      new Syntax<>("directory", "the path of a directory that exists", Syntax::directory);
  static final Syntax<String> FILE_NAME =
      new Syntax<>("file name", "letters, digits and . _ - only", Syntax::fileName);
  static final Syntax<String> PROGRAM =
      new Syntax<>(
          "program", "the name of a program, or the path of one that exists", Syntax::program);
  static final Syntax<Token> TOKEN =
      new Syntax<>("token", "letters, digits and . _ ~ + / - only", Token::of);

  private static final Pattern NETWORK = Pattern.compile("([0-9a-fA-F.:]+)(?:/(\\d{1,3}))?");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.:]*:[0-9a-fA-F.:]*");

  private static String fileName(String text) {
    if (!text.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static String name(String text) {
    check(HostPattern.parse(text) instanceof HostPattern.Exact);
    return HostPattern.parse(text).text();
  }

  private static Syntax<Integer> number(int least, int most) {
    String allowed = "a whole number from %d to %d".formatted(least, most);
    return new Syntax<>(
        "%d to %d".formatted(least, most), allowed, text -> wholeNumber(text, least, most));
  }

  /** The entries of a list; {@code none} is the empty list. */
  static List<String> entries(String text) {
    return text.equalsIgnoreCase("none") ? List.of() : split(text);
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(e -> !e.isEmpty()).toList();
  }

  private static boolean onOrOff(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "on", "true", "yes" -> true;
      case "0", "off", "false", "no" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static int wholeNumber(String text, int least, int most) {
    check(text.matches("\\d{1,9}"));
    int number = Integer.parseInt(text);
    check(least <= number && number <= most);
    return number;
  }

  private static Duration wait(String text, long leastMillis) {
    Duration wait = Durations.parse(text);
    check(wait.toMillis() >= leastMillis && wait.compareTo(Duration.ofHours(1)) <= 0);
    return wait;
  }

  private static int pageStatus(String text) {
    return text.equals("202") ? 202 : wholeNumber(text, 400, 599);
  }

  /** Not {@code off}: that is {@code PROJECT_AUTOSTART}. */
  private static WakeMode response(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "auto" -> WakeMode.AUTO;
      case "page" -> WakeMode.PAGE;
      case "hold" -> WakeMode.HOLD;
      default -> throw new IllegalArgumentException();
    };
  }

  private static List<String> networks(String text) {
    List<String> entries = split(text);
    check(entries.stream().allMatch(Syntax::isNetwork));
    return entries;
  }

  private static boolean isNetwork(String entry) {
    Matcher matcher = NETWORK.matcher(entry);
    if (!matcher.matches() || !isAddress(matcher.group(1))) {
      return false;
    }
    int bits = matcher.group(1).contains(":") ? 128 : 32;
    return matcher.group(2) == null || Integer.parseInt(matcher.group(2)) <= bits;
  }

  /** The JDK also reads 10.1 and [::1] as addresses; the gateway does not. */
  private static boolean isAddress(String text) {
    try {
      InetAddress.ofLiteral(text);
      return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String host(String text) {
    check(text.contains(":") ? isAddress(text) : text.matches("[A-Za-z0-9._-]+"));
    return text;
  }

  private static Path directory(String text) {
    Path path = PATH.reader().apply(text);
    check(Files.isDirectory(path));
    return path;
  }

  private static String program(String text) {
    check(!text.contains("/") || Files.isExecutable(Path.of(text)));
    return text;
  }

  private static void check(boolean isRight) {
    if (!isRight) {
      throw new IllegalArgumentException();
    }
  }
}
