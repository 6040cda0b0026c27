package dev.reveille.doctor;

import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.TimeLimit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;

/** Makes all checks at the same time, each within a limit. Safe for use by many threads. */
public final class Doctor {
  private static final ExecutorService THREADS = Threads.perTask("doctor");

  private final List<Check> checks;
  private final Duration limit;

  /**
   * @param limit for each check
   */
  public Doctor(List<Check> checks, Duration limit) {
    this.checks = List.copyOf(checks);
    this.limit = limit;
  }

  /** What came of every check, in their order. */
  public List<Finding> examine() {
    List<CompletableFuture<List<Finding>>> looks =
        checks.stream()
            .map(check -> CompletableFuture.supplyAsync(() -> look(check), THREADS))
            .toList();
    return looks.stream().flatMap(look -> look.join().stream()).toList();
  }

  private List<Finding> look(Check check) {
    try {
      return TimeLimit.call(limit, check.look());
    } catch (TimeoutException _) {
      return List.of(
          Finding.fail(
              check.subject(),
              "no result within %d s".formatted(limit.toSeconds()),
              "look whether the machine or its network is overloaded, and try again"));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (RuntimeException e) {
      return List.of(
          Finding.fail(
              check.subject(),
              "could not be looked at: " + e,
              "look at the control service's log"));
    }
  }
}
