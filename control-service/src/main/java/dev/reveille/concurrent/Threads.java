package dev.reveille.concurrent;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Named virtual threads for work that waits: engine calls, probes, loops. */
public final class Threads {
  private Threads() {}

  /**
   * An executor that runs each task on its own virtual thread, named {@code name-0}, {@code name-1}
   * …
   */
  public static ExecutorService perTask(String name) {
    return Executors.newThreadPerTaskExecutor(named(name));
  }

  /** Starts a loop on one virtual thread; interrupt it to end it. */
  public static Thread start(String name, Runnable loop) {
    return Thread.ofVirtual().name(name).start(loop);
  }

  private static ThreadFactory named(String name) {
    return Thread.ofVirtual().name(name + "-", 0).factory();
  }
}
