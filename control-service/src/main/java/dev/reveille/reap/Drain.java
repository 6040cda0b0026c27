package dev.reveille.reap;

import dev.reveille.activity.Activity;
import dev.reveille.activity.Gateway;
import dev.reveille.concurrent.Latest;
import dev.reveille.route.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits until no gateway sends requests to a project any more and those that were open have ended.
 *
 * <p>A gateway reports with which version of the route table all its workers counted: once that is
 * the one in which the project sleeps, no request can have begun that is not counted.
 */
public final class Drain {
  private final Activity activity;
  private final Duration limit;

  /** How it ended. */
  enum End {
    /** Nothing is open, and nothing comes. */
    DRY,
    /** Requests are open that do not count as use, and do not end. */
    QUIET,
    /** Requests are open that count as use. */
    IN_USE,
    /** A gateway did not say that it knows. */
    UNKNOWN,
    /** Somebody wants the project. */
    WANTED
  }

  /**
   * @param limit how long requests that are open may take to end
   */
  public Drain(Activity activity, Duration limit) {
    this.activity = activity;
    this.limit = limit;
  }

  /**
   * Returns at the limit at the latest.
   *
   * @param asleep the first version of the route table in which the project sleeps
   * @param wanted completes when somebody wants the project
   */
  End await(String project, Version asleep, CompletableFuture<Void> wanted)
      throws InterruptedException {
    CompletableFuture<Void> dry = new CompletableFuture<>();
    Latest.Subscription subscription =
        activity.reports().subscribe(_ -> completeWhenDry(dry, project, asleep));
    try {
      completeWhenDry(dry, project, asleep);
      CompletableFuture.anyOf(dry, wanted).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // what is known by now is what counts
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      subscription.close();
    }
    return wanted.isDone() ? End.WANTED : state(project, asleep);
  }

  private void completeWhenDry(CompletableFuture<Void> dry, String project, Version asleep) {
    if (state(project, asleep) == End.DRY) {
      dry.complete(null);
    }
  }

  private End state(String project, Version asleep) {
    for (Gateway gateway : activity.gateways()) {
      if (!has(gateway, asleep)) {
        return End.UNKNOWN;
      }
    }
    var use = activity.of(project);
    if (use.open() > 0) {
      return End.IN_USE;
    }
    return use.quiet() > 0 ? End.QUIET : End.DRY;
  }

  private static boolean has(Gateway gateway, Version asleep) {
    Optional<Version> version = Version.parse(gateway.routes());
    return version
        .filter(it -> it.epoch().equals(asleep.epoch()) && it.number() >= asleep.number())
        .isPresent();
  }
}
