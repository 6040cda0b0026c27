package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.ControlApi.Answer;
import dev.reveille.wake.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body that can't be read is refused by the path of what is wrong in it. */
class JsonBodyTest {
  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/wake     | {"host": 5}                              | $.host: expected a string
          /v1/wake     | {"host": {"name": "x"}}                  | $.host: expected a string
          /v1/wake     | {"host": ["x"]}                          | $.host: expected a string
          /v1/wake     | {"host": "x", "navigation": "true"}      | $.navigation: expected true or false
          /v1/wake     | {"host": "x", "stale": 1}                | $.stale: expected true or false
          /v1/wake     | {"path": "/"}                            | $.host: it is missing
          /v1/wake     | ["x"]                                    | $: expected an object
          /v1/wake     | null                                     | $: expected an object
          /v1/wake     | "x"                                      | $: expected an object
          /v1/wake     | {"host": "x"                             | the body is not JSON
          /v1/wake     | {"host": "x"} {}                         | $: expected
          /v1/wake     | {"host": "x", "host": "y"}               | the body is not JSON: Duplicate field 'host'
          /v1/activity | {"gateway": "g", "projects": []}         | $.projects: expected an object
          /v1/activity | {"gateway": "g", "projects": {"a b": {"open": "2"}}} | $.projects["a b"].open: expected a whole number
          /v1/activity | {"gateway": "g", "projects": {"shop": {"latency": [1, "x"]}}} | $.projects.shop.latency[1]: expected a whole number
          /v1/activity | {"gateway": "g", "projects": {"shop": {"bytes": 99999999999999999999}}} | $.projects.shop.bytes: Numeric value
          /v1/activity | {"gateway": "g", "projects": {"shop": {"open": -1}}} | $.projects: the counts of "shop"
          /v1/activity | {}                                       | $.gateway: expected an id
          """)
  void namesWhatIsWrong(String path, String body, String why) {
    machine.start();

    Answer answer = api.post(path, ControlApi.HOOK, body);

    assertThat(answer.body().path("detail").asText()).startsWith(why);
    assertThat(answer.status()).isEqualTo(400);
  }

  /** A newer gateway tells an older control service more than that understands. */
  @Test
  void hooksMaySendMoreThanIsKnown() {
    machine.addSite("shop", "web", "").running();
    machine.start();
    machine.awaitRoute("shop.test");

    assertThat(api.visit("shop.test", ",\"mood\":{\"good\":true}").status()).isEqualTo(200);
    assertThat(api.visit("shop.test", ",\"path\":null,\"navigation\":null").status())
        .isEqualTo(200);
  }

  /** Lua writes large numbers so. */
  @Test
  void countsMayBeWrittenWithAnExponent() {
    machine.start();
    String report = "{\"gateway\":\"g\",\"projects\":{\"shop\":{\"bytes\":1.2e+15}}}";

    assertThat(api.post("/v1/activity", ControlApi.HOOK, report).status()).isEqualTo(200);
  }

  @Test
  void nestsNoDeeperThanItHasTo() {
    machine.start();
    String deep = "{\"host\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";

    assertThat(api.post("/v1/wake", ControlApi.HOOK, deep).status()).isEqualTo(400);
  }
}
