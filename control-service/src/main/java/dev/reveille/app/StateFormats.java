package dev.reveille.app;

import dev.reveille.acme.AcmeIssuer;
import dev.reveille.activity.Activity;
import dev.reveille.certificate.Issuance;
import dev.reveille.reap.ProjectNetworks;
import dev.reveille.reap.Removals;
import java.util.Map;

/**
 * Which formats of the state directory's files this version reads. A newer one ends the start; what
 * another control service writes later is left alone by who reads it.
 */
final class StateFormats {
  /**
   * The newest that is read of each file that has a format of ours; {@code *} is any folder. The
   * others are PEM, tokens, and a lock that is made anew.
   */
  static final Map<String, Integer> NEWEST_READ =
      Map.of(
          "use.json", Activity.FORMAT,
          "networks.json", ProjectNetworks.FORMAT,
          "removals.json", Removals.FORMAT,
          "certificates/ledger.json", Issuance.FORMAT,
          "acme/*/account.json", AcmeIssuer.FORMAT);

  private StateFormats() {}
}
