package dev.reveille.certificate;

import java.util.concurrent.CompletableFuture;

/** Knows what gateways serve. */
@FunctionalInterface
public interface Publisher {
  /** Completes when a gateway has taken the certificate for the name; perhaps never. */
  CompletableFuture<Void> served(String name, ServerCertificate certificate);
}
