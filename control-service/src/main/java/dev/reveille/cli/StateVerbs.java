package dev.reveille.cli;

/** {@code notify} and {@code networks}: what they did happens by itself; says that it does. */
final class StateVerbs {
  private final Session session;

  StateVerbs(Session session) {
    this.session = session;
  }

  int notifyGateway() {
    Json state = state();
    session
        .log(Verb.NOTIFY)
        .say(
            "Nothing to reload: the gateway is told of routes while it runs. Route table "
                + state.at("version").text()
                + ", routes: "
                + state.at("routes").text()
                + ".");
    return 0;
  }

  int networks() {
    Json state = state();
    Json reason = state.at("reason");
    session
        .log(Verb.NETWORKS)
        .say(
            "Nothing to connect: the control service joins networks at its start and at each wake."
                + " The engine is "
                + state.at("engine").text()
                + (reason.isMissing() ? "." : ": " + reason.text()));
    return 0;
  }

  /** It answers 503 while the engine is away, which is what it is asked for. */
  private Json state() {
    return session.api().getOpen("/v1/ready").body();
  }
}
