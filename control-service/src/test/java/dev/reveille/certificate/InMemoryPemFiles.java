package dev.reveille.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Files of a test, and the order in which they were changed. */
public final class InMemoryPemFiles implements PemFiles {
  private final Map<String, String> contents = new HashMap<>();
  private final List<String> changes = new ArrayList<>();
  private boolean isFull;

  @Override
  public Optional<String> read(String name) {
    return Optional.ofNullable(contents.get(name));
  }

  @Override
  public void write(String name, String content) {
    if (isFull) {
      throw new UncheckedIOException(
          "cannot write \"%s\": No space left on device".formatted(name),
          new IOException("No space left on device"));
    }
    contents.put(name, content);
    changes.add("write " + name);
  }

  @Override
  public void remove(String name) {
    contents.remove(name);
    changes.add("remove " + name);
  }

  @Override
  public SortedSet<String> names() {
    return new TreeSet<>(contents.keySet());
  }

  /** From now on nothing can be written, as on a full disk, or again. */
  public void setFull(boolean full) {
    isFull = full;
  }

  /** {@code write self-signed.key}, oldest first. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  public Map<String, String> contents() {
    return Map.copyOf(contents);
  }
}
