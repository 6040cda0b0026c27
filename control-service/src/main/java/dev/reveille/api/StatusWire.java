package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.activity.Gateway;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How everything stands.
 *
 * @param version Reveille's own
 * @param ready as {@code GET /v1/ready} has it
 * @param gateways those that have reported in the last minute
 * @param projects how many there are in each state
 * @param sleeps those that sleep next, the soonest first
 * @param problems labels, hosts and files that a person should mend, each in a sentence
 */
record StatusWire(
    String at,
    String version,
    HealthCalls.ReadyWire ready,
    List<GatewayWire> gateways,
    Map<String, Integer> projects,
    List<ReapWire.SleepWire> sleeps,
    CertificatesWire certificates,
    List<String> problems) {

  /**
   * A gateway as of its last report.
   *
   * @param behind how many route tables it was behind then; absent before it had one of this start
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GatewayWire(String id, String lastReport, @Nullable Long behind) {
    static GatewayWire from(Gateway gateway, OptionalLong behind) {
      return new GatewayWire(
          gateway.id(),
          gateway.lastReport().toString(),
          behind.isPresent() ? behind.getAsLong() : null);
    }
  }

  /**
   * Certificates in short.
   *
   * @param shown for how many names one is shown
   */
  record CertificatesWire(int shown, List<AttentionWire> attention) {}

  /** A name whose certificate a person should look at, and why. */
  record AttentionWire(String name, String reason) {}
}
