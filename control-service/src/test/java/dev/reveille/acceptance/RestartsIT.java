package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acceptance.Browser.Shown;
import dev.reveille.testing.Eventually;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One half of the product dies by {@code kill -9}, and is started again by {@code scripts/run}. */
class RestartsIT {
  @RegisterExtension
  static final Installation reveille = Installation.with("WAKE_PATIENCE", "200ms");

  @Test
  void noRequestToARunningProjectFailsWhileTheControlServiceIsKilled() {
    String host = running("busy");

    try (Load load = Load.on(reveille.proxy(), host)) {
      load.awaitMore(50);
      reveille.killControlService();
      load.awaitMore(50);
      reveille.awaitControlService();
      load.awaitMore(50);

      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void whoIsHeldGetsTheProjectThoughTheControlServiceWasKilledMeanwhile() {
    String container = Gate.whenOpened(reveille.site("held"), "exec /app").create();
    Visitor visitor = reveille.visitor();
    CompletableFuture<HttpResponse<String>> held =
        visitor.sendAsync(visitor.request(reveille.siteHost("held"), "/"));
    Gate.awaitStart(container);

    reveille.killControlService();
    reveille.awaitControlService();
    assertThat(held).isNotDone();
    Gate.open(container);

    assertThat(held.join().statusCode()).isEqualTo(200);
    assertThat(held.join().body()).isEqualTo("held\n");
  }

  @Test
  void aLoadingPageOutlivesTheControlService() {
    ComposeProject shop = reveille.compose("page");
    String db = Gate.healthyWhenOpened(shop.service("db", "")).create();
    String web =
        shop.web("db:service_healthy:false").env("NAME", "the project's own answer").create();

    try (Browser browser = Browser.open()) {
      String host = reveille.known(shop.host());
      browser.visit("http://%s:%d/".formatted(host, reveille.proxy().httpPort()));
      Eventually.passes(() -> assertThat(browser.text()).contains("web is waiting"));
      reveille.killControlService();
      Gate.open(db);
      reveille.awaitControlService();
      Eventually.passes(() -> assertThat(browser.text()).contains("the project's own answer"));

      assertThat(Containers.status(web)).isEqualTo("running");
      assertThat(browser.shown())
          .extracting(Shown::status)
          .containsOnly(202, 200)
          .endsWith(202, 200);
    }
  }

  @Test
  void aPageAboutAMissingControlServiceTriesAgainByItself() {
    try (Browser browser = Browser.open()) {
      reveille.killControlService();
      browser.visit("http://unheard-of.test:%d/".formatted(reveille.proxy().httpPort()));
      assertThat(browser.text()).contains("The control service is not reachable");
      reveille.awaitControlService();

      Eventually.passes(() -> assertThat(browser.text()).contains("No project at unheard-of.test"));
    }
  }

  @Test
  void aNewGatewayAnswersItsFirstVisitorsRightly() {
    String running = running("up");
    reveille.site("asleep").create();
    String asleep = reveille.siteHost("asleep");
    ProcessHandle killed = reveille.proxy().gateway();

    killed.destroyForcibly();
    Eventually.isTrue(() -> !killed.isAlive() && isGatewayGone());
    CompletableFuture<HttpResponse<String>> woken =
        CompletableFuture.supplyAsync(() -> first(asleep));
    HttpResponse<String> served = first(running);

    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(served.headers().firstValue("Reveille-Wake")).hasValue("warm");
    assertThat(woken.join().statusCode()).isEqualTo(200);
    assertThat(woken.join().headers().firstValue("Reveille-Wake")).hasValue("cold");
  }

  private static String running(String name) {
    reveille.site(name).run();
    String host = reveille.siteHost(name);
    Eventually.isTrue(() -> reveille.visitor().get(host, "/").statusCode() == 200);
    return host;
  }

  /** Its workers outlive it by a moment. */
  private static boolean isGatewayGone() {
    try (Visitor visitor = new Visitor(reveille.proxy())) {
      visitor.get("nobody.test", "/");
      return false;
    } catch (CompletionException e) {
      return true;
    }
  }

  /** The first answer that there is. */
  private static HttpResponse<String> first(String host) {
    CompletableFuture<HttpResponse<String>> answer = new CompletableFuture<>();
    Eventually.isTrue(
        () -> {
          try (Visitor visitor = new Visitor(reveille.proxy())) {
            return answer.complete(visitor.get(host, "/"));
          } catch (CompletionException e) {
            return false; // it does not listen yet
          }
        });
    return answer.join();
  }
}
