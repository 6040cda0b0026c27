package dev.reveille.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The verbs of docksal/vhost-proxy's {@code proxyctl}, and what they do now. */
enum Verb {
  LOOKUP(
      Parameters.host(),
      "Says which project or container a host name leads to.",
      "Prints \"project NAME\" or \"container NAME\", as the gateway decides: exact names go before"
          + " *.name, name.* and ~regex. Exit code 1 where none claims it."),
  WAKEUP(
      Parameters.host(),
      "Wakes what a host name leads to, as a visit does.",
      "Waits until it answers. Exit codes: 0 it answers, 1 there is none or it failed, 2 it sleeps"
          + " and visits do not wake it (PROJECT_AUTOSTART, the label reveille.wake)."),
  START(
      Optional.of(new Parameters("[project|container] NAME", 2, "A project or a container.")),
      "Wakes a project, or the one that a container belongs to.",
      "Also where visits do not wake it. A container is told by its name or the beginning of its"
          + " id. Waits until it answers."),
  STOP(
      Optional.empty(),
      "Puts to sleep what nobody has used for its idle time.",
      "The control service does so by itself within seconds; this does it now. What keeps a project"
          + " awake counts. Without PROJECT_INACTIVITY_TIMEOUT nothing is due."),
  CRON(
      Optional.empty(),
      "stop, and then stats.",
      "For crontabs of old: nothing has to be called regularly any more."),
  NOTIFY(
      Optional.empty(),
      "Says that nothing has to be reloaded.",
      "Routes and certificates reach the gateway while it runs."),
  NETWORKS(
      Optional.empty(),
      "Says that networks are joined by themselves.",
      "The control service does that at its start and at each wake."),
  CLEANUP(
      Optional.empty(),
      "Removes what has been abandoned, as far as it is due.",
      "Carries out the plan of PROJECT_DANGLING_TIMEOUT: a removal is announced first, and due"
          + " after PROJECT_REMOVAL_GRACE. Says what waits and until when, and what is kept and"
          + " why."),
  STATS(
      Optional.empty(),
      "Lists the projects: who runs, is active, permanent, dangling.",
      "Prints to stderr whenever it is called; STATS_LOG is about the control service's own log"
          + " only.");

  // Two texts and a number, if any.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Optional<Parameters> parameters;

  private final String summary;
  private final String details;

  /**
   * What comes after a verb: one word at least.
   *
   * @param most how many words at most
   */
  record Parameters(String label, int most, String meaning) {
    private static Optional<Parameters> host() {
      return Optional.of(new Parameters("HOST", 1, "A host name."));
    }
  }

  Verb(Optional<Parameters> parameters, String summary, String details) {
    this.parameters = parameters;
    this.summary = summary;
    this.details = details;
  }

  /** The verb of a command line that needs no explanation: right, and without options. */
  static Optional<Verb> ofPlain(List<String> commandLine) {
    if (commandLine.isEmpty()) {
      return Optional.empty();
    }
    List<String> arguments = commandLine.subList(1, commandLine.size());
    for (Verb verb : values()) {
      if (verb.word().equals(commandLine.getFirst()) && verb.takes(arguments)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }

  private boolean takes(List<String> arguments) {
    for (String argument : arguments) {
      if (argument.startsWith("-")) {
        return false;
      }
    }
    return parameters.isEmpty()
        ? arguments.isEmpty()
        : !arguments.isEmpty() && arguments.size() <= parameters.get().most();
  }

  /** As it is written. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Optional<Parameters> parameters() {
    return parameters;
  }

  String summary() {
    return summary;
  }

  String details() {
    return details;
  }

  /**
   * Does it; returns the exit code.
   *
   * @throws CommandFailed when the control service can't be asked
   */
  int run(List<String> arguments, Session session) {
    return switch (this) {
      case LOOKUP -> new HostVerbs(session).lookup(arguments.getFirst());
      case WAKEUP -> new HostVerbs(session).wakeup(arguments.getFirst());
      case START -> new StartVerb(session).start(arguments);
      case STOP -> new StopVerb(session).stop();
      case CRON -> cron(session);
      case NOTIFY -> new StateVerbs(session).notifyGateway();
      case NETWORKS -> new StateVerbs(session).networks();
      case CLEANUP -> new CleanupVerb(session).cleanup();
      case STATS -> new StatsVerb(session).stats();
    };
  }

  private static int cron(Session session) {
    session.log(CRON).begin();
    int stopped = new StopVerb(session).stop();
    return Math.max(stopped, new StatsVerb(session).stats());
  }
}
