package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.wake.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What they answer is shown by the tests of {@code reveille}'s commands. */
class OperatorCallsTest {
  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/status", "/v1/config", "/v1/doctor"})
  void areForAdministrators(String path) {
    assertThat(api.get(path, ControlApi.ADMIN).status()).isEqualTo(200);
    assertThat(api.get(path, ControlApi.HOOK).status()).isEqualTo(401);
    assertThat(api.get(path, "").status()).isEqualTo(401);
  }
}
