package dev.reveille.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.HostPattern;
import dev.reveille.project.HttpsLabels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
  private static final List<String> PATTERNS =
      List.of(
          "shop.test",
          "*.shop.test",
          "*.de.shop.test",
          "shop.test.*",
          "shop.*",
          "~^pr-[0-9]+\\.",
          "~^pr-",
          "~shop\\.test$");

  @ParameterizedTest
  @CsvSource({
    "shop.test,           shop.test",
    "www.shop.test,       *.shop.test",
    "a.b.shop.test,       *.shop.test",
    "www.de.shop.test,    *.de.shop.test",
    "de.shop.test,        *.shop.test",
    "pr-1.shop.test,      *.shop.test",
    "shop.test.example,   shop.test.*",
    "shop.example,        shop.*",
    "myshop.test,         ~shop\\.test$",
    "pr-1.example,        ~^pr-",
    "pr-x.example,        ~^pr-",
    "other.test,          ",
    "~^pr-,               ",
    "'',                  ",
  })
  void theMostSpecificPatternWinsInWhateverOrderTheyCome(String host, String winner) {
    Random random = new Random(4711);
    for (int round = 0; round < 20; round++) {
      List<String> shuffled = new ArrayList<>(PATTERNS);
      Collections.shuffle(shuffled, random);

      assertThat(table(shuffled).match(host).map(route -> route.host().text()))
          .isEqualTo(java.util.Optional.ofNullable(winner));
    }
  }

  private static RouteTable table(List<String> patterns) {
    Stream<Route> routes =
        patterns.stream()
            .map(
                text ->
                    new Route(
                        HostPattern.parse(text),
                        "shop",
                        "web",
                        HttpsLabels.NONE,
                        List.of(),
                        List.of()));
    return new RouteTable(new Version("test", 1), routes.toList(), Map.of());
  }
}
