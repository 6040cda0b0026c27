import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Visits a site at a fixed rate until it is told to stop, and keeps how long each answer took.
 *
 * <p>A visit that is late because the one before it took long counts from when it was due: visitors
 * don't wait for each other before they come.
 */
final class Pace {
  private static final int CONNECTIONS = 8;
  private static final int PER_SECOND = 500;
  private static final long INTERVAL_NANOS = 1_000_000_000L * CONNECTIONS / PER_SECOND;

  private final Site site;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<List<Long>>> visits = new ArrayList<>();
  private volatile boolean stopped;

  private Pace(Site site) {
    this.site = site;
  }

  static Pace start(Site site) {
    Pace pace = new Pace(site);
    long start = System.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      long first = start + i * INTERVAL_NANOS / CONNECTIONS;
      pace.visits.add(pace.threads.submit(() -> pace.visit(first)));
    }
    return pace;
  }

  /** What 99 of 100 answers did not exceed, in milliseconds; a visit that failed is thrown. */
  double stop() throws InterruptedException, ExecutionException {
    stopped = true;
    List<Long> nanos = new ArrayList<>();
    for (Future<List<Long>> each : visits) {
      nanos.addAll(each.get());
    }
    threads.shutdown();
    nanos.sort(null);
    return nanos.get((int) Math.ceil(nanos.size() * 0.99) - 1) / 1e6;
  }

  private List<Long> visit(long first) throws IOException {
    List<Long> nanos = new ArrayList<>();
    byte[] request = site.request();
    try (Http http = Http.to(site.address())) {
      for (long due = first; !stopped; due += INTERVAL_NANOS) {
        long begin = Math.min(due, System.nanoTime());
        if (begin < due) {
          begin = sleepUntil(due);
        }
        http.send(request);
        site.answered(http.read());
        nanos.add(System.nanoTime() - begin);
      }
    }
    return nanos;
  }

  /** Returns when it woke up: that is never exact, and not the site's fault. */
  private static long sleepUntil(long due) {
    long now = System.nanoTime();
    while (now < due) {
      LockSupport.parkNanos(due - now);
      now = System.nanoTime();
    }
    return now;
  }
}
