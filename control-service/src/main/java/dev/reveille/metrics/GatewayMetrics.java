package dev.reveille.metrics;

import dev.reveille.activity.Activity;
import dev.reveille.activity.Gateway;
import dev.reveille.route.Routes;
import dev.reveille.route.Version;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.time.Instant;

/**
 * How well the gateways follow; those that have reported within a minute, by the id that each start
 * of a gateway makes anew.
 */
public final class GatewayMetrics {
  /** Registers all of them. */
  public GatewayMetrics(Metrics metrics, Activity activity, Routes routes) {
    GaugeWithCallback.builder()
        .name("reveille_gateways")
        .help("Gateways that have reported within the last minute.")
        .callback(callback -> callback.call(activity.gateways().size()))
        .register(metrics.registry());
    GaugeWithCallback.builder()
        .name("reveille_gateway_versions_behind")
        .help("By how many versions a gateway's route table is older than the newest.")
        .labelNames("gateway")
        .callback(
            callback -> {
              Version newest = routes.table().get().version();
              activity
                  .gateways()
                  .forEach(gateway -> callback.call(behind(gateway, newest), gateway.id()));
            })
        .register(metrics.registry());
    GaugeWithCallback.builder()
        .name("reveille_gateway_last_report_timestamp_seconds")
        .help("When a gateway has reported last.")
        .labelNames("gateway")
        .callback(
            callback ->
                activity
                    .gateways()
                    .forEach(gateway -> callback.call(seconds(gateway.lastReport()), gateway.id())))
        .register(metrics.registry());
    GaugeWithCallback.builder()
        .name("reveille_routes")
        .help("Virtual hosts in the newest route table.")
        .callback(callback -> callback.call(routes.table().get().routes().size()))
        .register(metrics.registry());
  }

  /** One that has a table of an earlier start, or none, lacks all that was published since. */
  private static double behind(Gateway gateway, Version newest) {
    long versions =
        Version.parse(gateway.routes())
            .filter(version -> version.epoch().equals(newest.epoch()))
            .map(version -> Math.max(0, newest.number() - version.number()))
            .orElse(newest.number());
    return (double) versions;
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1e3;
  }
}
