package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reveille.testing.Checkout;
import dev.reveille.wake.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each type of problem is explained: in the docs, and by the service itself. */
class ProblemPagesTest {
  private static final String WRITE = "reveille.reference.write";
  private static final Path FOLDER = Checkout.file("docs/reference/problems");

  /** {@code own_problem("upstream-silent", 504, "The project …"} */
  private static final Pattern OF_THE_GATEWAY =
      Pattern.compile("own_problem\\(\"([a-z-]+)\", (\\d+), \"([^\"]+)\"");

  @Test
  void pagesSayWhatTheCodeSays() throws IOException {
    Map<String, String> wanted = ProblemPages.all();
    if (Boolean.getBoolean(WRITE)) {
      Files.createDirectories(FOLDER);
      for (var page : wanted.entrySet()) {
        Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
      }
    }

    assertThat(pages())
        .as("mvn test -Dtest=ProblemPagesTest -D%s=true", WRITE)
        .isEqualTo(new TreeMap<>(wanted));
  }

  @ParameterizedTest
  @EnumSource
  void examplesAreProblemDocuments(ProblemType type) {
    var example = new ObjectMapper().valueToTree(ProblemPages.document(type));

    assertThat(ApiDocument.INSTANCE.faults("Problem", example)).isEmpty();
    assertThat(example.path("detail").asText()).isNotEmpty();
  }

  @Test
  void theGatewayAnswersProblemsOfTheSameTypes() throws IOException {
    String source = Files.readString(Checkout.file("openresty/lua/reveille/answers.lua"));
    var found = OF_THE_GATEWAY.matcher(source).results().toList();

    assertThat(found).hasSize(4);
    assertThat(found)
        .allSatisfy(
            own -> {
              ProblemType type = ProblemType.find(own.group(1)).orElseThrow();
              assertThat(own.group(2)).isEqualTo(String.valueOf(type.status()));
              assertThat(own.group(3)).isEqualTo(type.title());
            });
  }

  @Test
  void aProblemLeadsToItsExplanation() {
    try (Machine machine = new Machine();
        ControlApi api = new ControlApi(machine)) {
      ControlApi.Answer refused = api.get("/v1/projects", "");
      assertThat(refused.header("link")).isEqualTo("</v1/problems/token-required>; rel=\"help\"");

      ControlApi.Answer explained = api.get("/v1/problems/token-required", "");
      assertThat(explained.type()).isEqualTo(refused.type());
      assertThat(explained.body().path("advice").asText()).contains("Authorization");
      assertThat(api.get("/v1/problems/nothing", "").type())
          .isEqualTo("urn:reveille:problem:no-such-problem");
      assertThat(api.get("/v1/problems", "").body().path("problems"))
          .hasSameSizeAs(ProblemType.values());
    }
  }

  private static Map<String, String> pages() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        pages.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return pages;
  }
}
