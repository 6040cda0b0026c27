package dev.reveille.project;

/**
 * How a command in a container ended.
 *
 * @param exitCode 0 where all went well; 126 or 127 where there is no such command
 * @param output the lines that it printed to stdout and stderr, without control characters; the
 *     first of them where there are very many
 */
public record CommandResult(int exitCode, String output) {
  public boolean succeeded() {
    return exitCode == 0;
  }
}
