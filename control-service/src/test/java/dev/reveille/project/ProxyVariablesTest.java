package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of nginx-proxy's variables. */
class ProxyVariablesTest {
  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());
  private final ScriptedContainer shop = engine.add("shop");

  @Test
  void theyMeanTheSameAsLabels() {
    environment(
        "PATH=/usr/bin",
        "VIRTUAL_HOST=shop.test, *.shop.test,shop.*,~^shop\\.[0-9.]+\\.nip\\.io$",
        "VIRTUAL_PORT=8080",
        "CERT_NAME=shared",
        "HSTS=max-age=60");

    Member member = member();
    assertThat(member.hosts())
        .extracting(HostPattern::text)
        .containsExactly("shop.test", "*.shop.test", "shop.*", "~^shop\\.[0-9.]+\\.nip\\.io$");
    assertThat(member.portToReach()).isEqualTo(8080);
    assertThat(member.https().certificate()).contains("shared");
    assertThat(member.https().hsts()).contains("max-age=60");
    assertThat(projects().problems()).isEmpty();
  }

  @Test
  void labelsGoBeforeThem() {
    shop.label("io.docksal.virtual-port", "9000");
    environment("VIRTUAL_HOST=shop.test", "VIRTUAL_PORT=8080");

    assertThat(member().portToReach()).isEqualTo(9000);
  }

  @Test
  void anEnvironmentThatClaimsNoHostSaysNothing() {
    assertThat(ProxyVariables.in(List.of("VIRTUAL_PORT=8080", "HSTS=off", "nonsense"))).isEmpty();
  }

  @Test
  void aWrongOneIsNamedAsTheVariableThatItIs() {
    environment("VIRTUAL_HOST=shop.test", "VIRTUAL_PORT=http");

    assertThat(member().hosts()).isEmpty();
    assertThat(projects().problems())
        .extracting(Problem::text)
        .containsExactly(
            "variable VIRTUAL_PORT: \"http\" is no port from 1 to 65535; the container claims no"
                + " host until this is mended");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VIRTUAL_PROTO=https",
        "VIRTUAL_PROTO=fastcgi",
        "VIRTUAL_PATH=/api",
        "NETWORK_ACCESS=internal",
        "VIRTUAL_HOST_MULTIPORTS=shop.test: {/: {port: 80}}"
      })
  void whatCannotBeHadIsSaidAndTheHostIsNotServedInAnotherWay(String variable) {
    environment("VIRTUAL_HOST=shop.test", variable);

    assertThat(member().hosts()).isEmpty();
    assertThat(projects().problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.text())
                    .startsWith("variable %s: ".formatted(variable.split("=", 2)[0])));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"VIRTUAL_PROTO=http", "VIRTUAL_PATH=/", "NETWORK_ACCESS=external", "HSTS="})
  void whatIsSoAnywayIsNoProblem(String variable) {
    environment("VIRTUAL_HOST=shop.test", variable);

    assertThat(member().hosts()).isNotEmpty();
    assertThat(projects().problems()).isEmpty();
  }

  @Test
  void severalPortsAloneAreSaidToo() {
    environment("VIRTUAL_HOST_MULTIPORTS={\"shop.test\": {}}");

    assertThat(member().hosts()).isEmpty();
    assertThat(projects().problems()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_METHOD, noredirect",
    "SSL_POLICY, Mozilla-Modern",
    "EXTERNAL_HTTP_PORT, 81",
    "EXTERNAL_HTTPS_PORT, 444"
  })
  void whatIsPassedOverIsSaidAndTheHostIsServed(String name, String value) {
    environment("VIRTUAL_HOST=shop.test", name + "=" + value);

    assertThat(member().hosts()).isNotEmpty();
    assertThat(projects().problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).contains(name).contains("passed over"));
  }

  private void environment(String... entries) {
    ProxyVariables.in(List.of(entries)).forEach(shop::label);
  }

  private Projects projects() {
    return Projects.from(engine.list());
  }

  private Member member() {
    return projects().find("shop").orElseThrow().members().getFirst();
  }
}
