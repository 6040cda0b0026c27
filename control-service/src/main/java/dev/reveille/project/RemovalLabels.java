package dev.reveille.project;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a container's labels say of its project's removal.
 *
 * @param root the project's directory on the host, as the label writes it
 * @param permanent whether its project is never removed; a value that can't be read says so too
 */
public record RemovalLabels(Optional<String> root, boolean permanent) {
  public static final RemovalLabels NONE = new RemovalLabels(Optional.empty(), false);

  private static final List<String> SAYS_NO = List.of("0", "off", "false", "no");

  /** Whoever writes {@code reveille.permanent} wants the project kept; only a clear no is one. */
  public static RemovalLabels of(Map<String, String> labels) {
    boolean permanent =
        Label.PERMANENT
            .of(labels)
            .filter(text -> !SAYS_NO.contains(text.toLowerCase(Locale.ROOT)))
            .isPresent();
    return new RemovalLabels(Label.ROOT.of(labels), permanent);
  }
}
