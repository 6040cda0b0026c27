package dev.reveille.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Makes requests that no client of good will sends; the same ones for the same seed. */
final class HostileRequests {
  private static final List<String> NAMES =
      List.of(
          "..",
          "../../etc/passwd",
          "..%2f..%2fetc%2fpasswd",
          "%2e%2e",
          "%2e%2e%2fshop",
          "..%5c..",
          "shop%00.pem",
          "%00",
          "%0d%0aSet-Cookie:%20x",
          "%c0%ae%c0%ae",
          "%zz",
          "%",
          "shop;x=y",
          "shop%3bid",
          "$(id)",
          "`id`",
          "%F0%9F%90%8C",
          "%ff%fe",
          "*",
          "~.*",
          "x".repeat(3000));
  private static final List<String> BODIES =
      List.of(
          "{\"host\":\"shop.test\",\"path\":\"/\",\"method\":\"GET\",\"navigation\":true,"
              + "\"userAgent\":\"x\",\"client\":\"203.0.113.9\",\"stale\":false}",
          "{\"gateway\":\"g\",\"routes\":\"a.1\",\"projects\":{\"shop\":{\"started\":1,\"ended\":1,"
              + "\"open\":0,\"statuses\":{\"2xx\":1},\"latency\":[1,0,0]}}}");
  private static final List<String> PIECES =
      List.of(
          "null",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "[]",
          "{}",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "NaN",
          "[[[[",
          "}",
          "\"",
          "\\",
          "\u0000",
          "\u00ff\u00fe",
          "{\"a\":");

  private final SplittableRandom random;
  private final List<Calls.Call> calls;

  HostileRequests(long seed, List<Calls.Call> calls) {
    this.random = new SplittableRandom(seed);
    this.calls = calls;
  }

  byte[] next() {
    String request =
        switch (random.nextInt(8)) {
          case 0, 1 -> withBody(mutated(any(BODIES)));
          case 2 -> withAnyName();
          case 3 -> noise();
          case 4 -> withWrongLength(mutated(any(BODIES)));
          case 5 -> chunked(any(BODIES));
          case 6 -> withWrongHeaders();
          default -> mutated(withBody(any(BODIES)));
        };
    return request.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String withBody(String body) {
    String path = random.nextBoolean() ? "/v1/wake" : "/v1/activity";
    return head("POST", path, ControlApi.HOOK)
        + "Content-Type: %s\r\n"
            .formatted(any(List.of("application/json", "text/xml", ";", "a/b; c")))
        + "Content-Length: %d\r\n\r\n".formatted(body.length())
        + body;
  }

  private String withAnyName() {
    Calls.Call call = any(calls);
    String path = call.path();
    while (path.contains("{")) {
      String name = any(NAMES);
      path = path.substring(0, path.indexOf('{')) + name + path.substring(path.indexOf('}') + 1);
    }
    String token = call.access() == Access.HOOK ? ControlApi.HOOK : ControlApi.ADMIN;
    String query =
        any(
            List.of(
                "",
                "?",
                "?%",
                "?limit=%00",
                "?after=..",
                "?wait=-1s",
                "?a=b&a=c",
                "?=&=",
                "?for=1s"));
    return head(call.method().toString(), path + query, token) + "\r\n";
  }

  private String noise() {
    StringBuilder noise = new StringBuilder();
    int length = random.nextInt(1, 400);
    for (int i = 0; i < length; i++) {
      noise.append((char) random.nextInt(256));
    }
    return noise.append("\r\n\r\n").toString();
  }

  /** Too long, too short, or no length at all. */
  private String withWrongLength(String body) {
    String length =
        any(
            List.of(
                "0",
                "1",
                String.valueOf(body.length() - 1),
                String.valueOf(body.length() + 7),
                "-1",
                "9999999999999999999999",
                "0x10",
                "1, 2",
                "+5",
                ""));
    return head("POST", "/v1/wake", ControlApi.HOOK)
        + "Content-Length: "
        + length
        + "\r\n\r\n"
        + body;
  }

  private String chunked(String body) {
    String coding =
        any(List.of("chunked", "Chunked", "gzip, chunked", "chunked, gzip", "identity", "x"));
    String size =
        any(
            List.of(
                Integer.toHexString(body.length()),
                "0",
                "-1",
                "fffffffffffffffff",
                "zz",
                "1;x=y",
                ""));
    String end =
        any(List.of("\r\n0\r\n\r\n", "\n0\n\n", "0\r\n", "", "\r\n0\r\nTrailer: x\r\n\r\n"));
    return head("POST", "/v1/activity", ControlApi.HOOK)
        + "Transfer-Encoding: "
        + coding
        + "\r\n\r\n"
        + size
        + "\r\n"
        + body
        + end;
  }

  private String withWrongHeaders() {
    String extra =
        switch (random.nextInt(6)) {
          case 0 -> "X: " + "y".repeat(40_000) + "\r\n";
          case 1 -> "X: y\r\n".repeat(300);
          case 2 -> "X y\r\n";
          case 3 -> "X:\u0000\u0001\r\n y\r\n";
          case 4 -> "Expect: 100-continue\r\nContent-Length: 5\r\n";
          default ->
              "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AA\r\n";
        };
    return head("GET", "/v1/routes", ControlApi.HOOK) + extra + "\r\n";
  }

  /** Some characters are left out, doubled, or replaced. */
  private String mutated(String text) {
    StringBuilder mutated = new StringBuilder(text);
    int changes = random.nextInt(1, 4);
    for (int i = 0; i < changes && !mutated.isEmpty(); i++) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, any(PIECES));
        case 2 -> mutated.setCharAt(at, (char) random.nextInt(256));
        default -> mutated.insert(at, mutated.substring(at));
      }
    }
    return mutated.toString();
  }

  private static String head(String method, String path, String token) {
    return "%s %s HTTP/1.1\r\nHost: control\r\nAuthorization: Bearer %s\r\n"
        .formatted(method, path, token);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
