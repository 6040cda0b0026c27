package dev.reveille.certificate;

import dev.reveille.concurrent.Latest;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A renewal that an administrator asked for, step by step until a gateway serves it. */
public final class RenewalJob {
  /** For a gateway's next poll, and its fetch. */
  private static final Duration TAKING_LIMIT = Duration.ofSeconds(30);

  private final String id = UUID.randomUUID().toString();
  private final String name;
  private final Timer timer;
  private final Latest<Progress> progress;

  /** How far it is. */
  public enum State {
    RUNNING,
    DONE,
    FAILED
  }

  /** A step that has begun, in words: {@code checking the CA's limits}. */
  public record Step(Instant at, String text) {}

  /**
   * How far it is.
   *
   * @param steps oldest first; the last one of a failed job says why
   */
  public record Progress(State state, List<Step> steps) {
    public Progress {
      steps = List.copyOf(steps);
    }
  }

  RenewalJob(String name, Timer timer) {
    this.name = name;
    this.timer = timer;
    this.progress = new Latest<>(new Progress(State.RUNNING, List.of()));
    step("checking the CA's limits");
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** Nothing follows a state other than {@code RUNNING}. */
  public Latest<Progress> progress() {
    return progress;
  }

  void step(String text) {
    move(State.RUNNING, text);
  }

  /** Others come first; said once. */
  void queue() {
    if (progress.get().steps().size() == 1) {
      step("waiting for its turn");
    }
  }

  void fail(String reason) {
    move(State.FAILED, reason);
  }

  /** Waits, on a thread of its own, until a gateway serves the certificate. */
  void finish(ServerCertificate certificate, Publisher publisher) {
    step("stored");
    step("waiting until the gateway serves serial " + certificate.serial());
    CompletableFuture<Runnable> end =
        publisher.served(certificate).thenApply(isShown -> () -> done(isShown, certificate));
    Thread limit = Threads.start("renewal-limit", () -> giveUp(end));
    var _ =
        end.thenAccept(
            how -> {
              limit.interrupt();
              how.run();
            });
  }

  private void done(boolean isShown, ServerCertificate certificate) {
    String text =
        isShown
            ? "the gateway serves serial " + certificate.serial()
            : "the gateway serves another one, which goes before what is issued";
    move(State.DONE, text);
  }

  boolean isRunning() {
    return progress.get().state() == State.RUNNING;
  }

  private void giveUp(CompletableFuture<Runnable> end) {
    try {
      timer.sleep(TAKING_LIMIT);
      end.complete(() -> fail("issued and stored, but no gateway has taken it"));
    } catch (InterruptedException _) {
      // it was taken
    }
  }

  private synchronized void move(State state, String text) {
    Progress before = progress.get();
    if (before.state() == State.RUNNING) {
      Step step = new Step(timer.instant(), text);
      progress.set(
          new Progress(state, Stream.concat(before.steps().stream(), Stream.of(step)).toList()));
    }
  }
}
