package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reveille.project.EngineNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is read of an entry of {@code GET /networks}. */
record NetworkResource(
    @JsonProperty("Id") String id,
    @JsonProperty("Name") String name,
    @JsonProperty("Scope") String scope,
    @JsonProperty("Driver") String driver,
    @JsonProperty("EnableIPv6") boolean ipv6,
    @JsonProperty("IPAM") @Nullable Addressing addressing,
    @JsonProperty("Internal") boolean internal,
    @JsonProperty("Attachable") boolean attachable,
    @JsonProperty("Ingress") boolean ingress,
    @JsonProperty("ConfigFrom") @Nullable ConfigFrom configFrom,
    @JsonProperty("ConfigOnly") boolean configOnly,
    @JsonProperty("Options") Map<String, String> options,
    @JsonProperty("Labels") Map<String, String> labels) {

  /** The network that holds its configuration, where it is another one. */
  record ConfigFrom(@JsonProperty("Network") String network) {}

  record Addressing(
      @JsonProperty("Driver") String driver,
      @JsonProperty("Options") Map<String, String> options,
      @JsonProperty("Config") List<Pool> pools) {}

  /** What is empty is not sent: newer engines take it for an address, and a wrong one. */
  @JsonInclude(Include.NON_EMPTY)
  record Pool(
      @JsonProperty("Subnet") String subnet,
      @JsonProperty("IPRange") String range,
      @JsonProperty("Gateway") String gateway,
      @JsonProperty("AuxiliaryAddresses") Map<String, String> reserved) {}

  EngineNetwork toNetwork() {
    Addressing from =
        addressing == null ? new Addressing("default", Map.of(), List.of()) : addressing;
    return new EngineNetwork(
        id,
        name,
        driver,
        isPlain(),
        labels,
        options,
        internal,
        attachable,
        ipv6,
        new EngineNetwork.Addressing(
            from.driver(),
            from.options(),
            from.pools().stream()
                .map(it -> new EngineNetwork.Pool(it.subnet, it.range, it.gateway, it.reserved))
                .toList()));
  }

  /** For {@code POST /networks/create}. */
  static Map<String, Object> toBeMade(EngineNetwork like) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("Name", like.name());
    content.put("CheckDuplicate", true);
    content.put("Driver", like.driver());
    content.put("EnableIPv6", like.ipv6());
    content.put("Internal", like.internal());
    content.put("Attachable", like.attachable());
    content.put("Options", like.options());
    content.put("Labels", like.labels());
    EngineNetwork.Addressing from = like.addressing();
    content.put(
        "IPAM",
        new Addressing(
            from.driver(),
            from.options(),
            from.pools().stream()
                .map(it -> new Pool(it.subnet(), it.range(), it.gateway(), it.reserved()))
                .toList()));
    return content;
  }

  private boolean isPlain() {
    boolean isOfConfig = configFrom != null && !configFrom.network().isEmpty();
    return scope.equals("local") && !ingress && !configOnly && !isOfConfig;
  }
}
