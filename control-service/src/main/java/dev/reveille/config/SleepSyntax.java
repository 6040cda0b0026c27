package dev.reveille.config;

import dev.reveille.project.SleepDepth;
import dev.reveille.project.SleepLabels;

/** How settings about sleep and removal are written, beside those of {@link Syntax}. */
final class SleepSyntax {
  static final Syntax<SleepDepth> DEPTH =
      new Syntax<>("stop or pause", "stop or pause", SleepDepth::of);
  static final Syntax<Integer> PERCENT =
      new Syntax<>("percent or off", "off or a whole number from 1 to 10000", SleepLabels::percent);

  /** True for {@code remove}. */
  static final Syntax<Boolean> ORPHANS =
      new Syntax<>("report or remove", "report or remove", SleepSyntax::removesOrphans);

  private SleepSyntax() {}

  private static boolean removesOrphans(String text) {
    return switch (text) {
      case "report" -> false;
      case "remove" -> true;
      default -> throw new IllegalArgumentException();
    };
  }
}
