package dev.reveille.certificate;

import java.util.Optional;
import java.util.SortedSet;

/**
 * Small files by name, {@code self-signed.key}, that only their owner may read and that are written
 * whole or not at all. A failure is a {@link java.io.UncheckedIOException} that says what to do.
 */
public interface PemFiles {
  /** The content; empty where there is no such file. */
  Optional<String> read(String name);

  /** Writes or replaces a file. */
  void write(String name, String content);

  /** Removes a file; nothing happens where there is none. */
  void remove(String name);

  /** Of all files that are there, but not of those that are just being written. */
  SortedSet<String> names();
}
