package dev.reveille.testing;

/**
 * How a program ended, and what it printed.
 *
 * @param out its stdout, without the last line's end; {@code err} likewise its stderr
 */
public record Outcome(int exitCode, String out, String err) {}
