package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.NewContainer;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A wake starts services in the order that Compose wrote down. */
class StartOrderIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  @Test
  void eachWaitsForTheHealthOfTheOneBefore() {
    ComposeProject chain = reveille.compose("chain");
    String db = healthyAfterASecond(chain.service("db", "")).create();
    String api = healthyAfterASecond(chain.service("api", "db:service_healthy:false")).create();
    String web = chain.web("api:service_healthy:false").create();

    assertThat(get(chain).statusCode()).isEqualTo(200);

    Duration second = Duration.ofSeconds(1);
    assertThat(Containers.startedAt(api)).isAfter(Containers.startedAt(db).plus(second));
    assertThat(Containers.startedAt(web)).isAfter(Containers.startedAt(api).plus(second));
  }

  @Test
  void whatTwoServicesNeedIsStartedOnceAndBeforeBoth() {
    ComposeProject diamond = reveille.compose("diamond");
    String db = diamond.service("db", "").shell(Containers.COUNTED_APP).create();
    String left = diamond.service("left", "db:service_started:false").create();
    String right = diamond.service("right", "db:service_started:false").create();
    String web = diamond.web("left:service_started:false,right:service_started:false").create();

    assertThat(get(diamond).statusCode()).isEqualTo(200);

    assertThat(Containers.starts(db)).isEqualTo(1);
    assertThat(Containers.startedAt(db))
        .isBefore(Containers.startedAt(left))
        .isBefore(Containers.startedAt(right));
    assertThat(Containers.startedAt(web))
        .isAfter(Containers.startedAt(left))
        .isAfter(Containers.startedAt(right));
  }

  @Test
  void servicesThatWaitForEachOtherAreNamedAndNotStarted() {
    ComposeProject cycle = reveille.compose("cycle");
    String api = cycle.service("api", "web:service_started:false").create();
    String web = cycle.web("api:service_started:false").create();

    HttpResponse<String> answer = get(cycle);

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("api → web → api");
    assertThat(Containers.status(api)).isEqualTo("created");
    assertThat(Containers.status(web)).isEqualTo("created");
  }

  @Test
  void unhealthyDependencyEndsTheWake() {
    ComposeProject sick = reveille.compose("sick");
    sick.service("db", "").health("false").create();
    String web = sick.web("db:service_healthy:false").create();

    HttpResponse<String> answer = get(sick);

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("container %s is unhealthy".formatted(sick.container("db")));
    assertThat(Containers.status(web)).isEqualTo("created");
  }

  @Test
  void whatHasCompletedIsNotRunAgainByTheNextWake() {
    ComposeProject shop = reveille.compose("one-shot");
    String migrate = shop.service("migrate", "").shell("echo begins; sleep 0.3").create();
    String web =
        shop.web("migrate:service_completed_successfully:false")
            .shell(Containers.COUNTED_APP)
            .create();

    assertThat(get(shop).statusCode()).isEqualTo(200);
    assertThat(Containers.startedAt(web)).isAfter(Containers.finishedAt(migrate));
    reveille.sandbox().stop(web);
    reveille.awaitState(shop.name(), "asleep");
    assertThat(get(shop).statusCode()).isEqualTo(200);

    assertThat(Containers.starts(web)).isEqualTo(2);
    assertThat(Containers.starts(migrate)).isEqualTo(1);
  }

  private static NewContainer healthyAfterASecond(NewContainer container) {
    return container
        .health("test -e /tmp/healthy")
        .option("--health-start-period", "60s")
        .shell("sleep 1; touch /tmp/healthy; exec /app");
  }

  private static HttpResponse<String> get(ComposeProject project) {
    return reveille.visitor().get(reveille.known(project.host()), "/");
  }
}
