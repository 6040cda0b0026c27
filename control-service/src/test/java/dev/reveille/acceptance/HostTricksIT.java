package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.testing.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that visitors send, and labels that projects have, are data and nothing else. */
class HostTricksIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  @ParameterizedTest
  @ValueSource(strings = {"%s", "%S", "%s.", "%s:80", "%S.:8080"})
  void aHostIsTheSameHoweverItIsWritten(String written) {
    String host = site();

    assertThat(status("GET / HTTP/1.1", "Host: " + written.formatted(host))).isEqualTo(200);
  }

  @Test
  void anAbsoluteAddressGoesBeforeTheHeader() {
    String host = site();

    assertThat(status("GET http://%s/ HTTP/1.1".formatted(host), "Host: nobody.test"))
        .isEqualTo(200);
    assertThat(status("GET http://nobody.test/ HTTP/1.1", "Host: " + host)).isEqualTo(404);
  }

  @Test
  void twoHostsAreNone() {
    String host = site();

    assertThat(status("GET / HTTP/1.1", "Host: " + host, "Host: nobody.test")).isEqualTo(400);
    assertThat(status("GET / HTTP/1.1", "Host: nobody.test", "Host: " + host)).isEqualTo(400);
    assertThat(status("GET / HTTP/1.1", "X: y")).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                        404",
    "[::1],                     404",
    "[::1]:80,                  404",
    "[::1,                      404",
    "xn--bcher-kva.test,        404",
    "b\u00c3\u00bccher.test,    404",
    "\u00ff\u00fe.test,         404",
    "$(id).test,                404",
    "`id`.test,                 404",
    "a'b\"c.test,               404",
    "{\"a\":1}.test,            404",
    "%2e%2e.test,               404",
    "*.test,                    404",
    "~.*,                       404",
    "..,                        400",
    "a..test,                   400",
    "../../etc/passwd,          400",
    "a b.test,                  400",
    "a.test\\b,                 404",
  })
  void aNameThatNobodyHasLeadsNowhere(String name, int status) {
    site();

    assertThat(status("GET / HTTP/1.1", "Host: " + name)).as(name).isIn(status, 400, 404);
    assertThat(reveille.proxy().log()).doesNotContain("thread aborted", "Control API failed");
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 300, 5_000})
  void aLongNameLeadsNowhere(int length) {
    assertThat(status("GET / HTTP/1.1", "Host: " + "x".repeat(length - 5) + ".test"))
        .isEqualTo(404);
    assertThat(reveille.proxy().log()).doesNotContain("thread aborted", "Control API failed");
  }

  static Stream<Arguments> hostileLabels() {
    return Stream.of(
        Arguments.of("reveille.host", "evil.test\r\nSet-Cookie: injected=1"),
        Arguments.of("reveille.host", "evil.test\"; } server { listen 81; #"),
        Arguments.of("reveille.host", "evil.test$(touch FILE)"),
        Arguments.of("reveille.host", "evil.test;touch FILE"),
        Arguments.of("reveille.hsts", "max-age=1\r\nX-Injected: 1"),
        Arguments.of("reveille.hsts", "max-age=1; $injected"),
        Arguments.of("reveille.ready", "/\r\nX-Injected: 1"));
  }

  @ParameterizedTest
  @MethodSource("hostileLabels")
  void aLabelIsNeverAHeaderNorConfigurationNorACommand(String label, String value)
      throws IOException {
    String name = "label-" + Integer.toHexString((label + value).hashCode());
    Path file = reveille.proxy().stateDirectory().resolve("touched");
    var site = reveille.site(name).label(label, value.replace("FILE", file.toString()));
    site.run();
    String other = site();

    Eventually.passes(() -> assertThat(problems()).contains(reveille.sandbox().unique(name)));
    for (String host : List.of(reveille.host(name), "evil.test", other)) {
      HttpResponse<String> answer =
          reveille.visitor().send(reveille.visitor().secureRequest(host, "/"));
      assertThat(answer.headers().map().keySet())
          .doesNotContain("x-injected", "X-Injected", "set-cookie", "Set-Cookie");
    }
    assertThat(file).doesNotExist();
    try (Stream<Path> files = Files.list(reveille.proxy().stateDirectory().resolve("gateway"))) {
      assertThat(files.filter(each -> each.toString().endsWith(".conf")))
          .allSatisfy(each -> assertThat(each).content().doesNotContain("injected", "listen 81"));
    }
  }

  /** What is wrong with labels, as the log has it. */
  private static String problems() {
    return reveille
        .proxy()
        .log()
        .lines()
        .filter(line -> line.contains("Problem"))
        .toList()
        .toString();
  }

  private static String site() {
    String host = reveille.host("named");
    JsonNode known = reveille.admin().get("/v1/projects");
    if (!known.toString().contains(host)) {
      reveille.site("named").run();
    }
    Eventually.passes(
        () -> assertThat(reveille.visitor().get(host, "/").statusCode()).isEqualTo(200));
    return host;
  }

  private static int status(String... head) {
    try (Wire wire = reveille.visitor().wire()) {
      wire.head(
          Stream.concat(Stream.of(head), Stream.of("Connection: close")).toArray(String[]::new));
      return Integer.parseInt(wire.readLine().split(" ", 3)[1]);
    }
  }
}
