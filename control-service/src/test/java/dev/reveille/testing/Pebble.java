package dev.reveille.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A real CA: Pebble 2.6, with its challenge test server as the DNS that it asks, on free ports. It
 * validates, rejects nonces and reuses authorizations as it does by default, but does not sleep
 * before it validates.
 *
 * <p>Its state is in memory: a CA that was stopped and started has lost its accounts.
 */
public final class Pebble implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Setup setup;
  private final TemporaryDirectory folder;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();
  private final List<PebbleProcess> processes = new ArrayList<>();
  private final HttpClient client;
  private final Optional<ChallengeServer> dns;
  private Optional<PebbleProcess> ca = Optional.empty();

  private Pebble(Setup setup, TemporaryDirectory folder) throws IOException {
    this.setup = setup;
    this.folder = folder;
    PebbleAuthority authority = PebbleAuthority.writeTo(folder.path());
    this.client = authority.client(LIMIT);
    this.dns =
        setup.dnsServer.isPresent()
            ? Optional.empty()
            : Optional.of(ChallengeServer.start(folder.path(), client));
    Files.writeString(folder.path().resolve("config.json"), config());
  }

  /** What the CA is to be like. */
  public static final class Setup {
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> externalAccounts = new HashMap<>();
    private final List<String> blocked = new ArrayList<>();
    private int httpPort = 80;
    private Optional<String> dnsServer = Optional.empty();
    private Duration validity = Duration.ofDays(90);
    private Duration retryAfter = Duration.ZERO;

    private Setup() {
      environment.put("PEBBLE_VA_NOSLEEP", "1");
    }

    /** Where validation by http-01 connects, in place of port 80. */
    public Setup httpPort(int port) {
      httpPort = port;
      return this;
    }

    /** {@code 127.0.0.1:5353}, in place of the challenge test server. */
    public Setup dnsServer(String address) {
      dnsServer = Optional.of(address);
      return this;
    }

    /** Accounts need one of these; the HMAC is base64url. */
    public Setup externalAccount(String kid, String hmac) {
      externalAccounts.put(kid, hmac);
      return this;
    }

    /** A domain that it does not issue for. */
    public Setup blocked(String domain) {
      blocked.add(domain);
      return this;
    }

    /** How long its certificates are good. */
    public Setup validity(Duration time) {
      validity = time;
      return this;
    }

    /** What it asks clients to wait for between two looks at something unfinished. */
    public Setup retryAfter(Duration time) {
      retryAfter = time;
      return this;
    }

    /** How many of a hundred good nonces it rejects. */
    public Setup nonceRejects(int percent) {
      environment.put("PEBBLE_WFE_NONCEREJECT", String.valueOf(percent));
      return this;
    }

    /** How many of a hundred valid authorizations it uses again. */
    public Setup authorizationReuse(int percent) {
      environment.put("PEBBLE_AUTHZREUSE", String.valueOf(percent));
      return this;
    }

    /** How many chains it offers beside the usual one. */
    public Setup alternateRoots(int count) {
      environment.put("PEBBLE_ALTERNATE_ROOTS", String.valueOf(count));
      return this;
    }

    /** How many seconds at most it sleeps before it validates. */
    public Setup sleep(int seconds) {
      environment.remove("PEBBLE_VA_NOSLEEP");
      environment.put("PEBBLE_VA_SLEEPTIME", String.valueOf(seconds));
      return this;
    }

    /** Starts it; where there is no Pebble, the test is skipped or fails ({@link MissingPeer}). */
    public Pebble start() {
      TemporaryDirectory folder = TemporaryDirectory.make("pebble");
      try {
        Pebble pebble = new Pebble(this, folder);
        try {
          pebble.start();
          return pebble;
        } catch (RuntimeException | Error e) {
          pebble.close();
          throw e;
        }
      } catch (IOException e) {
        folder.close();
        throw new UncheckedIOException(e);
      } catch (RuntimeException | Error e) {
        folder.close();
        throw e;
      }
    }
  }

  public static Setup with() {
    return new Setup();
  }

  /** For {@code ACME_DIRECTORY}. */
  public URI directory() {
    return URI.create("https://127.0.0.1:%d/dir".formatted(port));
  }

  /** For {@code ACME_CA_FILE}: the authority of its own HTTPS. */
  public Path caFile() {
    return folder.path().resolve(PebbleAuthority.ROOT);
  }

  /** The root of what it issues, as PEM; a new one after each start. */
  public String root() {
    return root(0);
  }

  /** The root of one of its chains; 0 is the usual one's. */
  public String root(int chain) {
    return managed("/roots/" + chain);
  }

  /** The intermediate of one of its chains. */
  public String intermediate(int chain) {
    return managed("/intermediates/" + chain);
  }

  /** Its word about a certificate, {@code Valid} or {@code Revoked}, as JSON. */
  public String status(String serial) {
    return managed("/cert-status-by-serial/" + serial);
  }

  /** The DNS that it asks; every name leads to 127.0.0.1 until told otherwise. */
  public ChallengeServer dns() {
    return dns.orElseThrow();
  }

  /** Where the DNS is that it asks, {@code 127.0.0.1:20053}. */
  public String dnsAddress() {
    return dns.map(ChallengeServer::address).or(() -> setup.dnsServer).orElseThrow();
  }

  /** From now on the host leads there. */
  public void addA(String host, String address) {
    dns().addA(host, address);
  }

  /** What it has logged since it was last started. */
  public String log() {
    return ca.map(PebbleProcess::log).orElse("");
  }

  /** How often it has logged a line with such a text. */
  public long logged(String text) {
    return log().lines().filter(line -> line.contains(text)).count();
  }

  /** Starts it, on the ports that it had before. */
  public void start() {
    PebbleProcess process =
        PebbleProcess.start(
            folder.path().resolve("pebble.log"),
            setup.environment,
            "pebble",
            "-strict",
            "-config",
            folder.path().resolve("config.json").toString(),
            "-dnsserver",
            dnsAddress());
    ca = Optional.of(process);
    processes.add(process);
    process.awaitAnswer("the CA", () -> get(directory()));
    process.awaitAnswer("its management", this::root);
  }

  /** It answers nobody until {@link #resume}; who connects meanwhile is left waiting. */
  public void pause() {
    ca.orElseThrow().signal("STOP");
  }

  public void resume() {
    ca.orElseThrow().signal("CONT");
  }

  /** Ends it with SIGKILL. */
  public void stop() {
    ca.ifPresent(PebbleProcess::close);
  }

  public void restart() {
    stop();
    start();
  }

  @Override
  public void close() {
    try (TemporaryDirectory _ = folder;
        HttpClient http = client) {
      dns.ifPresent(ChallengeServer::close);
      processes.forEach(PebbleProcess::close);
      http.shutdownNow();
    }
  }

  private String managed(String path) {
    return get(URI.create("https://127.0.0.1:%d%s".formatted(managementPort, path)));
  }

  private String get(URI uri) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(LIMIT).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("%s: %s".formatted(uri, answer.body()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String config() {
    return """
    {"pebble": {
      "listenAddress": "127.0.0.1:%d",
      "managementListenAddress": "127.0.0.1:%d",
      "certificate": "%s",
      "privateKey": "%s",
      "httpPort": %d,
      "tlsPort": 1,
      "externalAccountBindingRequired": %s,
      "externalAccountMACKeys": {%s},
      "domainBlocklist": [%s],
      "retryAfter": {"authz": %d, "order": %d},
      "certificateValidityPeriod": %d
    }}
    """
        .formatted(
            port,
            managementPort,
            folder.path().resolve(PebbleAuthority.CERTIFICATE),
            folder.path().resolve(PebbleAuthority.KEY),
            setup.httpPort,
            !setup.externalAccounts.isEmpty(),
            setup.externalAccounts.entrySet().stream()
                .map(it -> "\"%s\": \"%s\"".formatted(it.getKey(), it.getValue()))
                .collect(Collectors.joining(", ")),
            setup.blocked.stream()
                .map(it -> "\"%s\"".formatted(it.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", ")),
            setup.retryAfter.toSeconds(),
            setup.retryAfter.toSeconds(),
            setup.validity.toSeconds());
  }
}
