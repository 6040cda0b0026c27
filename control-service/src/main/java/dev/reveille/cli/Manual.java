package dev.reveille.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code reveille}'s commands as picocli knows them, which explains and completes them. */
final class Manual {
  private static final int WIDTH = 100;

  private Manual() {}

  /** Reads a command line, and prints usage; nothing is run by it. */
  static CommandLine commandLine() {
    CommandSpec root = CommandSpec.create().name("reveille").addOption(help());
    root.addOption(
        OptionSpec.builder("--version")
            .versionHelp(true)
            .description("Prints the version.")
            .build());
    root.versionProvider(() -> new String[] {"reveille " + version()});
    root.usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .description("Asks the control service that runs here, and tells it what to do.")
        .footer(
            "",
            "Finds it by CONTROL_HOST, CONTROL_PORT, and STATE_DIR or ADMIN_TOKEN or"
                + " ADMIN_TOKEN_FILE.",
            "NO_COLOR turns colours off.",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage.%n");
    for (Command command : Command.values()) {
      add(root, command);
    }
    CommandLine line = new CommandLine(root);
    line.setUsageHelpWidth(WIDTH);
    return line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
  }

  /** A script for bash, which zsh reads too. */
  static String completion() {
    return AutoComplete.bash("reveille", commandLine());
  }

  /** What was typed, from how picocli has read it; only for a line that names a command. */
  static Typed typed(ParseResult chosen) {
    Command command = (Command) chosen.commandSpec().userObject();
    Map<Option, String> options = new EnumMap<>(Option.class);
    for (Option option : command.options()) {
      if (chosen.hasMatchedOption(option.written())) {
        options.put(option, String.valueOf(chosen.matchedOptionValue(option.written(), "")));
      }
    }
    List<String> arguments =
        chosen.hasMatchedPositional(0)
            ? List.of(chosen.matchedPositionalValue(0, new String[0]))
            : List.of();
    return new Typed(command, arguments, options);
  }

  /** {@code certs list} stands below {@code certs}, which is made for the first of them. */
  private static void add(CommandSpec root, Command command) {
    String[] words = command.words().split(" ", 2);
    if (words.length == 1) {
      root.addSubcommand(words[0], spec(command));
      return;
    }
    CommandLine group = root.subcommands().get(words[0]);
    CommandSpec above = group == null ? group(root, words[0]) : group.getCommandSpec();
    above.addSubcommand(words[1], spec(command));
  }

  private static CommandSpec group(CommandSpec root, String word) {
    CommandSpec group = CommandSpec.create().addOption(help());
    group
        .usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .description(
            "Certificates: list, show, renew, roll-back, revoke, import, delete. Alone, it lists.");
    root.addSubcommand(word, group);
    return group;
  }

  private static CommandSpec spec(Command command) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).addOption(help());
    Command.Parameters parameters = command.parameters();
    if (parameters.most() > 0) {
      spec.addPositional(
          PositionalParamSpec.builder()
              .paramLabel(parameters.label())
              .hideParamSyntax(true)
              .required(parameters.least() > 0)
              .index("0.." + (parameters.most() - 1))
              .arity(parameters.least() + ".." + parameters.most())
              .type(String[].class)
              .description(parameters.meaning())
              .build());
    }
    command.options().forEach(option -> spec.addOption(spec(option)));
    spec.usageMessage().description(command.summary(), command.details());
    return spec;
  }

  private static OptionSpec spec(Option option) {
    OptionSpec.Builder spec = OptionSpec.builder(option.written()).description(option.meaning());
    return option.hasValue()
        ? spec.paramLabel(option.value()).type(String.class).required(true).build()
        : spec.type(boolean.class).build();
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help").usageHelp(true).description("Prints this.").build();
  }

  private static String version() {
    String version = Manual.class.getPackage().getImplementationVersion();
    return version == null ? "of a checkout" : version;
  }
}
