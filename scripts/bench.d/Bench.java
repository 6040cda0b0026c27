import java.util.Locale;

/**
 * What scripts/bench measures without wrk: {@code Bench MEASUREMENT ROUNDS}. Prints one sample a
 * line, {@code name value}; times are in milliseconds.
 */
final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    Stage stage = new Stage(System.getenv());
    int rounds = Integer.parseInt(arguments[1]);
    stage.warmUp();
    switch (arguments[0]) {
      case "latency" -> new Others(stage).latency(rounds);
      case "wake" -> new Wakes(stage).wake(rounds);
      case "pause" -> new Wakes(stage).pause(rounds);
      case "plan" -> new Plans().plan(rounds);
      case "event" -> new Wakes(stage).event(rounds);
      case "crowd" -> new Others(stage).crowd(rounds);
      case "storm" -> new Others(stage).storm(rounds);
      case "start" -> new ServiceStart(stage).start(rounds);
      default -> throw new IllegalArgumentException("no measurement " + arguments[0]);
    }
  }

  static void sample(String name, double value) {
    System.out.println(String.format(Locale.ROOT, "%s %.3f", name, value));
  }

  static double millis(Stage.Task task) throws Exception {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1e6;
  }

  /** What is compared takes turns, and so does which of the two begins. */
  static void inTurn(int round, Stage.Task one, Stage.Task other) throws Exception {
    if (round % 2 == 0) {
      one.run();
      other.run();
    } else {
      other.run();
      one.run();
    }
  }
}
