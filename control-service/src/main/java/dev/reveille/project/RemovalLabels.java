package dev.reveille.project;

import java.util.Optional;

/**
 * What a container's labels say of its project's removal.
 *
 * @param root the project's directory on the host, as the label writes it
 * @param permanent whether its project is never removed; a value that can't be read says so too
 */
public record RemovalLabels(Optional<String> root, boolean permanent) {
  public static final RemovalLabels NONE = new RemovalLabels(Optional.empty(), false);
}
