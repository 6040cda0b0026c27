package dev.reveille.certificate;

import java.util.concurrent.CompletableFuture;

/** Knows what gateways serve. */
@FunctionalInterface
public interface Publisher {
  /**
   * Completes with true when a gateway has taken the certificate, perhaps never; with false at once
   * where another one is shown for every name, so that none ever will.
   */
  CompletableFuture<Boolean> served(ServerCertificate certificate);
}
