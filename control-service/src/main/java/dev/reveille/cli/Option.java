package dev.reveille.cli;

/** An option of {@code reveille}'s commands. */
enum Option {
  JSON("--json", "", "Prints the control API's own JSON, for programs."),
  DRY_RUN("--dry-run", "", "Changes nothing; prints the plan."),
  FOLLOW("-f", "", "Goes on with what happens from now on, until Ctrl-C."),
  ALL("--all", "", "Every certificate that was issued here."),
  FORCE("--force", "", "Also where a limit of the CA or a recent failure speaks against it."),
  CERT("--cert", "FILE", "The certificate and its chain, PEM."),
  KEY("--key", "FILE", "Its private key, PEM, without passphrase.");

  private final String written;
  private final String value;
  private final String meaning;

  Option(String written, String value, String meaning) {
    this.written = written;
    this.value = value;
    this.meaning = meaning;
  }

  /** {@code --json} */
  String written() {
    return written;
  }

  /** What stands for its value, {@code FILE}; empty where it has none. */
  String value() {
    return value;
  }

  boolean hasValue() {
    return !value.isEmpty();
  }

  /** One with a value is needed: without it there is nothing to do. */
  boolean isRequired() {
    return hasValue();
  }

  String meaning() {
    return meaning;
  }
}
