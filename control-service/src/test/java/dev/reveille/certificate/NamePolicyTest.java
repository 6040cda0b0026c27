package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePolicyTest {
  private final NamePolicy plain = policy(false, "example.com", "shop.co.uk", "*.wild.example.org");
  private final NamePolicy withDns = policy(true, "example.com", "*.wild.example.org");

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "shop.example.com", "a.b.c.example.com", "shop.co.uk"})
  void allowsADomainAndAllBelowIt(String name) {
    assertThat(plain.certificateFor(name)).isEqualTo(yes(name));
  }

  @ParameterizedTest
  @CsvSource({
    "shop.example.net,     ACME_DOMAINS does not cover",
    "notexample.com,       ACME_DOMAINS does not cover",
    "wild.example.org,     ACME_DOMAINS does not cover",
    "a.b.wild.example.org, ACME_DOMAINS does not cover",
    "*.example.com,        needs dns-01",
    "shop_1.example.com,   is no name that a CA certifies",
    "shop..example.com,    is no name that a CA certifies",
    "-a.example.com,       is no name that a CA certifies",
    "intranet,             is a single label",
    "192.0.2.7,            is an address",
    "2001:db8::1,          is an address",
  })
  void saysWhyNot(String name, String reason) {
    assertThat(plain.certificateFor(name))
        .isInstanceOfSatisfying(
            NamePolicy.Answer.No.class, no -> assertThat(no.reason()).contains(name, reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "test",
        "localhost",
        "internal",
        "home.arpa",
        "onion",
        "invalid",
        "example"
      })
  void neverOrdersForSpecialUseDomains(String suffix) {
    String name = "shop." + suffix;

    assertThat(policy(false, name).certificateFor(name)).isInstanceOf(NamePolicy.Answer.No.class);
    assertThat(policy(true, name).certificateFor("*." + name))
        .isInstanceOf(NamePolicy.Answer.No.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"co.uk", "*.co.uk", "github.io"})
  void neverOrdersForPublicSuffixes(String name) {
    assertThat(policy(true, "co.uk", "github.io").certificateFor(name))
        .isInstanceOf(NamePolicy.Answer.No.class);
  }

  @Test
  void neverOrdersForNamesThatAreTooLong() {
    String name = "a.".repeat(125) + "example.com";

    assertThat(plain.certificateFor(name)).isInstanceOf(NamePolicy.Answer.No.class);
  }

  @Test
  void ordersAWildcardWhereItCanBeProven() {
    assertThat(withDns.certificateFor("*.shop.example.com")).isEqualTo(yes("*.shop.example.com"));
    assertThat(withDns.certificateFor("*.wild.example.org")).isEqualTo(yes("*.wild.example.org"));
  }

  @Test
  void hostsBelowAWildcardDomainShareItsCertificate() {
    assertThat(withDns.certificateFor("a.wild.example.org")).isEqualTo(yes("*.wild.example.org"));
    assertThat(plain.certificateFor("a.wild.example.org")).isEqualTo(yes("a.wild.example.org"));
  }

  @Test
  void ordersForAddressesWhereTheProfileAllowsIt() {
    NamePolicy shortLived =
        new NamePolicy(
            new NamePolicy.Settings(List.of("192.0.2.7"), false, true, false), _ -> false);

    assertThat(shortLived.certificateFor("192.0.2.7")).isEqualTo(yes("192.0.2.7"));
    assertThat(shortLived.certificateFor("192.0.2.8")).isInstanceOf(NamePolicy.Answer.No.class);
  }

  @ParameterizedTest
  @CsvSource({
    "a.b.shop.co.uk, shop.co.uk",
    "*.shop.co.uk,   shop.co.uk",
    "example.com,    example.com",
    "a.me.github.io, me.github.io",
    "co.uk,          co.uk",
    "a.b.nas.corp9,  nas.corp9",
    "192.0.2.7,      192.0.2.7",
  })
  void knowsTheRegisteredDomain(String name, String domain) {
    assertThat(PublicSuffixes.registeredDomain(name)).isEqualTo(domain);
  }

  @Test
  void aWantedWildcardMakesHostsBelowItNeedNone() {
    WantedNames wanted =
        WantedNames.of(
            List.of("*.example.com", "shop.example.com", "a.shop.example.com", "shop.test"),
            withDns);

    assertThat(wanted.certificates()).containsExactly("*.example.com", "a.shop.example.com");
    assertThat(wanted.refused()).containsOnlyKeys("shop.test");
  }

  @Test
  void whatAContainerAsksForByAVariableIsAllowedToo() {
    NamePolicy variables =
        new NamePolicy(
            new NamePolicy.Settings(List.of(), false, false, true), "shop.example.com"::equals);

    assertThat(variables.certificateFor("shop.example.com")).isEqualTo(yes("shop.example.com"));
    assertThat(variables.certificateFor("www.example.com"))
        .isInstanceOf(NamePolicy.Answer.No.class);
  }

  @Test
  void variablesThatDoNotCountAllowNothing() {
    NamePolicy labels =
        new NamePolicy(new NamePolicy.Settings(List.of(), false, false, false), _ -> true);

    assertThat(labels.certificateFor("shop.example.com")).isInstanceOf(NamePolicy.Answer.No.class);
  }

  private static NamePolicy policy(boolean dns, String... domains) {
    return new NamePolicy(new NamePolicy.Settings(List.of(domains), dns, false, false), _ -> false);
  }

  private static NamePolicy.Answer yes(String certificate) {
    return new NamePolicy.Answer.Yes(certificate);
  }
}
