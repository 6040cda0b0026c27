package dev.reveille.dns;

import org.xbill.DNS.Rcode;

/** What a name server means when it refuses an update, and what to do about it. */
final class Refusals {
  private Refusals() {}

  /**
   * @param rcode of the answer (RFC 2136, section 2.2)
   * @param key that the update was signed with, for people
   */
  static String explain(int rcode, String key) {
    return switch (rcode) {
      case Rcode.REFUSED ->
          "answered REFUSED: it must allow this change to the key used, %s (BIND: update-policy or"
                  .formatted(key)
              + " allow-update, Knot: an acl with action update)";
      case Rcode.NOTAUTH ->
          "answered NOTAUTH: it is not the zone's primary, or does not take the key used, " + key;
      case Rcode.NOTZONE -> "answered NOTZONE: the name is not in the zone";
      case Rcode.SERVFAIL -> "answered SERVFAIL: see its log (can it write the zone's files?)";
      case Rcode.NOTIMP -> "answered NOTIMP: it takes no dynamic updates";
      default -> "answered " + Rcode.string(rcode);
    };
  }

  /**
   * @param error in the answer's TSIG record, or found in checking it (RFC 8945, section 5)
   */
  static String explainSignature(int error, String key) {
    return switch (error) {
      case Rcode.BADKEY ->
          "answered BADKEY: it has no key of that name and algorithm, %s".formatted(key);
      case Rcode.BADSIG -> "answered BADSIG: it has another secret for the key %s".formatted(key);
      case Rcode.BADTIME ->
          "answered BADTIME: its clock and this machine's are more than 5 minutes apart; set both";
      case Rcode.BADTRUNC ->
          "answered BADTRUNC: it wants longer signatures than the key %s makes".formatted(key);
      default -> "answered " + Rcode.TSIGstring(error);
    };
  }
}
