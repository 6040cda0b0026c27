package dev.reveille.dns;

import java.io.IOException;

/** No resolver could say; the message tells what each of them did, or that there is nothing. */
final class LookupFailed extends IOException {
  LookupFailed(String message) {
    super(message);
  }
}
