package dev.reveille.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The verbs as picocli knows them, which explains them and what is wrong with a command line. */
final class Grammar {
  private Grammar() {}

  /** Reads a command line, and prints usage; nothing is run by it. */
  static CommandLine commandLine() {
    CommandSpec root = CommandSpec.create().name("proxyctl").addOption(help());
    root.addOption(
        OptionSpec.builder("--version")
            .versionHelp(true)
            .description("Prints the version.")
            .build());
    root.versionProvider(() -> new String[] {"proxyctl " + version()});
    root.usageMessage()
        .synopsisSubcommandLabel("VERB")
        .description("Asks the control service that runs here.")
        .footer(
            "",
            "Finds it by CONTROL_HOST, CONTROL_PORT, and STATE_DIR or ADMIN_TOKEN or"
                + " ADMIN_TOKEN_FILE.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage.%n");
    for (Verb verb : Verb.values()) {
      root.addSubcommand(verb.word(), spec(verb));
    }
    return new CommandLine(root).setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
  }

  private static CommandSpec spec(Verb verb) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(verb).addOption(help());
    verb.parameters()
        .ifPresent(
            it ->
                spec.addPositional(
                    PositionalParamSpec.builder()
                        .paramLabel(it.label())
                        .hideParamSyntax(true)
                        .required(true)
                        .arity("1.." + it.most())
                        .type(String[].class)
                        .description(it.meaning())
                        .build()));
    spec.usageMessage().description(verb.summary(), verb.details());
    return spec;
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help").usageHelp(true).description("Prints this.").build();
  }

  private static String version() {
    String version = Grammar.class.getPackage().getImplementationVersion();
    return version == null ? "of a checkout" : version;
  }
}
