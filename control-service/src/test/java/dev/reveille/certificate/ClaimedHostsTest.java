package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.HttpsLabels;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Projects;
import dev.reveille.project.ProxyVariables;
import java.util.List;
import java.util.Optional;
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
  void variablesAskForCertificates() {
    ProxyVariables.in(
            List.of("VIRTUAL_HOST=shop.test", "LETSENCRYPT_HOST=Shop.test, www.shop.test"))
        .forEach(engine.add("shop")::label);
    ProxyVariables.in(List.of("VIRTUAL_HOST=blog.test", "ACME_HOST=blog.test"))
        .forEach(engine.add("blog")::label);

    assertThat(List.of("shop.test", "www.shop.test", "blog.test")).allMatch(claims()::asksFor);
    assertThat(claims().asksFor("other.test")).isFalse();
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

  @Test
  void theDashboardsHostNeedsNoLabel() {
    ClaimedHosts hosts =
        ClaimedHosts.of(Projects.from(engine.list()), Optional.of("reveille.test"));

    assertThat(hosts.names()).containsExactly("reveille.test");
    assertThat(hosts.labels("reveille.test")).contains(HttpsLabels.NONE);
  }

  private void claim(String container, String host, String certificate) {
    engine.add(container).host(host).label("reveille.cert", certificate);
  }

  private ClaimedHosts claims() {
    return ClaimedHosts.of(Projects.from(engine.list()), Optional.empty());
  }
}
