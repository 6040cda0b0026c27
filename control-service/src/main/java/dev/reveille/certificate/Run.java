package dev.reveille.certificate;

import java.util.Optional;

/**
 * An order that is under way on a thread of its own. The desk keeps one at a time for each name.
 */
final class Run {
  private final String name;
  private final Plan.Attempt attempt;
  private final boolean isForced;
  private volatile String doing = "checking that the name leads here";
  private volatile Optional<RenewalJob> job = Optional.empty();

  /**
   * @param isForced whether an administrator wants it whatever limits and checks say
   */
  Run(String name, Plan.Attempt attempt, boolean isForced) {
    this.name = name;
    this.attempt = attempt;
    this.isForced = isForced;
  }

  String name() {
    return name;
  }

  Plan.Attempt attempt() {
    return attempt;
  }

  Authority authority() {
    return attempt.authority();
  }

  boolean isForced() {
    return isForced;
  }

  /** In words: {@code proving shop.example.com by http-01}. */
  String doing() {
    return doing;
  }

  /** Called from the order's own thread. */
  void progress(String step) {
    doing = step;
    job.ifPresent(it -> it.step(step));
  }

  /** Somebody wants to know of each step from now on. */
  void report(RenewalJob to) {
    job = Optional.of(to);
  }

  Optional<RenewalJob> job() {
    return job;
  }
}
