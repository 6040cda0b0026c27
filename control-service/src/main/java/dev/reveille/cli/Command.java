package dev.reveille.cli;

import java.util.List;

/** What {@code reveille} can do. */
enum Command {
  STATUS(
      "status",
      Parameters.NONE,
      List.of(Option.JSON),
      "Shows how everything stands, on one screen.",
      "The control service, the engine, the gateways, how many projects are in which state, which"
          + " ones sleep next, certificates that need attention, and problems."),
  PROJECTS(
      "projects",
      Parameters.NONE,
      List.of(Option.JSON),
      "Lists the projects: state, last use, when they sleep, hosts.",
      "Problems with their labels stand below the table."),
  WAKE(
      "wake",
      new Parameters("HOST|PROJECT", 1, 1, "A project, or a host that leads to one."),
      List.of(Option.JSON),
      "Wakes a project and waits until it answers.",
      "Also where visits do not wake it. A project goes before a host of the same name."),
  SLEEP(
      "sleep",
      Parameters.PROJECT,
      List.of(Option.JSON),
      "Puts a project to sleep now.",
      "Refused while requests are open; the answer says what keeps it awake."),
  KEEP_AWAKE(
      "keep-awake",
      new Parameters("PROJECT TIME|off", 2, 2, "A project, and for how long: 30m, 2h, 7d."),
      List.of(Option.JSON),
      "Keeps a project from sleeping for a while.",
      "A year at most; off ends it."),
  REAP(
      "reap",
      Parameters.NONE,
      List.of(Option.DRY_RUN, Option.JSON),
      "Puts to sleep what is idle, removes what has been abandoned, as far as it is due.",
      "The control service does so by itself; this does it now. Removals are announced first. With"
          + " --json, prints what was removed; with --dry-run too, the whole plan."),
  CERTS_LIST(
      "certs list",
      Parameters.NONE,
      List.of(Option.JSON),
      "Lists names and their certificates.",
      "The name * is what everyone else is shown."),
  CERTS_SHOW(
      "certs show",
      Parameters.NAME,
      List.of(Option.JSON),
      "Shows the certificate of a name, and how it stands with the CA.",
      "Never its key."),
  CERTS_RENEW(
      "certs renew",
      new Parameters("NAME", 0, 1, "A host, or *.name for a wildcard."),
      List.of(Option.ALL, Option.FORCE, Option.JSON),
      "Orders a certificate anew, and waits until visitors are shown it.",
      "One NAME, or --all. Tells the steps meanwhile."),
  CERTS_ROLL_BACK(
      "certs roll-back",
      Parameters.NAME,
      List.of(Option.JSON),
      "Shows the certificate before the last again.",
      "The last one is forgotten. Renewals go on as before."),
  CERTS_REVOKE(
      "certs revoke",
      Parameters.NAME,
      List.of(Option.JSON),
      "Revokes a certificate at the CA, and deletes it here.",
      "Nothing is ordered for the name until somebody renews it."),
  CERTS_IMPORT(
      "certs import",
      Parameters.NAME,
      List.of(Option.CERT, Option.KEY, Option.JSON),
      "Hands over a certificate of your own, with its key.",
      "It has to be good for NAME and valid now. Shown after those of CERTS_DIR, before issued"
          + " ones. Reads the files here and sends them to the control service."),
  CERTS_DELETE(
      "certs delete",
      Parameters.NAME,
      List.of(Option.JSON),
      "Deletes an imported or issued certificate here, with its key.",
      "While a container claims the name another one is ordered, where certificates are ordered."),
  LOGS(
      "logs",
      Parameters.NONE,
      List.of(Option.FOLLOW, Option.JSON),
      "Shows what has happened: the last 500 events.",
      "With --json, one event in each line."),
  DOCTOR(
      "doctor",
      Parameters.NONE,
      List.of(Option.JSON),
      "Looks whether everything that is needed is there, and says what to do.",
      "Control service, gateway and its ports, engine, names of hosts, CA, folders, clocks. Exit"
          + " code 1 where something fails."),
  LABELS(
      "labels",
      new Parameters("HOST", 1, 1, "A host name."),
      List.of(Option.JSON),
      "Says where a host leads and why: everyone who claims it, in order.",
      "Exact names go before *.name, these before name.*, these before ~regex; of one kind the"
          + " longer pattern, and of equal ones the project whose name comes first. Exit code 1"
          + " where nobody gets it."),
  CONFIG(
      "config",
      Parameters.NONE,
      List.of(Option.JSON),
      "Lists the settings as they hold, and where each comes from.",
      "Secrets are masked."),
  COMPLETION(
      "completion",
      new Parameters("bash|zsh", 1, 1, "For which shell."),
      List.of(),
      "Prints a script that completes commands and options.",
      "For bash: source <(reveille completion bash). For zsh: source <(reveille completion zsh).");

  private final String words;

  // Two texts and two numbers.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Parameters parameters;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Option> options;

  private final String summary;
  private final String details;

  /**
   * What comes after the command.
   *
   * @param least how many words at least
   * @param most how many at most
   */
  record Parameters(String label, int least, int most, String meaning) {
    static final Parameters NONE = new Parameters("", 0, 0, "");
    static final Parameters PROJECT = new Parameters("PROJECT", 1, 1, "A project.");
    static final Parameters NAME =
        new Parameters("NAME", 1, 1, "A host, or *.name for a wildcard.");
  }

  Command(
      String words, Parameters parameters, List<Option> options, String summary, String details) {
    this.words = words;
    this.parameters = parameters;
    this.options = options;
    this.summary = summary;
    this.details = details;
  }

  /** As it is written, {@code certs list}. */
  String words() {
    return words;
  }

  Parameters parameters() {
    return parameters;
  }

  List<Option> options() {
    return options;
  }

  String summary() {
    return summary;
  }

  String details() {
    return details;
  }
}
