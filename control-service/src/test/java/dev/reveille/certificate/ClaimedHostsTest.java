package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.HttpsLabels;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Projects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimedHostsTest {
  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());

  @Test
  void hostsAndWildcardsCanHaveCertificatesAheadOfVisits() {
    engine.add("shop").host("shop.test,*.shop.test,shop.*,~^pr-[0-9]+\\.shop\\.test$");

    assertThat(claims().names()).containsExactlyInAnyOrder("shop.test", "*.shop.test");
  }

  @ParameterizedTest
  @CsvSource({
    "shop.test,     exact",
    "a.shop.test,   suffix",
    "a.b.shop.test, suffix",
    "*.shop.test,   suffix",
    "*.b.shop.test, suffix",
    "wiki.example,  prefix",
    "pr-7.test,     regex"
  })
  void theMostSpecificPatternSaysWhichCertificate(String name, String certificate) {
    claim("a", "shop.test", "exact");
    claim("b", "*.shop.test", "suffix");
    claim("c", "wiki.*", "prefix");
    claim("d", "~^pr-[0-9]+", "regex");

    assertThat(claims().labels(name).flatMap(HttpsLabels::certificate)).contains(certificate);
  }

  @Test
  void nobodyClaimsTheRest() {
    claim("a", "shop.test", "exact");
    claim("b", "*.blog.test", "suffix");

    assertThat(claims().labels("blog.test")).isEmpty();
    assertThat(claims().labels("*.test")).isEmpty();
    assertThat(claims().labels("*")).isEmpty();
    assertThat(claims().labels("")).isEmpty();
  }

  @Test
  void ofTwoWhoClaimTheSameTheFirstProjectHasIt() {
    claim("zoo", "shop.test", "second");
    claim("ant", "shop.test", "first");

    assertThat(claims().labels("shop.test").flatMap(HttpsLabels::certificate)).contains("first");
  }

  private void claim(String container, String host, String certificate) {
    engine.add(container).host(host).label("reveille.cert", certificate);
  }

  private ClaimedHosts claims() {
    return ClaimedHosts.of(Projects.from(engine.list()));
  }
}
