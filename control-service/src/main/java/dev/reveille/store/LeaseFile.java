package dev.reveille.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The lock's file, read and written by one process at a time as far as the kernel's locks reach. It
 * is written in place and never removed, since a kernel lock is one of the file, not of its name.
 */
final class LeaseFile {
  private static final Set<StandardOpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private static final int LARGEST = 4096;

  private final Path path;

  LeaseFile(Path path) {
    this.path = path;
  }

  /**
   * Reads the lease and writes the one that is to follow it, if any.
   *
   * @param next empty to leave the file as it is
   * @return false where another process is doing the same at this moment
   */
  boolean exchange(Function<Optional<Lease>, Optional<Lease>> next) throws IOException {
    try (FileChannel file =
            FileChannel.open(
                path, OPTIONS, PosixFilePermissions.asFileAttribute(AtomicFile.OWNER_ONLY));
        Guard guard = Guard.of(file)) {
      if (!guard.isOurs()) {
        return false;
      }
      Optional<Lease> written = next.apply(Lease.parse(read(file)));
      if (written.isPresent()) {
        file.write(ByteBuffer.wrap(written.get().text().getBytes(StandardCharsets.UTF_8)), 0);
        file.force(false);
      }
      return true;
    }
  }

  private static String read(FileChannel file) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(LARGEST);
    file.read(content, 0);
    return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
  }

  /** The kernel's lock; on file systems that have none everyone gets it. */
  private record Guard(Optional<FileLock> lock, boolean isOurs) implements AutoCloseable {
    static Guard of(FileChannel file) {
      try {
        Optional<FileLock> lock = Optional.ofNullable(file.tryLock());
        return new Guard(lock, lock.isPresent());
      } catch (OverlappingFileLockException _) {
        return new Guard(Optional.empty(), false); // another instance in this JVM
      } catch (IOException _) {
        return new Guard(Optional.empty(), true);
      }
    }

    @Override
    public void close() throws IOException {
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
  }
}
