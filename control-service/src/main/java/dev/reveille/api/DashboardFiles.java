package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/** The dashboard's own files, {@code /} and {@code /dashboard/…}; read from the jar when asked. */
final class DashboardFiles implements HttpHandler {
  private static final String FOLDER = "/dev/reveille/dashboard/";
  private static final String BELOW = "/dashboard/";
  private static final String PAGE = "index.html";

  /** Everything that is served, whatever else the jar may hold. */
  private static final List<String> NAMES =
      List.of(
          PAGE,
          "style.css",
          "icon.svg",
          "main.js",
          "live.js",
          "dom.js",
          "words.js",
          "charts.js",
          "projects.js",
          "project.js",
          "certificates.js",
          "plan.js",
          "events.js");

  /** Where they are: {@code /}, {@code /dashboard/style.css} … */
  static final List<String> PATHS =
      NAMES.stream().map(name -> name.equals(PAGE) ? "/" : BELOW + name).toList();

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Stored> read = new ConcurrentHashMap<>();

  private record Stored(ByteBuffer bytes, ETag tag) {}

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    String path = exchange.getRequestPath();
    String name = path.equals("/") ? PAGE : path.substring(BELOW.length());
    Stored file = read.computeIfAbsent(name, DashboardFiles::read);
    exchange.getResponseHeaders().put(Headers.ETAG, file.tag().toString());
    // Asked for anew each time, which after an upgrade shows the new page at once.
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
    if (!ETagUtils.handleIfNoneMatch(exchange, file.tag(), true)) {
      exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
      exchange.endExchange();
      return;
    }
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseSender().send(file.bytes().duplicate());
  }

  private static Stored read(String name) {
    try (InputStream in = DashboardFiles.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + FOLDER + name);
      }
      byte[] bytes = in.readAllBytes();
      CRC32C sum = new CRC32C();
      sum.update(bytes);
      return new Stored(
          ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
          new ETag(false, Long.toHexString(sum.getValue())));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + FOLDER + name, e);
    }
  }
}
