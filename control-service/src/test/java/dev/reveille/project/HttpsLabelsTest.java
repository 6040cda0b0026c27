package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsLabelsTest {
  private static final Optional<String> SETTING = Optional.of("max-age=60");

  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());

  @ParameterizedTest
  @CsvSource({
    "reveille.cert, example.com, example.com",
    "io.docksal.cert-name, example.com, example.com",
    "reveille.cert, none, ",
    "reveille.cert, ' ', "
  })
  void nameACertificate(String label, String value, String expected) {
    engine.add("shop").host("shop.test").label(label, value);

    assertThat(labels().certificate()).isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../etc/key", "a b", "-rf"})
  void doNotNameAFileElsewhere(String value) {
    engine.add("shop").host("shop.test").label("reveille.cert", value);

    assertThat(problems()).singleElement().asString().contains("reveille.cert", value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age=31536000",
        "max-age=0",
        "max-age=31536000; includeSubDomains",
        "max-age=31536000; includeSubDomains; preload"
      })
  void goBeforeTheSettingForHsts(String value) {
    engine.add("shop").host("shop.test").label("reveille.hsts", value);

    assertThat(labels().hstsOr(SETTING)).contains(value);
  }

  @Test
  void turnHstsOff() {
    engine.add("shop").host("shop.test").label("reveille.hsts", "off");

    assertThat(labels().hstsOr(SETTING)).isEmpty();
  }

  @Test
  void leaveHstsToTheSetting() {
    engine.add("shop").host("shop.test");

    assertThat(labels().hstsOr(SETTING)).isEqualTo(SETTING);
    assertThat(labels().hstsOr(Optional.of("off"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "max-age=never", "max-age=1\nSet-Cookie: a=b"})
  void writeOnlyAHeaderThatIsOne(String value) {
    engine.add("shop").host("shop.test").label("reveille.hsts", value);

    assertThat(problems()).singleElement().asString().contains("reveille.hsts");
  }

  private HttpsLabels labels() {
    return Projects.from(engine.list()).all().getFirst().members().getFirst().https();
  }

  private List<String> problems() {
    return Projects.from(engine.list()).problems().stream().map(Problem::text).toList();
  }
}
