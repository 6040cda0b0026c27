package dev.reveille.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** What speaks HTTP with the engine. */
final class EngineClient {
  private EngineClient() {}

  /**
   * Connects at the first call, not before.
   *
   * @throws IllegalArgumentException when the TLS directory can't be used
   */
  static DockerHttpClient of(DockerEngine.Settings settings) {
    ZerodepDockerHttpClient.Builder builder =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(settings.host())
            .connectionTimeout(settings.callTimeout());
    tls(settings).ifPresent(context -> builder.sslConfig(() -> context));
    return builder.build();
  }

  /** With any at all, the client takes {@code tcp} for HTTPS. */
  private static Optional<SSLContext> tls(DockerEngine.Settings settings) {
    if (settings.usesTls()) {
      return Optional.of(new TlsDirectory(settings.tlsDirectory().orElseThrow()).context());
    }
    return settings.host().getScheme().equals("unix")
        ? Optional.of(TlsDirectory.nobodyTrusted())
        : Optional.empty();
  }
}
