package dev.reveille.certificate;

import dev.reveille.concurrent.Latest;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the folder that {@code CERTS_DIR} names: looks every two seconds, and reads again only
 * what has changed since. Looking works on every file system; notifications of changes do not.
 *
 * <p>What is being copied is waited for: while a pair is not whole, the one of that name that was
 * read before goes on being used. Only a pair of which both files are gone is forgotten, and none
 * is while the folder can't be listed. What is still wrong at the second look is a problem.
 */
public final class CustomCertificates implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CustomCertificates.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /**
   * Looking at thousands of files shall not take more of a processor than one part in this many.
   */
  private static final int PART_OF_TIME = 50;

  private final Path folder;
  private final Timer timer;
  private final Latest<CustomSet> set = new Latest<>(CustomSet.NONE);
  private SortedMap<String, Known> known = new TreeMap<>();
  private Set<String> atTheLastLook = Set.of();
  private Map<String, ServerCertificate> published = Map.of();
  private final Set<String> told = new HashSet<>();
  private @Nullable Thread loop;

  /** A pair as it was read last; where it could not be, the one before, and why. */
  private record Known(
      Optional<ServerCertificate> certificate,
      List<CustomFiles.Stamp> stamps,
      Optional<String> problem) {}

  /**
   * @param folder need not exist
   */
  public CustomCertificates(Path folder, Timer timer) {
    this.folder = folder;
    this.timer = timer;
  }

  /** The newest set; listeners run on the thread that looks, when something has changed. */
  public Latest<CustomSet> set() {
    return set;
  }

  /** Looks once before it returns, and from then on every two seconds. */
  public void start() {
    lookSafely();
    loop = Threads.start("custom-certificates", this::run);
  }

  @Override
  public void close() {
    if (loop != null) {
      loop.interrupt();
    }
  }

  private void run() {
    Duration took = Duration.ZERO;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Duration share = took.multipliedBy(PART_OF_TIME);
        timer.sleep(share.compareTo(PAUSE) > 0 ? share : PAUSE);
      } catch (InterruptedException _) {
        return;
      }
      Instant start = timer.instant();
      lookSafely();
      took = Duration.between(start, timer.instant());
    }
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      log.error("Could not look at the custom certificates; they stay as they were", e);
    }
  }

  /** One look; one at a time. */
  void look() {
    Set<String> problems = new HashSet<>();
    try {
      known = read(CustomFiles.in(folder));
    } catch (IOException e) {
      problems.add("%s can't be listed: %s".formatted(folder, e));
    }
    known.forEach((name, pair) -> problemOf(name, pair).ifPresent(problems::add));
    publish(lasting(problems));
  }

  private SortedMap<String, Known> read(Collection<CustomFiles> found) {
    // At the start there may be thousands to read, later there are a few.
    Stream<CustomFiles> all = known.isEmpty() ? found.parallelStream() : found.stream();
    return all.collect(
        Collectors.toMap(
            CustomFiles::name,
            files -> read(files, known.get(files.name())),
            (one, _) -> one,
            TreeMap::new));
  }

  private static Known read(CustomFiles files, @Nullable Known before) {
    Optional<ServerCertificate> inUse = before == null ? Optional.empty() : before.certificate();
    try {
      List<CustomFiles.Stamp> stamps = files.stamps();
      // What could not be read is read again: a changed mode, for one, changes no stamp.
      if (before != null && before.problem().isEmpty() && before.stamps().equals(stamps)) {
        return before;
      }
      ServerCertificate certificate = files.read();
      return files.stamps().equals(stamps)
          ? new Known(Optional.of(certificate), stamps, Optional.empty())
          : new Known(inUse, List.of(), Optional.of("its files are being written"));
    } catch (IllegalArgumentException e) {
      return new Known(inUse, List.of(), Optional.of(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return new Known(inUse, List.of(), Optional.of("its files can't be read: " + e));
    }
  }

  private Optional<String> problemOf(String name, Known pair) {
    return pair.problem()
        .map(
            problem ->
                "certificate \"%s\": %s%s"
                    .formatted(
                        name,
                        problem,
                        pair.certificate().isPresent() ? "; the one before it stays in use" : ""))
        .or(() -> pair.certificate().flatMap(it -> problemOfAge(name, it)));
  }

  private Optional<String> problemOfAge(String name, ServerCertificate certificate) {
    return Expiry.problem(certificate, timer.instant())
        .map(it -> "certificate \"%s\" %s%s".formatted(name, it, todo(certificate)));
  }

  /** One that is not valid yet needs only time. */
  private String todo(ServerCertificate certificate) {
    return timer.instant().isBefore(certificate.notBefore()) ? "" : "; replace it";
  }

  /** What was so at the last look as well; the rest may be somebody copying. */
  private List<String> lasting(Set<String> problems) {
    List<String> lasting = problems.stream().filter(atTheLastLook::contains).sorted().toList();
    atTheLastLook = problems;
    told.retainAll(problems);
    for (String problem : lasting) {
      if (told.add(problem)) {
        log.warn("Custom certificates: {}", problem);
      }
    }
    return lasting;
  }

  private void publish(List<String> problems) {
    Map<String, ServerCertificate> certificates = new TreeMap<>();
    known.forEach((name, pair) -> pair.certificate().ifPresent(it -> certificates.put(name, it)));
    boolean isSame = certificates.equals(published);
    if (isSame && problems.equals(set.get().problems())) {
      return;
    }
    if (!isSame) {
      log.info("Custom certificates changed count={}", certificates.size());
    }
    published = certificates;
    set.set(CustomSet.of(certificates, problems));
  }
}
