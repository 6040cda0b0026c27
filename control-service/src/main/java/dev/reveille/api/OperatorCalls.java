package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.doctor.Doctor;
import dev.reveille.doctor.Finding;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/config} and {@code GET /v1/doctor}: what an operator asks first. */
final class OperatorCalls {
  private final List<SettingWire> settings;
  private final Doctor doctor;

  OperatorCalls(ControlServer.OperatorParts parts) {
    this.settings = parts.settings();
    this.doctor = parts.doctor();
  }

  /** One thing that was looked at; {@code result} is {@code ok}, {@code warn} or {@code fail}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FindingWire(String subject, String result, String text, @Nullable String advice) {
    static FindingWire from(Finding finding) {
      return new FindingWire(
          finding.subject(),
          finding.result().name().toLowerCase(Locale.ROOT),
          finding.text(),
          finding.advice().orElse(null));
    }
  }

  void config(HttpServerExchange exchange) {
    Reply.json(exchange, 200, Map.of("settings", settings));
  }

  void doctor(HttpServerExchange exchange) {
    Blocking.run(
        exchange,
        () -> {
          List<FindingWire> findings = doctor.examine().stream().map(FindingWire::from).toList();
          Reply.json(exchange, 200, Map.of("findings", findings));
        });
  }
}
