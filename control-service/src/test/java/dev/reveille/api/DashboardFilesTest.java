package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.RawCall.Answer;
import dev.reveille.testing.Checkout;
import dev.reveille.wake.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page that browsers load, and what they are told to do with it. */
class DashboardFilesTest {
  private static final Path FOLDER =
      Checkout.file("control-service/src/main/resources/dev/reveille/dashboard");

  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/dashboard/style.css, text/css; charset=utf-8",
    "/dashboard/main.js, text/javascript; charset=utf-8",
    "/dashboard/icon.svg, image/svg+xml",
  })
  void areServedToAnyone(String path, String type) {
    Answer answer = RawCall.of("GET", path).at(api);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).contains(type);
  }

  @Test
  void areAskedForAgainButSentOnlyWhenTheyChanged() {
    Answer first = RawCall.of("GET", "/").at(api);
    String tag = first.header("etag").orElseThrow();
    Answer again = RawCall.of("GET", "/").with("If-None-Match", tag).at(api);

    assertThat(first.header("cache-control")).contains("no-cache");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/", "/dashboard/main.js", "/v1/projects", "/v1/nothing", "/metrics"})
  void everyAnswerTellsBrowsersToRunAndShowNothingOfOthers(String path) {
    Answer answer = RawCall.of("GET", path).at(api);

    assertThat(answer.header("content-security-policy").orElseThrow())
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                + " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    assertThat(answer.header("x-content-type-options")).contains("nosniff");
    assertThat(answer.header("referrer-policy")).contains("no-referrer");
    assertThat(answer.header("cross-origin-resource-policy")).contains("same-origin");
  }

  @ParameterizedTest
  @CsvSource({
    "/dashboard/../api/openapi.yaml",
    "/dashboard/%2e%2e/api/openapi.yaml",
    "/dashboard/..%2fapi%2fopenapi.yaml",
    "/dashboard/nothing.js",
    "/index.html",
  })
  void nothingElseOfTheJarIsServed(String path) {
    assertThat(RawCall.of("GET", path).at(api).status()).isEqualTo(404);
  }

  @Test
  void everyFileIsServedAndNeedsNothingInline() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String path = name.equals("index.html") ? "/" : "/dashboard/" + name;
        assertThat(RawCall.of("GET", path).at(api).status()).as(path).isEqualTo(200);
        assertThat(Files.readString(file))
            .as(name)
            .doesNotContain(
                List.of(
                    "innerHTML",
                    "outerHTML",
                    "insertAdjacent",
                    "document.write",
                    "style=",
                    "eval("));
      }
    }
  }
}
