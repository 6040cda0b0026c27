package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.Consumption;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@code GET /containers/{id}/stats} says of memory and processors. */
class StatsTest {
  @Test
  void fileCachesThatCanBeDroppedAreNoMemoryThatIsTaken() throws IOException {
    String version2 = "\"memory_stats\":{\"usage\":1000,\"stats\":{\"inactive_file\":400}}";
    String version1 =
        "\"memory_stats\":{\"usage\":1000,\"stats\":{\"inactive_file\":1,\"total_inactive_file\":300}}";

    assertThat(running(version2).memoryBytes()).isEqualTo(600);
    assertThat(running(version1).memoryBytes()).isEqualTo(700);
    assertThat(running("\"memory_stats\":{\"usage\":1000}").memoryBytes()).isEqualTo(1000);
  }

  @Test
  void aContainerThatDoesNotRunTakesNothing() throws IOException {
    String stopped = "{\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":0}},\"memory_stats\":{}}";

    assertThat(read(stopped)).isEqualTo(new Consumption(Duration.ZERO, 0));
    assertThat(read("{}")).isEqualTo(new Consumption(Duration.ZERO, 0));
  }

  /** As Docker 20.10 answers in rootless mode without control groups. */
  @Test
  void figuresOfTheWholeMachineAreNotTheContainers() throws IOException {
    String machine =
        "{\"pids_stats\":{},\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":86012675731847}},\"memory_stats\":{\"usage\":3047874560}}";
    Stats stats = Json.readerFor(Stats.class).readValue(machine);

    assertThat(stats.consumption()).isEqualTo(new Consumption(Duration.ZERO, 0));
    assertThat(stats.isOfMachine()).isTrue();
  }

  private static Consumption running(String figures) throws IOException {
    return read("{\"pids_stats\":{\"current\":1}," + figures + "}");
  }

  private static Consumption read(String json) throws IOException {
    Stats stats = Json.readerFor(Stats.class).readValue(json);
    return stats.consumption();
  }
}
