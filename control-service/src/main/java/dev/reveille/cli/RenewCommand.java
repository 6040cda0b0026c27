package dev.reveille.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code certs renew}: begins the jobs, and follows them until visitors are shown the result. */
final class RenewCommand {
  private final Desk desk;
  private final Screen screen;
  private final Typed typed;
  private Json last = Json.MISSING;
  private int told;

  RenewCommand(Desk desk, Typed typed) {
    this.desk = desk;
    this.screen = desk.screen();
    this.typed = typed;
  }

  int renew() {
    if (typed.arguments().isEmpty() != typed.has(Option.ALL)) {
      throw new UsageWrong("write the NAME of a certificate, or --all");
    }
    String force = typed.has(Option.FORCE) ? "?force=true" : "";
    if (typed.has(Option.ALL)) {
      return renewAll(desk.api().post("/v1/certificates/renew" + force));
    }
    String name = typed.arguments().getFirst();
    Answer answer = desk.api().post(CertificateCommands.path(name) + "/renew" + force);
    if (!answer.isSuccess()) {
      desk.result(answer);
    }
    return follow(answer.body(), "");
  }

  private int renewAll(Answer answer) {
    if (!answer.isSuccess()) {
      desk.result(answer);
    }
    List<Json> jobs = answer.body().at("renewals").all();
    List<Json> refused = answer.body().at("refused").all();
    int code = refused.isEmpty() ? 0 : 1;
    for (int i = 0; i < jobs.size(); i++) {
      code = Math.max(code, follow(jobs.get(i), (i + 1) + " of " + jobs.size() + ", "));
    }
    refused.forEach(
        it -> screen.note("Not renewed: " + it.at("name").text() + ": " + it.at("reason").text()));
    if (jobs.isEmpty() && refused.isEmpty()) {
      screen.note("Nothing was issued here, so there is nothing to renew.");
    }
    return code;
  }

  private int follow(Json job, String place) {
    String name = job.at("name").text();
    last = job;
    told = 0;
    desk.api()
        .follow(
            "/v1/renewals/" + job.at("id").text() + "/events",
            (_, data) -> hear(data, place + name + ": "));
    String state = last.at("state").text();
    if (desk.asJson()) {
      desk.result(desk.api().get("/v1/renewals/" + job.at("id").text()));
    } else if (state.equals("done")) {
      screen.line("Renewed: " + name);
    }
    if (!state.equals("done")) {
      screen.note("Not renewed: " + name + ": " + lastStep());
    }
    return state.equals("done") ? 0 : 1;
  }

  private boolean hear(String data, String before) throws IOException {
    last = Json.read(data.getBytes(StandardCharsets.UTF_8));
    List<Json> steps = last.at("steps").all();
    for (; told < steps.size(); told++) {
      screen.progress(before + steps.get(told).at("text").text());
    }
    return last.at("state").text().equals("running");
  }

  private String lastStep() {
    List<Json> steps = last.at("steps").all();
    return steps.isEmpty() ? "the control service ended it" : steps.getLast().at("text").text();
  }
}
