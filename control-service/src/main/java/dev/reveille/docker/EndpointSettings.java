package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reveille.project.Endpoint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container is connected to a network, as inspections tell it and {@code POST
 * /networks/{id}/connect} wants it; what is empty is not sent.
 */
@JsonInclude(Include.NON_EMPTY)
record EndpointSettings(
    @JsonProperty(value = "NetworkID", access = JsonProperty.Access.WRITE_ONLY) String networkId,
    @JsonProperty("IPAMConfig") @Nullable Addresses addresses,
    @JsonProperty("Links") List<String> links,
    @JsonProperty("Aliases") List<String> aliases,
    @JsonProperty("MacAddress") String mac,
    @JsonProperty("DriverOpts") Map<String, String> options) {

  @JsonInclude(Include.NON_EMPTY)
  record Addresses(
      @JsonProperty("IPv4Address") String ipv4,
      @JsonProperty("IPv6Address") String ipv6,
      @JsonProperty("LinkLocalIPs") List<String> linkLocal) {}

  static EndpointSettings of(Endpoint endpoint) {
    Endpoint.Addresses fixed = endpoint.addresses();
    boolean isAny = !fixed.isFixed() && fixed.linkLocal().isEmpty();
    return new EndpointSettings(
        "",
        isAny ? null : new Addresses(fixed.ipv4(), fixed.ipv6(), fixed.linkLocal()),
        endpoint.links(),
        endpoint.aliases(),
        fixed.mac(),
        endpoint.options());
  }

  Endpoint toEndpoint() {
    Addresses fixed = addresses == null ? new Addresses("", "", List.of()) : addresses;
    return new Endpoint(
        networkId,
        aliases,
        links,
        new Endpoint.Addresses(fixed.ipv4, fixed.ipv6, fixed.linkLocal, mac),
        options);
  }
}
