package dev.reveille.cli;

import java.time.Instant;
import java.util.List;

/** {@code certs list} and {@code certs show}. */
final class CertificateScreens {
  private final Desk desk;
  private final Screen screen;

  CertificateScreens(Desk desk) {
    this.desk = desk;
    this.screen = desk.screen();
  }

  int list() {
    Json answer = desk.result(desk.api().get("/v1/certificates"));
    if (desk.asJson()) {
      return 0;
    }
    List<Json> certificates = answer.at("certificates").all();
    if (certificates.isEmpty()) {
      screen.note("There are no certificates yet.");
    } else {
      Table table = new Table("NAME", "SOURCE", "TRUSTED", "EXPIRES", "NEXT");
      certificates.forEach(it -> table.row(row(it, desk.now())));
      table.print(screen);
    }
    for (Json problem : answer.at("problems").all()) {
      screen.line(new Cell("problem", Tone.WARNING), Cell.of("  " + problem.text()));
    }
    return 0;
  }

  private static Cell[] row(Json name, Instant now) {
    return new Cell[] {
      Cell.strong(name.at("name").text()),
      Cell.of(source(name)),
      trusted(name.at("trusted")),
      Cell.of(Moment.text(name.at("certificate").at("notAfter"), now)),
      next(name.at("issuance"), now)
    };
  }

  private static String source(Json name) {
    Json source = name.at("source");
    return source.isMissing() ? "none shown" : source.text();
  }

  private static Cell trusted(Json trusted) {
    if (trusted.isMissing()) {
      return Cell.of("");
    }
    return trusted.isTrue() ? new Cell("yes", Tone.GOOD) : new Cell("no", Tone.WARNING);
  }

  /** What went wrong goes before what happens next. */
  private static Cell next(Json issuance, Instant now) {
    Json error = issuance.at("lastError");
    String when = Moment.text(issuance.at("nextAt"), now);
    String next = issuance.at("next").text() + (when.isEmpty() ? "" : " " + when);
    return error.isMissing() ? Cell.of(next) : new Cell(error.text() + "; " + next, Tone.BAD);
  }

  int show(String name) {
    Json it = desk.result(desk.api().get(CertificateCommands.path(name)));
    if (desk.asJson()) {
      return 0;
    }
    Json certificate = it.at("certificate");
    Json issuance = it.at("issuance");
    Table table = new Table("NAME", it.at("name").text());
    add(table, "source", source(it));
    add(table, "trusted", it.at("trusted").isMissing() ? "" : trusted(it.at("trusted")).text());
    add(
        table,
        "for",
        String.join(" ", certificate.at("names").all().stream().map(Json::text).toList()));
    add(table, "issuer", certificate.at("issuer").text());
    add(table, "serial", certificate.at("serial").text());
    add(table, "from", when(certificate.at("notBefore")));
    add(table, "until", when(certificate.at("notAfter")));
    add(table, "ordered as", issuance.at("certificate").text());
    add(table, "CA", issuance.at("authority").text());
    add(table, "state", issuance.at("state").text());
    add(table, "next", issuance.at("next").text());
    add(table, "next at", when(issuance.at("nextAt")));
    add(table, "last error", issuance.at("lastError").text());
    table.print(screen);
    return 0;
  }

  private String when(Json instant) {
    return instant.isMissing()
        ? ""
        : Moment.whole(instant) + " (" + Moment.text(instant, desk.now()) + ")";
  }

  private static void add(Table table, String label, String text) {
    if (!text.isEmpty()) {
      table.row(Cell.faint(label), Cell.of(text));
    }
  }
}
