package dev.reveille.cli;

import dev.reveille.api.ControlApi;
import dev.reveille.api.ControlServer;
import dev.reveille.concurrent.Timer;
import dev.reveille.reap.Removals;
import dev.reveille.reap.Sleeps;
import dev.reveille.wake.Machine;
import dev.reveille.wake.Visits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Somebody who types commands on the host of a control service, at noon. */
final class Prompt implements AutoCloseable {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z"));

  private final ControlApi api;

  /** What a command left behind; {@code notes} are the lines of stderr without their beginning. */
  record Done(int code, List<String> results, List<String> notes) {}

  Prompt(Machine machine) {
    this(ControlApi.parts(machine, machine.visits()));
  }

  Prompt(ControlServer.Parts parts) {
    this.api = new ControlApi(parts);
  }

  /** With other sleeps, visits and removals than usual. */
  static ControlServer.Parts parts(
      Machine machine, Visits visits, Sleeps sleeps, Removals removals) {
    ControlServer.Parts usual = ControlApi.parts(machine, visits);
    return new ControlServer.Parts(
        usual.inventory(),
        usual.routes(),
        visits,
        usual.wakes(),
        usual.activity(),
        sleeps,
        removals,
        usual.certificates(),
        usual.events(),
        usual.metrics(),
        usual.operator(),
        usual.engine(),
        usual.clock());
  }

  Done type(String... command) {
    return type(environment(), command);
  }

  /** The settings of the control service. */
  Map<String, String> environment() {
    return new HashMap<>(
        Map.of("CONTROL_PORT", String.valueOf(api.port()), "ADMIN_TOKEN", ControlApi.ADMIN));
  }

  static Done type(Map<String, String> environment, String... command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(stream(out), stream(err), NOON, ZoneOffset.UTC);
    int code = new Proxyctl(new Environment(environment), terminal, Timer.system()).run(command);
    List<String> notes =
        lines(err).stream().map(it -> it.replace("2026-01-31 12:00:00 [proxyctl] ", "")).toList();
    return new Done(code, lines(out), notes);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public void close() {
    api.close();
  }
}
