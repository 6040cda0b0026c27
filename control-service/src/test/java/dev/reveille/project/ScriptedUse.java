package dev.reveille.project;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a {@link ScriptedContainer} shows of being used: lines, processor time, commands. */
final class ScriptedUse {
  private final List<Line> log = new ArrayList<>();
  private final Map<String, CommandResult> answers = new HashMap<>();
  private final Set<String> hanging = new HashSet<>();
  private boolean runsCommand;
  private int processorPercent;
  private Duration processorTime = Duration.ZERO;
  private Instant counted = Instant.EPOCH;

  private record Line(Instant at, String text) {}

  void print(List<String> lines, Instant now) {
    lines.forEach(text -> log.add(new Line(now, text)));
  }

  List<String> lastLines(int lines) {
    return log.subList(Math.max(0, log.size() - lines), log.size()).stream()
        .map(Line::text)
        .toList();
  }

  Optional<Instant> lastLine() {
    return log.isEmpty() ? Optional.empty() : Optional.of(log.getLast().at());
  }

  void answer(String shellCommand, CommandResult result) {
    hanging.remove(shellCommand);
    answers.put(shellCommand, result);
  }

  void hang(String shellCommand) {
    hanging.add(shellCommand);
  }

  boolean hangs(List<String> command) {
    return hanging.contains(command.getLast());
  }

  CommandResult result(List<String> command) {
    return answers.getOrDefault(
        command.getLast(), new CommandResult(127, "sh: %s: not found".formatted(command)));
  }

  void runCommand(boolean runs) {
    runsCommand = runs;
  }

  boolean runsCommand() {
    return runsCommand;
  }

  void useProcessor(int percent, Instant now) {
    processorTime = processorTime(now);
    counted = now;
    processorPercent = percent;
  }

  /** Begins again, as with every start. */
  void start(Instant now) {
    processorTime = Duration.ZERO;
    counted = now;
    runsCommand = false;
  }

  Duration processorTime(Instant now) {
    Duration since = Duration.between(counted, now);
    return processorTime.plus(since.multipliedBy(processorPercent).dividedBy(100));
  }
}
