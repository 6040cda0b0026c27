package dev.reveille.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What nginx-proxy reads in a container's environment. Where that is to count, the engine's adapter
 * hands it over among the labels, as {@code env:VIRTUAL_HOST}, and the labels proper go before it.
 *
 * @see <a href="https://github.com/nginx-proxy/nginx-proxy/tree/main/docs">nginx-proxy's manual</a>
 */
public final class ProxyVariables {
  private static final String PREFIX = "env:";
  private static final String HOST = "VIRTUAL_HOST";
  private static final String MULTIPORTS = "VIRTUAL_HOST_MULTIPORTS";
  private static final String PROTO = "VIRTUAL_PROTO";
  private static final String PATH = "VIRTUAL_PATH";
  private static final String ACCESS = "NETWORK_ACCESS";

  /** The variables that mean the same as a label of ours, by its key. */
  private static final Map<String, String> SAME =
      Map.of(
          "reveille.host", HOST,
          "reveille.port", "VIRTUAL_PORT",
          "reveille.cert", "CERT_NAME",
          "reveille.hsts", "HSTS");

  /** What goes without: the host is served all the same. */
  private static final Map<String, String> WITHOUT =
      Map.of(
          "HTTPS_METHOD", "the setting HTTPS_REDIRECT holds for all hosts",
          "SSL_POLICY", "all hosts have TLS 1.2 and 1.3",
          "EXTERNAL_HTTP_PORT", "all hosts are served on HTTP_PORT",
          "EXTERNAL_HTTPS_PORT", "all hosts are served on HTTPS_PORT");

  /** acme-companion's, old and new name. */
  private static final List<String> CERTIFICATES = List.of("ACME_HOST", "LETSENCRYPT_HOST");

  private static final Set<String> STOPS = Set.of(MULTIPORTS, PROTO, PATH, ACCESS);

  private ProxyVariables() {}

  /**
   * Those of an environment, as they stand among the labels; none where it claims no host.
   *
   * @param environment {@code [PATH=/usr/bin, VIRTUAL_HOST=shop.test]}
   */
  public static Map<String, String> in(List<String> environment) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String entry : environment) {
      int equals = entry.indexOf('=');
      if (equals > 0 && isRead(entry.substring(0, equals))) {
        found.put(PREFIX + entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    if (found.containsKey(PREFIX + MULTIPORTS)) {
      found.putIfAbsent(PREFIX + HOST, "");
    }
    return found.containsKey(PREFIX + HOST) ? Map.copyOf(found) : Map.of();
  }

  /** Among the labels, the name of the variable that means the same as a label. */
  static Optional<String> sameAs(String key) {
    return Optional.ofNullable(SAME.get(key)).map(name -> PREFIX + name);
  }

  /** {@code label reveille.host}, or {@code variable VIRTUAL_HOST}: where people find it. */
  static String shown(String name) {
    return name.startsWith(PREFIX)
        ? "variable " + name.substring(PREFIX.length())
        : "label " + name;
  }

  /** Why its hosts can't be served as nginx-proxy would. */
  static List<String> mistakes(Map<String, String> labels) {
    List<String> mistakes = new ArrayList<>();
    if (value(labels, MULTIPORTS).isPresent()) {
      mistakes.add(
          "variable %s: a container has one port; write reveille.host and reveille.port"
              .formatted(MULTIPORTS));
    }
    value(labels, PROTO)
        .filter(text -> !text.equals("http"))
        .ifPresent(text -> mistakes.add(no(PROTO, text, "containers are spoken to by http")));
    value(labels, PATH)
        .filter(text -> !text.equals("/"))
        .ifPresent(text -> mistakes.add(no(PATH, text, "a host is one container's, as a whole")));
    value(labels, ACCESS)
        .filter(text -> !text.equals("external"))
        .ifPresent(text -> mistakes.add(no(ACCESS, text, "everybody may visit a host")));
    return mistakes;
  }

  /** The hosts for which it asks for certificates, in lower case. */
  public static Set<String> certificates(Map<String, String> labels) {
    return CERTIFICATES.stream()
        .flatMap(name -> value(labels, name).stream())
        .flatMap(text -> Stream.of(text.toLowerCase(Locale.ROOT).split(",")))
        .map(String::strip)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is not done, in a sentence each. */
  static List<String> remarks(Map<String, String> labels) {
    return WITHOUT.entrySet().stream()
        .filter(each -> value(labels, each.getKey()).isPresent())
        .map(each -> "variable %s: is passed over; %s".formatted(each.getKey(), each.getValue()))
        .sorted()
        .toList();
  }

  private static String no(String name, String text, String reason) {
    return "variable %s: \"%s\" can't be had; %s".formatted(name, text, reason);
  }

  private static boolean isRead(String name) {
    return SAME.containsValue(name)
        || STOPS.contains(name)
        || CERTIFICATES.contains(name)
        || WITHOUT.containsKey(name);
  }

  private static Optional<String> value(Map<String, String> labels, String name) {
    return Optional.of(labels.getOrDefault(PREFIX + name, "").strip())
        .filter(text -> !text.isEmpty());
  }
}
