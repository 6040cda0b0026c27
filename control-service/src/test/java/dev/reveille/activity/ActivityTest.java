package dev.reveille.activity;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.activity.GatewayReport.Counts;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Projects;
import dev.reveille.project.ScriptedContainer;
import dev.reveille.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActivityTest {
  private static final String FILE = "use.json";

  private final LeapingTimer timer = new LeapingTimer();
  private final InMemoryEngine engine = new InMemoryEngine(timer);
  private final InMemoryPemFiles files = new InMemoryPemFiles();
  private Activity activity = new Activity(files, timer);

  @AfterEach
  void close() {
    files.setFull(false);
    activity.close();
  }

  @Test
  void aProjectThatNobodyHasHeardOfWasUsedNowAndIsUnknown() {
    Use use = activity.of("shop");

    assertThat(use.last()).isEqualTo(timer.instant());
    assertThat(use.known()).isFalse();
    assertThat(activity.all()).isEmpty();
  }

  @Test
  void theFirstSightCountsAsTheLastUse() {
    engine.add("shop").host("shop.test").running();
    Instant seen = timer.instant();
    see();
    pass(Duration.ofMinutes(5));
    see();

    assertThat(activity.of("shop").last()).isEqualTo(seen);
    assertThat(activity.of("shop").by()).isEqualTo("first seen");
    assertThat(activity.of("shop").known()).isFalse();
  }

  @Test
  void whatIsStartedByHandIsUsedFromThen() {
    ScriptedContainer shop = engine.add("shop").host("shop.test");
    see();
    pass(Duration.ofHours(1));
    engine.start(shop.id());
    see();

    assertThat(activity.of("shop").last()).isEqualTo(timer.instant());
    assertThat(activity.of("shop").by()).isEqualTo("was started");
    assertThat(activity.of("shop").known()).isTrue();
  }

  @Test
  void requestsThatBeganOrEndedAreUseOfThatMoment() {
    report("g1", Map.of("shop", counts(1, 1, 0)));
    Instant first = timer.instant();
    pass(Duration.ofMinutes(1));
    report("g1", Map.of("shop", counts(1, 1, 0)));
    assertThat(activity.of("shop").last()).isEqualTo(first);
    assertThat(activity.of("shop").by()).isEqualTo("a request");

    report("g1", Map.of("shop", counts(3, 3, 0)));
    assertThat(activity.of("shop").last()).isEqualTo(timer.instant());
    assertThat(activity.of("shop").requests()).isEqualTo(3);
    assertThat(activity.of("shop").known()).isTrue();
  }

  @Test
  void aRequestIsUseForAsLongAsItIsOpen() {
    report("g1", Map.of("shop", counts(1, 0, 1)));
    pass(Duration.ofSeconds(50));

    assertThat(activity.of("shop").last()).isEqualTo(timer.instant());
    assertThat(activity.of("shop").by()).isEqualTo("an open request");
    assertThat(activity.of("shop").open()).isEqualTo(1);

    report("g1", Map.of("shop", counts(1, 1, 0)));
    pass(Duration.ofMinutes(1));
    assertThat(activity.of("shop").open()).isZero();
    assertThat(activity.of("shop").last()).isEqualTo(timer.instant().minus(Duration.ofMinutes(1)));
  }

  @Test
  void whatAReportLeavesOutHasNothingOpenAnyMore() {
    report("g1", Map.of("shop", counts(1, 0, 1)));
    report("g1", Map.of());

    assertThat(activity.of("shop").open()).isZero();
    assertThat(activity.of("shop").requests()).isEqualTo(1);
  }

  @Test
  void requestsOfAllGatewaysCount() {
    report("g1", Map.of("shop", counts(2, 1, 1)));
    report("g2", Map.of("shop", counts(4, 2, 2)));

    assertThat(activity.of("shop").open()).isEqualTo(3);
    assertThat(activity.of("shop").requests()).isEqualTo(6);
    assertThat(activity.gateways()).extracting(Gateway::id).containsExactly("g1", "g2");
    assertThat(activity.gateways()).extracting(Gateway::routes).containsOnly("e.1");
    assertThat(activity.gateways().getLast().open("shop")).isEqualTo(2);
  }

  @Test
  void quietRequestsAreNoUse() {
    engine.add("shop").host("shop.test").running();
    see();
    Instant seen = timer.instant();
    pass(Duration.ofSeconds(30));
    report("g1", Map.of("shop", new Counts(0, 0, 7, 0, 2, 100, Map.of(), List.of(), 0)));

    Use use = activity.of("shop");
    assertThat(use.last()).isEqualTo(seen);
    assertThat(use.known()).isFalse();
    assertThat(use.requests()).isZero();
    assertThat(use.open()).isZero();
    assertThat(use.quiet()).isEqualTo(2);
    assertThat(activity.gateways().getFirst().open("shop")).isEqualTo(2);
  }

  @Test
  void whatASilentGatewayHadOpenStaysOpenForAMinute() {
    report("g1", Map.of("shop", counts(1, 0, 1)));
    Instant reported = timer.instant();
    pass(Duration.ofSeconds(59));
    assertThat(activity.of("shop").open()).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    assertThat(activity.of("shop").open()).isZero();
    pass(Duration.ofMinutes(10));

    assertThat(activity.of("shop").last()).isEqualTo(reported.plus(Duration.ofMinutes(1)));
    assertThat(activity.gateways()).isEmpty();
  }

  @Test
  void listenersHearOfEachReport() {
    List<Long> heard = new ArrayList<>();
    activity.reports().subscribe(heard::add);
    report("g1", Map.of());
    report("g1", Map.of());

    assertThat(heard).containsExactly(1L, 2L);
  }

  @Test
  void anOlderUseChangesNothingAndALaterOneIsNow() {
    activity.used("shop", timer.instant(), "docker exec");
    activity.used("shop", timer.instant().minusSeconds(9), "a log line");
    assertThat(activity.of("shop").by()).isEqualTo("docker exec");

    activity.used("shop", timer.instant().plusSeconds(9), "a log line");
    assertThat(activity.of("shop").last()).isEqualTo(timer.instant());
  }

  @Test
  void isKeptAwakeUntilThenOrUntilItMaySleep() {
    Instant until = timer.instant().plus(Duration.ofHours(1));
    activity.keepAwake("shop", until);
    assertThat(activity.of("shop").keptAwakeUntil()).hasValue(until);
    activity.letSleep("shop");
    assertThat(activity.of("shop").keptAwakeUntil()).isEmpty();
    activity.keepAwake("shop", until);
    pass(Duration.ofHours(1));
    assertThat(activity.of("shop").keptAwakeUntil()).isEmpty();
  }

  @Test
  void isForgottenOnlyADayAfterItHasGone() {
    ScriptedContainer shop = engine.add("shop").host("shop.test");
    activity.used("shop", timer.instant(), "a request");
    see();
    shop.remove();
    see();
    pass(Duration.ofHours(23));
    see();
    assertThat(activity.of("shop").known()).isTrue();
    pass(Duration.ofHours(1));
    see();
    assertThat(activity.all()).isEmpty();
  }

  @Test
  void isRememberedAcrossARestartAndCountsNothingTwice() {
    Instant until = timer.instant().plus(Duration.ofDays(2));
    activity.keepAwake("shop", until);
    report("g1", Map.of("shop", counts(5, 5, 0)));
    Instant used = timer.instant();
    pass(Duration.ofHours(1));
    restart();
    assertThat(report("g1", Map.of("shop", counts(5, 5, 0)))).isFalse();
    assertThat(report("g1", Map.of())).isTrue();

    assertThat(activity.of("shop"))
        .isEqualTo(new Use(used, "a request", 0, 0, 5, true, java.util.Optional.of(until)));
  }

  @Test
  void whatRanBeforeARestartIsNotStartedByIt() {
    engine.add("shop").host("shop.test").running();
    activity.used("shop", timer.instant(), "a request");
    Instant used = timer.instant();
    pass(Duration.ofHours(1));
    restart();
    see();

    assertThat(activity.of("shop").last()).isEqualTo(used);
  }

  @Test
  void useIsCompleteOnceTheGatewaysOfBeforeHaveReported() {
    assertThat(activity.isComplete()).isFalse();
    report("g1", Map.of());
    report("g2", Map.of());
    assertThat(activity.isComplete()).isTrue();
    restart();
    report("g1", Map.of());
    assertThat(activity.isComplete()).isFalse();
    report("g2", Map.of());
    assertThat(activity.isComplete()).isTrue();
  }

  @Test
  void useIsCompleteAfterAMinuteWhoeverIsSilent() {
    report("g1", Map.of());
    restart();
    pass(Duration.ofMinutes(1));

    assertThat(activity.isComplete()).isTrue();
  }

  @Test
  void aRequestThatWasOpenBeforeARestartIsOpenForAMinuteUnlessTheGatewaySaysOtherwise() {
    report("g1", Map.of("shop", counts(1, 0, 1)));
    restart();
    assertThat(activity.of("shop").open()).isEqualTo(1);
    report("g1", Map.of("shop", counts(1, 1, 0)));
    assertThat(activity.of("shop").open()).isZero();
  }

  @Test
  void writesWhatChangedAtMostEveryFiveSeconds() {
    activity.start();
    activity.used("shop", timer.instant(), "a request");
    pass(Duration.ofSeconds(1));
    assertThat(files.contents().get(FILE)).contains("shop");
    activity.used("blog", timer.instant(), "a request");
    pass(Duration.ofSeconds(3));
    assertThat(files.contents().get(FILE)).doesNotContain("blog");
    pass(Duration.ofSeconds(2));
    assertThat(files.contents().get(FILE)).contains("blog");
  }

  @Test
  void triesAgainWhenTheDiskWasFull() {
    activity.start();
    files.setFull(true);
    activity.used("shop", timer.instant(), "a request");
    pass(Duration.ofSeconds(11));
    assertThat(files.contents()).isEmpty();
    files.setFull(false);
    pass(Duration.ofSeconds(5));
    assertThat(files.contents().get(FILE)).contains("shop");
  }

  @Test
  void leavesAFileOfANewerFormatAsItIs() {
    String newer = "{\"format\":2,\"projects\":[]}";
    files.write(FILE, newer);
    activity = new Activity(files, timer);
    activity.used("shop", timer.instant(), "a request");
    activity.close();

    assertThat(files.contents()).containsOnly(Map.entry(FILE, newer));
  }

  @Test
  void setsADamagedFileAsideAndKnowsNothing() {
    for (String damaged :
        List.of(
            "{\"format\":1,\"projects\":{\"shop\":{\"last\":\"soon\",\"by\":\"a request\","
                + "\"requests\":1,\"known\":true}},\"gateways\":{}}",
            "{\"format\":1,\"projects\":{\"shop\":null},\"gateways\":{}}",
            "{\"format\":1}",
            "null",
            "",
            "{")) {
      files.write(FILE, damaged);
      activity = new Activity(files, timer);

      assertThat(activity.of("shop").known()).as(damaged).isFalse();
      assertThat(files.contents()).as(damaged).containsEntry("use.json.damaged", damaged);
      activity.close();
      assertThat(files.contents().get(FILE)).as(damaged).contains("\"format\":1,\"projects\":{}");
    }
  }

  /** As metrics do: whoever reads them holds what the listener waits for. */
  @Test
  void othersCanAskForTheUseOfProjectsWhileAListenerIsTold() {
    List<Use> seen = new ArrayList<>();
    activity.follow(
        (project, _) -> seen.add(Eventually.get(supplyAsync(() -> activity.of(project)))));

    report("g1", Map.of("shop", counts(1, 1, 0)));

    assertThat(seen).singleElement().returns("a request", Use::by);
  }

  private boolean report(String gateway, Map<String, Counts> projects) {
    return activity.report(new GatewayReport(gateway, "e.1", projects));
  }

  private static Counts counts(long started, long ended, int open) {
    return new Counts(started, ended, 0, open, 0, 0, Map.of(), List.of(), 0);
  }

  private void see() {
    activity.see(Projects.from(engine.list()));
  }

  private void restart() {
    activity.close();
    activity = new Activity(files, timer);
  }

  private void pass(Duration time) {
    timer.pass(time);
  }
}
