package dev.reveille.cli;

import dev.reveille.concurrent.Timer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** {@code proxyctl VERB}, as docksal/vhost-proxy had it. */
public final class Proxyctl {
  private static final int FAILED = 1;

  private final Environment environment;
  private final Terminal terminal;
  private final Timer timer;

  Proxyctl(Environment environment, Terminal terminal, Timer timer) {
    this.environment = environment;
    this.terminal = terminal;
    this.timer = timer;
  }

  /** Exits with 0, with 1 when the verb failed, with 2 when the command line is wrong. */
  public static void main(String[] arguments) {
    Timer timer = Timer.system();
    Terminal terminal = new Terminal(System.out, System.err, timer, localTime(timer));
    int code = new Proxyctl(new Environment(System.getenv()), terminal, timer).run(arguments);
    if (code != 0) { // an exit is logged, for which the JVM looks for a logger in every jar
      System.exit(code);
    }
  }

  /** {@code ZoneId.systemDefault()} would open every jar to look for time zones. */
  private static ZoneOffset localTime(Timer timer) {
    int millis = TimeZone.getDefault().getOffset(timer.millis());
    return ZoneOffset.ofTotalSeconds(millis / 1_000);
  }

  /**
   * Returns the exit code. A plain command goes past picocli: its classes are too old for the JVM's
   * cache, and it looks for Groovy in every jar, which together takes longer than all the rest.
   */
  int run(String... arguments) {
    List<String> commandLine = List.of(arguments);
    Optional<Verb> plain = Verb.ofPlain(commandLine);
    return plain.isPresent()
        ? run(plain.get(), commandLine.subList(1, commandLine.size()))
        : explain(arguments);
  }

  private int explain(String... arguments) {
    return Grammar.commandLine()
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setExecutionStrategy(this::execute)
        .execute(arguments);
  }

  private int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    CommandLine.Model.CommandSpec root = parsed.commandSpec();
    if (!parsed.hasSubcommand()) {
      root.commandLine().usage(root.commandLine().getErr());
      return CommandLine.ExitCode.USAGE;
    }
    ParseResult chosen = parsed.subcommand();
    return run((Verb) chosen.commandSpec().userObject(), arguments(chosen));
  }

  private static List<String> arguments(ParseResult chosen) {
    return chosen.hasMatchedPositional(0)
        ? List.of(chosen.matchedPositionalValue(0, new String[0]))
        : List.of();
  }

  private int run(Verb verb, List<String> arguments) {
    try {
      ControlClient client =
          new ControlClient(ServiceAddress.from(environment), AdminToken.from(environment));
      return verb.run(arguments, new Session(client, terminal, timer));
    } catch (CommandFailed e) {
      new Log(verb, terminal).error(String.valueOf(e.getMessage()));
      return FAILED;
    }
  }
}
