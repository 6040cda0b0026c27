package dev.reveille.certificate;

import dev.reveille.activity.StateFiles;
import java.util.SortedSet;

/** A folder of such files: {@code self-signed.key}. */
public interface PemFiles extends StateFiles {
  /** Removes a file; nothing happens where there is none. */
  void remove(String name);

  /** Of all files that are there, but not of those that are just being written. */
  SortedSet<String> names();
}
