package dev.reveille.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A chromedriver of one's own and one session with it, as W3C WebDriver has it: JSON over HTTP.
 *
 * <p>Selenium would be 26 more libraries for the eight calls that the tests need, and it downloads
 * drivers by itself.
 */
final class WebDriver implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI session;

  /** The driver refused a command; the message has its reason. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String command, String reason) {
      super(command + ": " + reason);
    }
  }

  /**
   * @param directory for all that driver and browser write; remove it after {@link #close}
   */
  WebDriver(Path directory, Map<String, ?> capabilities) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true);
    builder.environment().put("TMPDIR", directory.toString());
    builder.environment().put("HOME", directory.toString());
    this.process = builder.start();
    try {
      URI sessions = URI.create("http://127.0.0.1:%d/session".formatted(port()));
      Map<String, ?> wanted = Map.of("capabilities", Map.of("alwaysMatch", capabilities));
      String id = call("POST", sessions, wanted).path("sessionId").asText();
      this.session = URI.create(sessions + "/" + id);
    } catch (RuntimeException | IOException e) {
      end();
      throw e;
    }
  }

  JsonNode get(String command) {
    return call("GET", URI.create(session + command), Map.of());
  }

  JsonNode post(String command, Map<String, ?> parameters) {
    return call("POST", URI.create(session + command), parameters);
  }

  @Override
  public void close() {
    try {
      call("DELETE", session, Map.of());
    } finally {
      end();
    }
  }

  /** The browser is a child of its driver. */
  private void end() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  /** It says on standard output where it listens. */
  private int port() throws IOException {
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        return Integer.parseInt(port.group(1));
      }
    }
    throw new IOException("chromedriver ended at once");
  }

  private JsonNode call(String method, URI uri, Map<String, ?> parameters) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
      String body = JSON.writeValueAsString(parameters);
      request.method(
          method, method.equals("POST") ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      JsonNode value = JSON.readTree(response.body()).path("value");
      if (response.statusCode() != 200) {
        throw new Failed(method + " " + uri.getPath(), value.path("message").asText());
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed(method + " " + uri.getPath(), "interrupted");
    }
  }
}
