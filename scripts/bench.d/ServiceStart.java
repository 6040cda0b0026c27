import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How soon a control service is ready whose JVM was not running, and what memory it takes then. */
final class ServiceStart {
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

  private final Stage stage;
  private final InetSocketAddress address;

  ServiceStart(Stage stage) {
    this.stage = stage;
    this.address = new InetSocketAddress("127.0.0.1", Integer.parseInt(stage.value("SPARE_PORT")));
  }

  void start(int rounds) throws Exception {
    measure("start.warm-up");
    for (int round = 0; round < rounds; round++) {
      measure("start");
    }
  }

  private void measure(String sample) throws Exception {
    long start = System.nanoTime();
    Process process = launch();
    try {
      while (!isReady()) {
        if (!process.isAlive() || System.nanoTime() - start > LIMIT_NANOS) {
          throw new IOException("the control service did not start");
        }
        Thread.sleep(2);
      }
      Bench.sample(sample + ".ready", (System.nanoTime() - start) / 1e6);
      Thread.sleep(IDLE);
      Bench.sample(sample + ".mebibytes", residentKibibytes(process) / 1024);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  /** As scripts/run does it, on a port and in a state directory of its own. */
  private Process launch() throws IOException {
    String root = stage.value("CHECKOUT");
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + root + "/control-service/jvm.options",
                "-jar",
                root + "/control-service/target/control-service.jar"));
    builder.environment().put("CONTROL_PORT", stage.value("SPARE_PORT"));
    builder.environment().put("STATE_DIR", stage.value("STATE_DIR"));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private boolean isReady() {
    try (Http http = Http.to(address)) {
      return http.ask("GET", "/v1/ready", "control", "bench").status() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private static double residentKibibytes(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
