package dev.reveille.certificate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of a test, and the order in which they were changed. */
final class InMemoryPemFiles implements PemFiles {
  private final Map<String, String> contents = new HashMap<>();
  private final List<String> changes = new ArrayList<>();

  @Override
  public Optional<String> read(String name) {
    return Optional.ofNullable(contents.get(name));
  }

  @Override
  public void write(String name, String content) {
    contents.put(name, content);
    changes.add("write " + name);
  }

  @Override
  public void remove(String name) {
    contents.remove(name);
    changes.add("remove " + name);
  }

  /** {@code write self-signed.key}, oldest first. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  Map<String, String> contents() {
    return Map.copyOf(contents);
  }
}
