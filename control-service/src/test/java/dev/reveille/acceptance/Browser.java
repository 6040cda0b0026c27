package dev.reveille.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reveille.testing.MissingPeer;
import dev.reveille.testing.TemporaryDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A visitor's browser: one tab of a Chromium without a window. Hosts below {@code .test} and {@code
 * .example.com} are this machine, and there are no others.
 */
final class Browser implements AutoCloseable {
  private static final int NETWORK_CHANGES = 5;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          // As root, as in most containers, it starts only without; it visits nothing but
          // ourselves.
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-proxy-server",
          "--window-size=900,700",
          "--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.example.com 127.0.0.1, MAP *"
              + " ~NOTFOUND, EXCLUDE 127.0.0.1");
  private static final Map<String, ?> NO_SCRIPTS =
      Map.of("profile.managed_default_content_settings.javascript", 2);

  private final TemporaryDirectory directory = TemporaryDirectory.make("browser");
  private final WebDriver driver;
  private final Map<String, String> requested = new HashMap<>();
  private final List<Shown> shown = new ArrayList<>();

  /**
   * A document that the tab loaded, or tried to.
   *
   * @param status 0 where there was no answer
   */
  record Shown(String url, int status) {}

  /** Whose word the browser takes for a host's certificate. */
  private enum Trust {
    EVERYONE,
    AUTHORITIES
  }

  private Browser(Trust trust, Map<String, ?> preferences, Optional<String> rootPem) {
    try {
      if (rootPem.isPresent()) {
        trust(rootPem.get());
      }
      driver = new WebDriver(directory.path(), capabilities(trust, preferences));
    } catch (IOException | WebDriver.Failed e) {
      directory.close();
      throw MissingPeer.because("no browser: " + e.getMessage());
    }
  }

  /** One that takes any certificate. */
  static Browser open() {
    return new Browser(Trust.EVERYONE, Map.of(), Optional.empty());
  }

  static Browser withoutScripts() {
    return new Browser(Trust.EVERYONE, NO_SCRIPTS, Optional.empty());
  }

  /** One that warns of certificates as people's browsers do. */
  static Browser wary() {
    return new Browser(Trust.AUTHORITIES, Map.of(), Optional.empty());
  }

  /** A {@link #wary} one whose owner has imported this root, by the command of certs/README.md. */
  static Browser trusting(String rootPem) {
    return new Browser(Trust.AUTHORITIES, Map.of(), Optional.of(rootPem));
  }

  /** The directory is the browser's {@code HOME}. */
  private void trust(String rootPem) throws IOException {
    Path database = directory.path().resolve(".pki/nssdb");
    Files.createDirectories(database);
    Path root = Files.writeString(directory.path().resolve("root.crt"), rootPem);
    String folder = "sql:" + database;
    certutil("-d", folder, "-N", "--empty-password");
    certutil("-d", folder, "-A", "-t", "C,,", "-n", "local", "-i", root.toString());
  }

  private static void certutil(String... arguments) throws IOException {
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("certutil"), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      int code = process.onExit().join().exitValue();
      if (code != 0) {
        throw new IOException("certutil %s: %s".formatted(List.of(arguments), said));
      }
    }
  }

  private Map<String, ?> capabilities(Trust trust, Map<String, ?> preferences) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add("--user-data-dir=" + directory.path().resolve("profile"));
    return Map.of(
        "browserName",
        "chrome",
        "acceptInsecureCerts",
        trust == Trust.EVERYONE,
        "goog:loggingPrefs",
        Map.of("performance", "ALL"),
        "goog:chromeOptions",
        Map.of("args", flags, "prefs", preferences));
  }

  /**
   * Returns when the page has been loaded. A container that starts makes a network interface, upon
   * which Chromium may give up a page, as it does when a laptop changes networks: people load it
   * again.
   */
  void visit(String url) {
    for (int tries = 0; tries < NETWORK_CHANGES; tries++) {
      driver.post("/url", Map.of("url", url));
      if (!text().contains("ERR_NETWORK_CHANGED")) {
        return;
      }
    }
  }

  String title() {
    return driver.get("/title").asText();
  }

  /** What a person reads. */
  String text() {
    return value("document.body ? document.body.innerText : ''");
  }

  /** The value of a JavaScript expression, as text. */
  String value(String expression) {
    String script = "return String(%s)".formatted(expression);
    return driver.post("/execute/sync", Map.of("script", script, "args", List.of())).asText();
  }

  /** What the element is to a screen reader, {@code heading}. */
  String role(String selector) {
    return driver.get(element("css selector", selector) + "/computedrole").asText();
  }

  String attribute(String selector, String name) {
    return driver.get(element("css selector", selector) + "/attribute/" + name).asText();
  }

  /** {@code color} as {@code rgba(241, 233, 222, 1)}. */
  String style(String selector, String property) {
    return driver.get(element("css selector", selector) + "/css/" + property).asText();
  }

  /** Clicks on the link with this text. */
  void follow(String link) {
    driver.post(element("link text", link) + "/click", Map.of());
  }

  /** Clicks on what the selector finds first. */
  void click(String selector) {
    driver.post(element("css selector", selector) + "/click", Map.of());
  }

  /** Types where the focus is, as a person who has no mouse; keys as {@link Keyboard}'s. */
  void type(String keys) {
    List<Map<String, String>> presses =
        keys.codePoints()
            .mapToObj(Character::toString)
            .flatMap(
                key ->
                    Stream.of(
                        Map.of("type", "keyDown", "value", key),
                        Map.of("type", "keyUp", "value", key)))
            .toList();
    Map<String, ?> keyboard = Map.of("type", "key", "id", "keyboard", "actions", presses);
    driver.post("/actions", Map.of("actions", List.of(keyboard)));
  }

  /** The window's size without its frame. */
  void resize(int width, int height) {
    Map<String, ?> size =
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false);
    driver.post(
        "/goog/cdp/execute", Map.of("cmd", "Emulation.setDeviceMetricsOverride", "params", size));
  }

  /** {@code light} or {@code dark}. */
  void prefer(String colours) {
    Map<String, ?> feature = Map.of("name", "prefers-color-scheme", "value", colours);
    Map<String, ?> media = Map.of("features", List.of(feature));
    driver.post("/goog/cdp/execute", Map.of("cmd", "Emulation.setEmulatedMedia", "params", media));
  }

  /** All documents that the tab has loaded so far, oldest first, also those that nobody saw. */
  List<Shown> shown() {
    for (JsonNode entry : driver.post("/se/log", Map.of("type", "performance"))) {
      record(message(entry));
    }
    return List.copyOf(shown);
  }

  /** A picture for people, in {@code target/screenshots}. */
  void screenshot(String name) {
    screenshot(SCREENSHOTS, name);
  }

  void screenshot(Path folder, String name) {
    try {
      Files.createDirectories(folder);
      byte[] png = Base64.getDecoder().decode(driver.get("/screenshot").asText());
      Files.write(folder.resolve(name + ".png"), png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.close();
    directory.close();
  }

  private String element(String strategy, String selector) {
    JsonNode found = driver.post("/element", Map.of("using", strategy, "value", selector));
    return "/element/" + found.elements().next().asText();
  }

  /** Events of the DevTools protocol, as JSON in JSON. */
  private static JsonNode message(JsonNode entry) {
    try {
      return JSON.readTree(entry.path("message").asText()).path("message");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void record(JsonNode event) {
    JsonNode parameters = event.path("params");
    if (!parameters.path("type").asText().equals("Document")) {
      return;
    }
    String request = parameters.path("requestId").asText();
    switch (event.path("method").asText()) {
      case "Network.requestWillBeSent" ->
          requested.put(request, parameters.path("request").path("url").asText());
      case "Network.responseReceived" ->
          record(request, parameters.path("response").path("status").asInt());
      case "Network.loadingFailed" -> record(request, 0);
      default -> {}
    }
  }

  /** The tab's first, empty document was never asked for. */
  private void record(String request, int status) {
    String url = requested.get(request);
    if (url != null && url.startsWith("http")) {
      shown.add(new Shown(url, status));
    }
  }
}
