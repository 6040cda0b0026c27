package dev.reveille.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadyContainersTest {
  private final ReadyContainers ready = new ReadyContainers();
  private final List<Set<String>> told = new ArrayList<>();

  ReadyContainersTest() {
    ready.ids().subscribe(told::add);
  }

  @Test
  void remembersWhoAnswersUntilTheyDoNot() {
    ready.add(List.of("a", "b"));
    ready.forget(List.of("a", "c"));

    assertThat(ready.contains("a")).isFalse();
    assertThat(ready.contains("b")).isTrue();
    assertThat(told).containsExactly(Set.of("a", "b"), Set.of("b"));
  }

  @Test
  void forgetsWhoDoesNotRunAnyMore() {
    ready.add(List.of("a", "b"));
    ready.retain(Set.of("b", "c"));

    assertThat(ready.ids().get()).containsExactly("b");
  }

  @Test
  void tellsNobodyWhenNothingHasChanged() {
    ready.add(List.of("a"));
    ready.add(List.of("a"));
    ready.forget(List.of("b"));
    ready.retain(Set.of("a"));

    assertThat(told).hasSize(1);
  }
}
