package dev.reveille.route;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The version of a route table, {@code k3f9.12}.
 *
 * @param epoch made anew by each start of the control service, so that numbers of an earlier one
 *     are told apart
 * @param number counts the changes since then, from 0, which is the table before the first look at
 *     the engine
 */
public record Version(String epoch, long number) {
  /** Reads one from a query; empty for anything that this service can't have written. */
  public static Optional<Version> parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1 || !text.substring(dot + 1).matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Version(text.substring(0, dot), Long.parseLong(text.substring(dot + 1))));
  }

  /** By how many tables this one is newer than another; empty for one of another start. */
  public OptionalLong ahead(String other) {
    return parse(other)
        .filter(it -> it.epoch().equals(epoch))
        .map(it -> OptionalLong.of(number - it.number()))
        .orElse(OptionalLong.empty());
  }

  Version next() {
    return new Version(epoch, number + 1);
  }

  @Override
  public String toString() {
    return epoch + "." + number;
  }
}
