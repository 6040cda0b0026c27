package dev.reveille.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.concurrent.Threads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final Events events = new Events(new LeapingTimer());

  @Test
  void numbersWhatHappensFromOne() {
    Instant time = Instant.parse("2026-01-30T00:00:00Z");
    events.add("wake.failed", "shop", "it exited");
    events.add(time, "certificate.issued", "shop.test", "");

    assertThat(events.since(0))
        .containsExactly(
            new Event(1, Instant.parse("2026-01-31T12:00:00Z"), "wake.failed", "shop", "it exited"),
            new Event(2, time, "certificate.issued", "shop.test", ""));
    assertThat(events.since(1)).extracting(Event::number).containsExactly(2L);
    assertThat(events.since(2)).isEmpty();
  }

  @Test
  void remembersTheLastFiveHundred() {
    for (int i = 0; i < 700; i++) {
      events.add("kind", "subject", "");
    }

    assertThat(events.since(0))
        .extracting(Event::number)
        .containsExactlyElementsOf(LongStream.rangeClosed(201, 700).boxed().toList());
  }

  @Test
  void whoFollowsHearsOfEachOnceAndInOrderWhateverHappensMeanwhile() throws InterruptedException {
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    Thread first = Threads.start("first", this::addHundred);
    Thread second = Threads.start("second", this::addHundred);
    events.follow(0, event -> heard.add(event.number()));
    first.join();
    second.join();

    assertThat(heard).containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
  }

  @Test
  void hearsOfNothingAfterTheEnd() {
    List<Event> heard = new ArrayList<>();
    Runnable end = events.follow(0, heard::add);
    events.add("first", "", "");

    end.run();
    events.add("second", "", "");

    assertThat(heard).extracting(Event::kind).containsExactly("first");
  }

  @Test
  void aListenerThatFailsKeepsNothingFromTheOthers() {
    List<Event> heard = new ArrayList<>();
    events.follow(
        0,
        _ -> {
          throw new IllegalStateException("scripted");
        });
    events.follow(0, heard::add);

    events.add("kind", "", "");

    assertThat(heard).hasSize(1);
  }

  private void addHundred() {
    for (int i = 0; i < 100; i++) {
      events.add("kind", "subject", "");
    }
  }
}
