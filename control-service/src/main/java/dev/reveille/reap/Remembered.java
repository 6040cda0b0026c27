package dev.reveille.reap;

import dev.reveille.activity.StateFiles;
import dev.reveille.reap.RemovalsFile.Found;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is remembered of removals: written to disk before anything else goes by it. */
final class Remembered {
  private static final Logger log = LoggerFactory.getLogger(Remembered.class);

  private final RemovalsFile file;
  private Optional<Memory> memory = Optional.empty();

  Remembered(StateFiles files) {
    this.file = new RemovalsFile(files);
  }

  /** What is remembered; read from disk at first. */
  synchronized Memory get() {
    if (memory.isEmpty()) {
      memory = Optional.of(read());
    }
    return memory.get();
  }

  /** Fails when it can't be written; then what was remembered before still is. */
  synchronized void set(Memory next) {
    if (!next.equals(get())) {
      file.write(next);
      memory = Optional.of(next);
    }
  }

  /** A damaged file has forgotten all announcements: each is made again, with a whole grace. */
  private Memory read() {
    return switch (file.read()) {
      case Found.Known(Memory known) -> known;
      case Found.Newer(int format) ->
          throw new IllegalStateException(
              "%s has format %d of a newer version of Reveille; nothing is removed"
                  .formatted(RemovalsFile.NAME, format));
      case Found.Damaged(String reason) -> {
        log.error(
            "{} was damaged and is now {}; removals are announced anew, and one that had begun is"
                + " not carried on reason=\"{}\"",
            RemovalsFile.NAME,
            RemovalsFile.DAMAGED,
            reason);
        yield Memory.NONE;
      }
    };
  }
}
