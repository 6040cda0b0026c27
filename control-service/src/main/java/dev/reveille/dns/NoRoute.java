package dev.reveille.dns;

import java.io.IOException;

/** This machine has no way to that address, which says nothing of the rest of the world. */
final class NoRoute extends IOException {
  NoRoute(String message, Throwable cause) {
    super(message, cause);
  }
}
