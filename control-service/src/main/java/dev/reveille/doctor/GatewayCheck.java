package dev.reveille.doctor;

import dev.reveille.activity.Activity;
import dev.reveille.activity.Gateway;
import dev.reveille.concurrent.Durations;
import dev.reveille.route.Routes;
import dev.reveille.route.Version;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/** Whether gateways report, and whether they have the newest route table. */
public final class GatewayCheck {
  private static final String SUBJECT = "gateway";

  private GatewayCheck() {}

  public static Check of(Activity activity, Routes routes, InstantSource clock) {
    return new Check(SUBJECT, () -> look(activity, routes, clock));
  }

  private static List<Finding> look(Activity activity, Routes routes, InstantSource clock) {
    List<Gateway> gateways = activity.gateways();
    Version newest = routes.table().get().version();
    if (gateways.isEmpty()) {
      String advice =
          "start it (openresty/start, in the image it is started by itself) and look at its log;"
              + " CONTROL_HOST, CONTROL_PORT and STATE_DIR have to be those of the control service";
      return List.of(Finding.fail(SUBJECT, "none has reported for a minute", advice));
    }
    return gateways.stream()
        .map(it -> finding(it, newest, Duration.between(it.lastReport(), clock.instant())))
        .toList();
  }

  private static Finding finding(Gateway gateway, Version newest, Duration ago) {
    String reported = "%s reported %s ago".formatted(gateway.id(), Durations.text(ago));
    OptionalLong behind = newest.ahead(gateway.routes());
    if (behind.isEmpty()) {
      return Finding.warn(
          SUBJECT,
          reported + ", without a route table of this start",
          "wait some seconds; if it stays so, look at the gateway's log");
    }
    return behind.getAsLong() == 0
        ? Finding.ok(SUBJECT, reported + ", with the newest route table")
        : Finding.warn(
            SUBJECT,
            "%s, %d route tables behind".formatted(reported, behind.getAsLong()),
            "look again in some seconds; if it stays so, look at the gateway's log");
  }
}
