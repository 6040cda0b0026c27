package dev.reveille.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {
  private final Latest<String> latest = new Latest<>("first");

  @Test
  void tellsListenersOfLaterValuesOnly() {
    List<String> heard = new ArrayList<>();

    latest.subscribe(heard::add);
    latest.set("second");

    assertThat(heard).containsExactly("second");
    assertThat(latest.get()).isEqualTo("second");
  }

  @Test
  void theValueIsThereWhenListenersHearOfIt() {
    List<String> seen = new ArrayList<>();
    latest.subscribe(_ -> seen.add(latest.get()));

    latest.set("second");

    assertThat(seen).containsExactly("second");
  }

  @Test
  void tellsNobodyWhoseSubscriptionHasEnded() {
    List<String> heard = new ArrayList<>();
    Latest.Subscription subscription = latest.subscribe(heard::add);

    subscription.close();
    subscription.close();
    latest.set("second");

    assertThat(heard).isEmpty();
  }

  @Test
  void aListenerMayEndItsSubscriptionWhileItIsTold() {
    List<String> heard = new ArrayList<>();
    List<Latest.Subscription> own = new ArrayList<>();
    own.add(
        latest.subscribe(
            value -> {
              heard.add(value);
              own.getFirst().close();
            }));
    latest.subscribe(heard::add);

    latest.set("second");
    latest.set("third");

    assertThat(heard).containsExactly("second", "second", "third");
  }
}
