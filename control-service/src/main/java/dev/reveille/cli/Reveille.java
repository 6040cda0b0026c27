package dev.reveille.cli;

import dev.reveille.concurrent.Timer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** {@code reveille COMMAND}, for operators. */
public final class Reveille {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final Environment environment;
  private final Screen screen;
  private final Timer timer;

  Reveille(Environment environment, Screen screen, Timer timer) {
    this.environment = environment;
    this.screen = screen;
    this.timer = timer;
  }

  /** Exits with 0, with 1 when it was refused or failed, with 2 when the command line is wrong. */
  public static void main(String[] arguments) {
    Environment environment = new Environment(System.getenv());
    Screen screen =
        new Screen(
            stream(FileDescriptor.out), stream(FileDescriptor.err), Screen.Look.from(environment));
    int code = new Reveille(environment, screen, Timer.system()).run(arguments);
    screen.out().flush();
    if (code != 0) { // an exit is logged, for which the JVM looks for a logger in every jar
      System.exit(code);
    }
  }

  /** In a container there is often no locale, and the JVM would write only ASCII. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Returns the exit code. A plain command goes past picocli, see {@link Proxyctl#run}. */
  int run(String... arguments) {
    Optional<Typed> plain = Typed.plain(List.of(arguments));
    return plain.isPresent() ? run(plain.get()) : explain(arguments);
  }

  private int explain(String... arguments) {
    return Manual.commandLine()
        .setOut(new PrintWriter(screen.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(screen.err(), true, StandardCharsets.UTF_8))
        .setExecutionStrategy(this::execute)
        .execute(arguments);
  }

  private int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    ParseResult chosen = parsed;
    while (chosen.hasSubcommand()) {
      chosen = chosen.subcommand();
    }
    if (!(chosen.commandSpec().userObject() instanceof Command)) {
      CommandLine unfinished = chosen.commandSpec().commandLine();
      unfinished.usage(unfinished.getErr());
      return CommandLine.ExitCode.USAGE;
    }
    return run(Manual.typed(chosen));
  }

  private int run(Typed typed) {
    try {
      ControlClient api =
          new ControlClient(ServiceAddress.from(environment), AdminToken.from(environment));
      return run(typed, new Desk(api, screen, timer, environment, typed.has(Option.JSON)));
    } catch (UsageWrong e) {
      screen.note("reveille %s: %s".formatted(typed.command().words(), e.getMessage()));
      return WRONG_USAGE;
    } catch (CommandFailed e) {
      screen.note("reveille %s: %s".formatted(typed.command().words(), e.getMessage()));
      return FAILED;
    }
  }

  private static int run(Typed typed, Desk desk) {
    List<String> arguments = typed.arguments();
    String first = arguments.isEmpty() ? "" : arguments.getFirst();
    return switch (typed.command()) {
      case STATUS -> new StatusScreen(desk).show();
      case PROJECTS -> new ProjectTable(desk).show();
      case WAKE -> new ProjectCommands(desk).wake(first);
      case SLEEP -> new ProjectCommands(desk).sleep(first);
      case KEEP_AWAKE -> new ProjectCommands(desk).keepAwake(first, arguments.getLast());
      case REAP -> new ReapCommand(desk).reap(typed.has(Option.DRY_RUN));
      case CERTS_LIST -> new CertificateScreens(desk).list();
      case CERTS_SHOW -> new CertificateScreens(desk).show(first);
      case CERTS_RENEW -> new RenewCommand(desk, typed).renew();
      case CERTS_ROLL_BACK -> new CertificateCommands(desk).rollBack(first);
      case CERTS_REVOKE -> new CertificateCommands(desk).revoke(first);
      case CERTS_IMPORT ->
          new CertificateCommands(desk)
              .importPair(first, typed.value(Option.CERT), typed.value(Option.KEY));
      case CERTS_DELETE -> new CertificateCommands(desk).delete(first);
      case LOGS -> new LogsCommand(desk).show(typed.has(Option.FOLLOW));
      case DOCTOR -> new DoctorCommand(desk).examine();
      case LABELS -> new LabelsCommand(desk).explain(first);
      case CONFIG -> new ConfigTable(desk).show();
      case COMPLETION -> completion(first, desk);
    };
  }

  private static int completion(String shell, Desk desk) {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw new UsageWrong("there is no completion for \"%s\"; write bash or zsh".formatted(shell));
    }
    desk.screen().out().print(Manual.completion());
    return 0;
  }
}
