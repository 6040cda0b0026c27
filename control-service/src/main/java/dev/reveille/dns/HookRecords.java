package dev.reveille.dns;

import dev.reveille.certificate.DnsRecords;
import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.concurrent.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/**
 * Challenge records by a program of the administrator's. It is called as programs for lego's exec
 * provider are, with {@code present|cleanup <name> <value>}, and finds the variables that certbot's
 * manual hooks get.
 */
public final class HookRecords implements DnsRecords {
  private static final Logger log = LoggerFactory.getLogger(HookRecords.class);

  private final Settings settings;
  private final Resolvers resolvers;
  private final Propagation propagation;

  /** What the program printed when it presented a value, which certbot hands to the other hook. */
  private final Map<Challenge, String> printed = new ConcurrentHashMap<>();

  private record Challenge(String domain, String value) {}

  /**
   * What to run, and how.
   *
   * @param program run without a shell
   * @param cleanup run to remove a record; if empty, {@code program}
   * @param environment all that the programs get, beside {@code CERTBOT_…}
   * @param resolvers to find the zone's name servers with; if empty, the system's
   * @param timeout for one run, and again for the name servers to show the record
   */
  public record Settings(
      Path program,
      Optional<Path> cleanup,
      Map<String, String> environment,
      List<DnsServer> resolvers,
      Duration timeout) {
    public Settings {
      environment = Map.copyOf(environment);
      resolvers = List.copyOf(resolvers);
    }

    /** Without the environment, which may hold a provider's credentials. */
    @Override
    public String toString() {
      return "Settings[program=%s, cleanup=%s, resolvers=%s, timeout=%s]"
          .formatted(program, cleanup, resolvers, timeout);
    }
  }

  public HookRecords(Settings settings, Timer timer) {
    this(settings, timer, DnsServer.PORT);
  }

  /**
   * @param port where a zone's name servers answer
   */
  HookRecords(Settings settings, Timer timer, int port) {
    Exchange exchange = new Exchange();
    this.settings = settings;
    this.resolvers = new Resolvers(settings.resolvers(), exchange);
    this.propagation = new Propagation(resolvers, exchange, settings.timeout(), port, timer);
  }

  @Override
  public void present(String domain, String value) {
    Name name = target(Names.challenge(domain));
    String output =
        run(
            settings.program(),
            List.of("present", name.toString(), value),
            variables(domain, value));
    printed.put(new Challenge(domain, value), output);
    // Machines that may ask nobody but their resolvers have to go by what these say.
    propagation.await(name, value, resolvers::servers);
  }

  @Override
  public void cleanUp(String domain, String value) {
    Map<String, String> variables = variables(domain, value);
    String output = printed.remove(new Challenge(domain, value));
    variables.put("CERTBOT_AUTH_OUTPUT", output == null ? "" : output);
    try {
      Name name = target(Names.challenge(domain));
      Path program = settings.cleanup().orElse(settings.program());
      var _ = run(program, List.of("cleanup", name.toString(), value), variables);
    } catch (IssuanceFailed e) {
      log.warn("Could not remove the challenge's record domain={}: {}", domain, e.getMessage());
    }
  }

  /** As lego does: a hook for a delegated challenge has to change the other zone. */
  private Name target(Name name) {
    try {
      return resolvers.target(name);
    } catch (IOException e) {
      log.debug("Takes it that there is no CNAME name={}: {}", Names.text(name), e.getMessage());
      return name;
    }
  }

  /** As certbot's documentation has them; there is one hook per challenge, so none remain. */
  private Map<String, String> variables(String domain, String value) {
    Map<String, String> variables = new HashMap<>(settings.environment());
    variables.put("CERTBOT_DOMAIN", domain);
    variables.put("CERTBOT_VALIDATION", value);
    variables.put("CERTBOT_REMAINING_CHALLENGES", "0");
    variables.put("CERTBOT_ALL_DOMAINS", domain);
    return variables;
  }

  /** What it printed to its standard output. */
  private String run(Path program, List<String> arguments, Map<String, String> environment) {
    String what = "the DNS hook %s %s".formatted(program, String.join(" ", arguments));
    log.debug("Runs {}", what);
    try {
      HookRun run = HookRun.start(program, arguments, environment);
      Optional<Integer> status = run.await(settings.timeout());
      log.debug("{} printed \"{}\", and as errors \"{}\"", what, run.output(), run.errors());
      if (status.isEmpty() || status.get() != 0) {
        throw NotPrepared.because("%s %s".formatted(what, outcome(run, status)), null);
      }
      return run.output();
    } catch (IOException e) {
      throw NotPrepared.because("%s could not be run: %s".formatted(what, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw NotPrepared.because(what + " was interrupted", e);
    }
  }

  private String outcome(HookRun run, Optional<Integer> status) {
    String lastLines = run.lastLines();
    return "%s; %s"
        .formatted(
            status.map("exited with %d"::formatted).orElse("was ended after ACME_DNS_TIMEOUT"),
            lastLines.isEmpty() ? "it printed nothing" : "it printed: " + lastLines);
  }
}
