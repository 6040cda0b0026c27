package dev.reveille.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code doctor}: looks whether everything that is needed is there. The control service looks at
 * what only it can see; that it is not there is itself a finding.
 */
final class DoctorCommand {
  private static final String OK = "ok";
  private static final String WARN = "warn";
  private static final String FAIL = "fail";
  private static final int CONNECT_MILLIS = 2_000;

  private final Desk desk;

  /** As the control service writes them. */
  private record Finding(String subject, String result, String text, String advice) {}

  DoctorCommand(Desk desk) {
    this.desk = desk;
  }

  /** Returns 1 where something fails. */
  int examine() {
    List<Finding> findings = new ArrayList<>(ofService());
    findings.addFirst(port("HTTPS_PORT", "8443"));
    findings.addFirst(port("HTTP_PORT", "8080"));
    if (desk.asJson()) {
      desk.screen().json(json(findings));
    } else {
      findings.forEach(this::show);
    }
    return findings.stream().anyMatch(it -> it.result().equals(FAIL)) ? 1 : 0;
  }

  private List<Finding> ofService() {
    List<Finding> findings = new ArrayList<>();
    try {
      String version = desk.api().getOpen("/v1/health").orFail().at("version").text();
      String text = "version " + version + " answers at " + desk.api().address();
      findings.add(new Finding("service", OK, text, ""));
      for (Json it : desk.api().get("/v1/doctor").orFail().at("findings").all()) {
        findings.add(
            new Finding(
                it.at("subject").text(),
                it.at("result").text(),
                it.at("text").text(),
                it.at("advice").text()));
      }
    } catch (CommandFailed e) {
      String advice =
          "start it, or look at its log: engine, DNS, CA and folders are looked at by it only";
      findings.add(new Finding("service", FAIL, String.valueOf(e.getMessage()), advice));
    }
    return findings;
  }

  /** The gateway runs beside the control service, where this command does. */
  private Finding port(String setting, String standard) {
    String port = desk.environment().get(setting).orElse(standard);
    try (Socket socket = new Socket()) {
      InetAddress here = InetAddress.getLoopbackAddress();
      socket.connect(new InetSocketAddress(here, Integer.parseInt(port)), CONNECT_MILLIS);
      return new Finding("port " + port, OK, "something listens (" + setting + ")", "");
    } catch (IOException | IllegalArgumentException _) {
      String advice = "start the gateway, and look at its log if it ends; set " + setting;
      return new Finding("port " + port, FAIL, "nothing listens (" + setting + ")", advice);
    }
  }

  private void show(Finding finding) {
    Tone tone =
        switch (finding.result()) {
          case OK -> Tone.GOOD;
          case WARN -> Tone.WARNING;
          default -> Tone.BAD;
        };
    desk.screen()
        .line(
            new Cell(padded(finding.result(), 6), tone),
            Cell.strong(padded(finding.subject(), 12)),
            Cell.of(finding.text()));
    if (!finding.advice().isEmpty()) {
      desk.screen().line(Cell.of(" ".repeat(18) + "→ " + finding.advice()));
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  /** As {@code GET /v1/doctor} has it, with what was seen from here. */
  private static String json(List<Finding> findings) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("findings");
          for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("subject", finding.subject());
            json.writeStringField("result", finding.result());
            json.writeStringField("text", finding.text());
            if (!finding.advice().isEmpty()) {
              json.writeStringField("advice", finding.advice());
            }
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
