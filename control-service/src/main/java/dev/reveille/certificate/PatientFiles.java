package dev.reveille.certificate;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files whose changes wait in memory while the disk takes none, as when it is full: what reads them
 * goes on with what was meant. Nothing is lost but by a restart in the meantime, and an ERROR says
 * that. Changes reach the disk in their order, with the next change or by {@link #retryUnwritten}.
 *
 * <p>Thread safe. Writers wait for each other, also for the disk; {@link #read} is for writers too.
 */
public final class PatientFiles implements PemFiles {
  private static final Logger log = LoggerFactory.getLogger(PatientFiles.class);

  private final PemFiles disk;

  /** The newest content by name; empty for a file that is to be removed. */
  private final Map<String, Optional<String>> unwritten = new LinkedHashMap<>();

  private boolean isTold;

  public PatientFiles(PemFiles disk) {
    this.disk = disk;
  }

  @Override
  public synchronized Optional<String> read(String name) {
    Optional<String> waiting = unwritten.get(name);
    return waiting != null ? waiting : disk.read(name);
  }

  @Override
  public void write(String name, String content) {
    change(name, Optional.of(content));
  }

  @Override
  public void remove(String name) {
    change(name, Optional.empty());
  }

  @Override
  public synchronized SortedSet<String> names() {
    SortedSet<String> names = disk.names();
    unwritten.forEach(
        (name, content) -> {
          if (content.isPresent()) {
            names.add(name);
          } else {
            names.remove(name);
          }
        });
    return names;
  }

  /** Tries again to write what waits; returns whether nothing waits any more. */
  public synchronized boolean retryUnwritten() {
    if (!unwritten.isEmpty() && flush()) {
      log.info("Files that waited in memory are on the disk again");
    }
    return unwritten.isEmpty();
  }

  private synchronized void change(String name, Optional<String> content) {
    boolean isBehind = !unwritten.isEmpty();
    unwritten.remove(name); // the newest change is the last
    unwritten.put(name, content);
    if (flush() && isBehind) {
      log.info("Files that waited in memory are on the disk again");
    }
  }

  private boolean flush() {
    var waiting = unwritten.entrySet().iterator();
    while (waiting.hasNext()) {
      var next = waiting.next();
      try {
        next.getValue()
            .ifPresentOrElse(
                content -> disk.write(next.getKey(), content), () -> disk.remove(next.getKey()));
      } catch (UncheckedIOException e) {
        tellOnce(e);
        return false;
      }
      waiting.remove();
    }
    isTold = false;
    return true;
  }

  private void tellOnce(UncheckedIOException e) {
    if (!isTold) {
      isTold = true;
      log.error(
          "Going on from memory, which a restart would lose: {}; trying again", e.getMessage());
    }
  }
}
