package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each rule of the list above {@link CertificateChoice#choose}. */
class CertificateChoiceTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final String HOST = "a.shop.test";
  private static final TestChains.Authority AUTHORITY = TestChains.authority("Test CA");
  private static final LocalAuthority LOCAL =
      new LocalAuthority(
          new InMemoryPemFiles(),
          new LocalAuthority.Settings(List.of("shop.test"), "laptop"),
          () -> NOW);

  /** All that there can be; a row says what of it is there, and what is chosen. */
  private static final Map<String, ServerCertificate> CUSTOM =
      Map.of(
          "label", leaf("blog.test"),
          "exact", leaf(HOST),
          "expired", expired(HOST),
          "expired-label", expired("blog.test"),
          "wildcard", leaf("*.shop.test"),
          "default", leaf("other.test"),
          "expired-default", expired("other.test"),
          "self", TestChains.selfSigned(HOST));

  private static final Map<String, ServerCertificate> IMPORTED =
      Map.of("imported", leaf(HOST), "imported-wildcard", leaf("*.shop.test"));

  private static final ServerCertificate ISSUED = leaf(HOST);
  private static final ServerCertificate ISSUED_WILDCARD = leaf("*.shop.test");
  private static final ServerCertificate SELF_SIGNED = TestChains.selfSigned("localhost");

  private static Stream<Arguments> rules() {
    return Stream.of(
        // what is there besides the self-signed one | chosen | from | trusted
        arguments("label exact wildcard issued local default", "label", Source.CUSTOM, false),
        arguments("exact wildcard issued local default", "exact", Source.CUSTOM, true),
        arguments("wildcard issued local default", "wildcard", Source.CUSTOM, true),
        arguments("wildcard imported issued", "wildcard", Source.CUSTOM, true),
        arguments("imported imported-wildcard issued", "imported", Source.IMPORTED, true),
        arguments("imported-wildcard issued local", "imported-wildcard", Source.IMPORTED, true),
        arguments("issued issued-wildcard local default", "issued", Source.ISSUED, true),
        arguments("issued-wildcard local default", "issued-wildcard", Source.ISSUED, true),
        arguments("local default", "local", Source.LOCAL_CA, true),
        arguments("default", "default", Source.DEFAULT, false),
        arguments("", "self-signed", Source.SELF_SIGNED, false),
        // none is as good as no label, and a label that names nothing too
        arguments("none exact issued", "exact", Source.CUSTOM, true),
        arguments("missing-label exact issued", "exact", Source.CUSTOM, true),
        // what is not valid comes last
        arguments("expired wildcard", "wildcard", Source.CUSTOM, true),
        arguments("expired issued", "issued", Source.ISSUED, true),
        arguments("expired local", "local", Source.LOCAL_CA, true),
        arguments("expired default", "default", Source.DEFAULT, false),
        arguments("expired-label expired issued", "issued", Source.ISSUED, true),
        arguments("expired-label expired", "expired-label", Source.CUSTOM, false),
        arguments("expired expired-default", "expired", Source.CUSTOM, false),
        arguments("expired-default", "expired-default", Source.DEFAULT, false),
        arguments("self issued", "self", Source.CUSTOM, false));
  }

  @ParameterizedTest(name = "{0} → {1}")
  @MethodSource("rules")
  void chooses(String there, String chosen, Source source, boolean isTrusted) {
    Set<String> names = Set.of(there.split(" "));

    Chosen shown = choice(names).choose(HOST, label(names), NOW);

    assertThat(shown).isEqualTo(new Chosen(certificate(chosen), source, isTrusted));
  }

  @ParameterizedTest(name = "{0} → {1}")
  @MethodSource("forEveryoneElse")
  void showsEveryoneElse(String there, String chosen, Source source) {
    Set<String> names = Set.of(there.split(" "));

    Chosen shown = choice(names).choose(CertificateChoice.EVERYONE_ELSE, Optional.empty(), NOW);

    assertThat(shown).isEqualTo(new Chosen(certificate(chosen), source, false));
  }

  private static Stream<Arguments> forEveryoneElse() {
    return Stream.of(
        arguments("exact wildcard issued local default", "default", Source.DEFAULT),
        arguments("exact wildcard issued local", "self-signed", Source.SELF_SIGNED));
  }

  @Test
  void aWildcardNameHasCertificatesOfItsOwn() {
    Chosen shown =
        choice(Set.of("exact", "issued-wildcard")).choose("*.shop.test", Optional.empty(), NOW);

    assertThat(shown).isEqualTo(new Chosen(ISSUED_WILDCARD, Source.ISSUED, true));
  }

  @Test
  void tellsOfALabelThatNamesNothing() {
    assertThat(choice(Set.of("exact")).problem(HOST, Optional.of("mine")).orElseThrow())
        .startsWith(
            "there is no certificate \"mine\" (mine.crt and mine.key, or mine/fullchain.pem");
  }

  @Test
  void tellsOfALabelsCertificateThatDoesNotCoverTheHost() {
    assertThat(choice(Set.of("label")).problem(HOST, Optional.of("label")))
        .contains(
            "certificate \"label\" is for [blog.test] and not for a.shop.test: browsers warn of"
                + " it");
  }

  @Test
  void hasNothingToTellOfALabelThatIsInOrder() {
    CertificateChoice choice = choice(Set.of("exact"));

    assertThat(choice.problem(HOST, Optional.of("exact"))).isEmpty();
    assertThat(choice.problem(HOST, Optional.of("none"))).isEmpty();
    assertThat(choice.problem(HOST, Optional.empty())).isEmpty();
  }

  private static CertificateChoice choice(Set<String> there) {
    Map<String, ServerCertificate> custom = new TreeMap<>(CUSTOM);
    custom.keySet().retainAll(there);
    Map<String, ServerCertificate> imported = new TreeMap<>(IMPORTED);
    imported.keySet().retainAll(there);
    Map<String, ServerCertificate> issued = new TreeMap<>();
    if (there.contains("issued")) {
      issued.put(HOST, ISSUED);
    }
    if (there.contains("issued-wildcard")) {
      issued.put("*.shop.test", ISSUED_WILDCARD);
    }
    return new CertificateChoice(
        CustomSet.of(custom),
        CustomSet.of(imported),
        issued,
        there.contains("local") ? Optional.of(LOCAL) : Optional.empty(),
        Stream.of("default", "expired-default").filter(there::contains).findFirst(),
        SELF_SIGNED);
  }

  private static Optional<String> label(Set<String> there) {
    return Stream.of("label", "none", "missing-label", "expired-label")
        .filter(there::contains)
        .findFirst();
  }

  private static ServerCertificate certificate(String name) {
    return switch (name) {
      case "issued" -> ISSUED;
      case "issued-wildcard" -> ISSUED_WILDCARD;
      case "local" -> LOCAL.leafFor(HOST).orElseThrow();
      case "self-signed" -> SELF_SIGNED;
      case "imported", "imported-wildcard" -> Optional.ofNullable(IMPORTED.get(name)).orElseThrow();
      default -> Optional.ofNullable(CUSTOM.get(name)).orElseThrow();
    };
  }

  private static ServerCertificate leaf(String name) {
    return AUTHORITY.leaf(name).make();
  }

  private static ServerCertificate expired(String name) {
    return AUTHORITY.leaf(name).validUntil(NOW.minusSeconds(60)).make();
  }
}
