package dev.reveille.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The control service's own process, under the names that Prometheus's libraries give these
 * figures.
 */
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int KIB = 1024;

  private ProcessMetrics() {}

  static void register(PrometheusRegistry registry) {
    memory(registry);
    collections(registry);
    process(registry);
  }

  private static void memory(PrometheusRegistry registry) {
    memory("used", "Memory that the JVM uses.", MemoryUsage::getUsed, registry);
    memory("committed", "Memory that the JVM has reserved.", MemoryUsage::getCommitted, registry);
    memory("max", "Memory that the JVM may use; -1 is no limit.", MemoryUsage::getMax, registry);
  }

  private static void memory(
      String name, String help, ToLongFunction<MemoryUsage> value, PrometheusRegistry registry) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    GaugeWithCallback.builder()
        .name("jvm_memory_" + name + "_bytes")
        .help(help)
        .labelNames("area")
        .callback(
            callback -> {
              callback.call((double) value.applyAsLong(memory.getHeapMemoryUsage()), "heap");
              callback.call((double) value.applyAsLong(memory.getNonHeapMemoryUsage()), "nonheap");
            })
        .register(registry);
  }

  private static void collections(PrometheusRegistry registry) {
    SummaryWithCallback.builder()
        .name("jvm_gc_collection_seconds")
        .help("Collections of garbage, and how long they took.")
        .labelNames("gc")
        .callback(
            callback -> {
              for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
                callback.call(
                    each.getCollectionCount(),
                    each.getCollectionTime() / 1e3,
                    Quantiles.EMPTY,
                    each.getName());
              }
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("jvm_threads_current")
        .help("Threads of the operating system; virtual ones are not counted.")
        .callback(callback -> callback.call(ManagementFactory.getThreadMXBean().getThreadCount()))
        .register(registry);
  }

  private static void process(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("process_cpu_seconds")
        .help("Processor time that the control service has used.")
        .callback(
            callback ->
                ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .ifPresent(time -> callback.call(time.toNanos() / 1e9)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("process_start_time_seconds")
        .help("When the control service was started.")
        .callback(
            callback -> callback.call(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3))
        .register(registry);
    GaugeWithCallback.builder()
        .name("process_resident_memory_bytes")
        .help("Memory of the machine that the control service takes.")
        .callback(callback -> resident().ifPresent(callback::call))
        .register(registry);
  }

  /** {@code VmRSS: 93184 kB}; there is no such file but on Linux. */
  private static OptionalDouble resident() {
    if (!Files.isReadable(STATUS)) {
      return OptionalDouble.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * KIB)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STATUS, e);
    }
  }
}
