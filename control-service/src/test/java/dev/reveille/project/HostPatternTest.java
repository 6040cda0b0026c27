package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {
  @ParameterizedTest
  @CsvSource({
    "shop.test,                      shop.test",
    "' SHOP.Test ',                  shop.test",
    "localhost,                      localhost",
    "my_shop.test,                   my_shop.test",
    "xn--caf-dma.test,               xn--caf-dma.test",
    "*.Shop.test,                    *.shop.test",
    "Shop.*,                         shop.*",
    "~^PR-[0-9]+\\.shop\\.test$,     ~^PR-[0-9]+\\.shop\\.test$",
  })
  void readsNamesInLowerCaseAndExpressionsAsTheyAre(String entry, String text) {
    assertThat(HostPattern.parse(entry).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.",
        ".*",
        "*.*",
        "*.shop.*",
        "a.*.test",
        "shop..test",
        ".test",
        "test.",
        "-shop.test",
        "shop-.test",
        "shop.test:80",
        "http://shop.test",
        "shop test",
        "käse.test",
        "~",
        "~(",
        "~(?=x)",
      })
  void refusesWhatIsNoPatternAndSaysWhy(String entry) {
    assertThatThrownBy(() -> HostPattern.parse(entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + entry + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "shop.test,           shop.test,           true",
    "shop.test,           www.shop.test,       false",
    "shop.test,           xshop.test,          false",
    "*.shop.test,         www.shop.test,       true",
    "*.shop.test,         a.b.shop.test,       true",
    "*.shop.test,         shop.test,           false",
    "*.shop.test,         .shop.test,          false",
    "*.shop.test,         wwwshop.test,        false",
    "shop.test.*,         shop.test.example,   true",
    "shop.test.*,         shop.test.a.b,       true",
    "shop.test.*,         shop.test,           false",
    "shop.test.*,         shop.test.,          false",
    "shop.test.*,         shop.testing.example,false",
    "~^pr-[0-9]+\\.test$, pr-12.test,          true",
    "~^pr-[0-9]+\\.test$, pr-x.test,           false",
    "~^PR-,               pr-12.test,          true",
    "~shop,               www.shop.test,       true",
  })
  void covers(String pattern, String host, boolean covered) {
    assertThat(HostPattern.parse(pattern).covers(host)).isEqualTo(covered);
  }

  @Test
  void theMostSpecificComesFirst() {
    List<String> inOrder =
        List.of(
            "a.shop.test",
            "shop.test",
            "*.longer.shop.test",
            "*.shop.test",
            "*.test",
            "shop.test.*",
            "shop.*",
            "~^a",
            "~^b");

    assertThat(inOrder.reversed().stream().map(HostPattern::parse).sorted(order()))
        .extracting(HostPattern::text)
        .containsExactlyElementsOf(inOrder);
  }

  @Test
  void theSamePatternWinsInWhateverOrderTheyCome() {
    Random random = new Random(4711);
    for (int round = 0; round < 500; round++) {
      List<HostPattern> patterns = patterns(random);
      String host = name(random, 1 + random.nextInt(4));

      Optional<HostPattern> winner = winner(patterns, host);
      Collections.shuffle(patterns, random);

      assertThat(winner(patterns, host)).isEqualTo(winner);
      winner.ifPresent(
          won ->
              assertThat(patterns)
                  .filteredOn(other -> other.covers(host) && !other.equals(won))
                  .as("what %s wins over for %s", won, host)
                  .allSatisfy(
                      other -> {
                        assertThat(other.rank()).isGreaterThanOrEqualTo(won.rank());
                        if (other.rank() == won.rank()) {
                          assertThat(other.weight()).isLessThanOrEqualTo(won.weight());
                        }
                      }));
    }
  }

  @Test
  void patternsWithTheSameTextAreEqual() {
    for (String text : List.of("shop.test", "*.shop.test", "shop.*", "~^shop")) {
      assertThat(HostPattern.parse(text)).isEqualTo(HostPattern.parse(text));
    }
  }

  private static Optional<HostPattern> winner(List<HostPattern> patterns, String host) {
    return patterns.stream().sorted(order()).filter(each -> each.covers(host)).findFirst();
  }

  private static List<HostPattern> patterns(Random random) {
    return new ArrayList<>(Stream.generate(() -> pattern(random)).limit(12).distinct().toList());
  }

  private static HostPattern pattern(Random random) {
    String name = name(random, 1 + random.nextInt(3));
    return HostPattern.parse(
        switch (random.nextInt(4)) {
          case 0 -> name;
          case 1 -> "*." + name;
          case 2 -> name + ".*";
          default -> "~" + name.replace(".", "\\.");
        });
  }

  /** Of few different parts, so that patterns and names often meet. */
  private static String name(Random random, int parts) {
    return String.join(
        ".",
        Stream.generate(() -> List.of("a", "b", "cc").get(random.nextInt(3)))
            .limit(parts)
            .toList());
  }

  private static Comparator<HostPattern> order() {
    return HostPattern.MOST_SPECIFIC_FIRST;
  }
}
