package dev.reveille.activity;

import java.util.Optional;

/**
 * Small files by name, {@code use.json}, that only their owner may read and that are written whole
 * or not at all. A failure is a {@link java.io.UncheckedIOException} that says what to do.
 */
public interface StateFiles {
  /** The content; empty where there is no such file. */
  Optional<String> read(String name);

  /** Writes or replaces a file. */
  void write(String name, String content);
}
