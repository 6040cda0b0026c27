package dev.reveille.acme;

import dev.reveille.concurrent.Threads;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.toolbox.JSON;

/** How any CA is spoken to; with a trust of its own for private ones. */
final class CaProvider extends GenericAcmeProvider {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /** Few CAs say how long it is good, and acme4j would fetch it before each request. */
  private static final Duration DIRECTORY_IS_GOOD_FOR = Duration.ofHours(1);

  private final Optional<SSLContext> trust;
  private final InstantSource clock;

  CaProvider(Optional<SSLContext> trust, InstantSource clock) {
    this.trust = trust;
    this.clock = clock;
  }

  @Override
  public HttpClient createHttpClient(NetworkSettings settings) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(ProxySelector.getDefault())
            .executor(Threads.perTask("acme-http"));
    trust.ifPresent(client::sslContext);
    return client.build();
  }

  @Override
  public Connection connect(URI directory, NetworkSettings settings, HttpClient client) {
    return new CaConnection(createHttpConnector(settings, client), clock);
  }

  @Override
  public @Nullable JSON directory(Session session, URI directory) throws AcmeException {
    JSON fetched = super.directory(session, directory);
    if (fetched != null && session.getDirectoryExpires() == null) {
      session.setDirectoryExpires(
          clock.instant().plus(DIRECTORY_IS_GOOD_FOR).atZone(ZoneOffset.UTC));
    }
    return fetched;
  }

  /**
   * What every CA takes; acme4j would choose by the key's length, and some CAs hand out long keys
   * but take nothing else.
   */
  @Override
  public Optional<String> getProposedEabMacAlgorithm() {
    return Optional.of("HS256");
  }
}
