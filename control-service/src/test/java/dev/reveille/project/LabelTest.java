package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelTest {
  @Test
  void readsThePredecessorsName() {
    assertThat(Label.HOST.of(Map.of("io.docksal.virtual-host", "shop.test"))).contains("shop.test");
    assertThat(Label.PORT.of(Map.of("io.docksal.virtual-port", "8080"))).contains("8080");
  }

  @Test
  void ourOwnNameGoesBeforeThePredecessors() {
    assertThat(
            Label.HOST.of(
                Map.of("io.docksal.virtual-host", "old.test", "reveille.host", "new.test")))
        .contains("new.test");
  }

  @Test
  void aBlankValueCountsAsNone() {
    assertThat(Label.HOST.of(Map.of("reveille.host", "  "))).isEmpty();
    assertThat(Label.HOST.of(Map.of("reveille.host", "", "io.docksal.virtual-host", " shop.test ")))
        .contains("shop.test");
  }

  @Test
  void isThereAlsoWithoutAValue() {
    assertThat(Label.HOST.isOn(Map.of("reveille.host", ""))).isTrue();
    assertThat(Label.HOST.isOn(Map.of("io.docksal.virtual-host", ""))).isTrue();
    assertThat(Label.HOST.isOn(Map.of("reveille.port", "80"))).isFalse();
  }
}
