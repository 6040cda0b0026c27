package dev.reveille.dns;

import dev.reveille.certificate.HostCheck;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks whether a host has an address at all, for where it can't be seen whether it leads here. */
public final class HasAddress implements HostCheck {
  private final Resolvers resolvers = new Resolvers(List.of(), new Exchange());

  @Override
  public Optional<String> fault(String host) {
    try {
      return resolvers.addresses(host).isEmpty()
          ? Optional.of(host + " has no address")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
