package dev.reveille.config;

import dev.reveille.api.ControlServer;
import dev.reveille.api.SettingWire;
import dev.reveille.docker.DockerEngine;
import dev.reveille.reap.SleepRules;
import dev.reveille.store.Token;
import dev.reveille.wake.VisitPolicy;
import dev.reveille.wake.Wakes;
import dev.reveille.webhook.Webhooks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings, checked.
 *
 * @param stateDirectory absolute
 * @param adminToken what the administrator chose; else one is made
 * @param readsVariables whether nginx-proxy's variables count as labels
 * @param wakesPerMinute of one client address; 0 is no limit
 * @param sleep what holds where no label says otherwise
 * @param effective every setting as it holds, without secrets
 * @param networkCleanup whether a sleeping project's own networks are removed
 * @param webhooks who is told of events, if anybody is
 */
public record Config(
    Path stateDirectory,
    Optional<Token> adminToken,
    ControlServer.Settings server,
    DockerEngine.Settings engine,
    boolean readsVariables,
    VisitPolicy.Settings visits,
    Wakes.Settings wakes,
    int wakesPerMinute,
    SleepRules.Settings sleep,
    boolean networkCleanup,
    RemovalSettings removal,
    CertificateSettings certificates,
    Optional<Webhooks.Settings> webhooks,
    boolean debugLog,
    Monitoring monitoring,
    List<SettingWire> effective) {

  /** One start that hangs must not hold up all others. */
  private static final int LEAST_STARTS = 2;

  /** An engine that lists a thousand containers on a busy machine takes seconds. */
  private static final Duration ENGINE_CALL = Duration.ofSeconds(10);

  /** Those that only the gateway needs; wrong ones are told of here, together with the rest. */
  private static final List<Setting> GATEWAY_ONLY =
      List.of(Setting.TRUSTED_PROXIES, Setting.ACCESS_LOG, Setting.PAGES_DIR, Setting.GATEWAY_BIN);

  /**
   * What is told to those who watch.
   *
   * @param metricsProjects how many projects have metrics of their own
   * @param metricsToken opens the metrics, beside the administrators'
   * @param jsonLog whether the log is JSON
   */
  public record Monitoring(int metricsProjects, Optional<Token> metricsToken, boolean jsonLog) {}

  /**
   * Reads the environment; what is not set has its default.
   *
   * @throws WrongSettings naming every setting that can't be used
   */
  public static Config fromEnvironment(Map<String, String> environment) {
    SettingReader reader = new SettingReader(environment);
    GATEWAY_ONLY.forEach(reader::check);
    checkPorts(reader);
    Config config =
        new Config(
            reader.value(Setting.STATE_DIR, Syntax.PATH),
            reader.optional(Setting.ADMIN_TOKEN, Syntax.TOKEN),
            server(reader),
            engine(reader),
            reader.value(Setting.COMPAT_NGINX_PROXY, Syntax.SWITCH),
            visits(reader),
            wakes(reader),
            reader.value(Setting.WAKE_RATE, Syntax.COUNT),
            sleep(reader),
            reader.value(Setting.PROJECT_NETWORK_CLEANUP, Syntax.SWITCH),
            RemovalSettings.from(reader),
            CertificateSettings.from(reader),
            WebhookSyntax.settings(reader),
            reader.value(Setting.DEBUG_LOG, Syntax.SWITCH),
            monitoring(reader),
            EffectiveSettings.from(reader));
    if (!reader.mistakes().isEmpty()) {
      throw new WrongSettings(reader.mistakes());
    }
    return config;
  }

  private static void checkPorts(SettingReader reader) {
    Map<Integer, Setting> taken = new HashMap<>();
    for (Setting setting : List.of(Setting.HTTP_PORT, Setting.HTTPS_PORT, Setting.CONTROL_PORT)) {
      Setting other = taken.putIfAbsent(reader.value(setting, Syntax.PORT), setting);
      if (other != null) {
        reader.mistake(setting, "is the same port as " + other);
      }
    }
  }

  private static ControlServer.Settings server(SettingReader reader) {
    return new ControlServer.Settings(
        reader.value(Setting.CONTROL_HOST, Syntax.HOST),
        reader.value(Setting.CONTROL_PORT, Syntax.PORT),
        reader.value(Setting.WAKE_PATIENCE, Syntax.WAIT_OR_NONE),
        reader.value(Setting.WAKE_TIMEOUT, Syntax.WAIT),
        reader.value(Setting.WAKE_PAGE_STATUS, Syntax.PAGE_STATUS),
        https(reader),
        new ControlServer.IgnoredRequests(
            reader.list(Setting.IDLE_IGNORE_PATHS), reader.list(Setting.IDLE_IGNORE_USER_AGENTS)),
        new ControlServer.Dashboard(
            reader.optional(Setting.ADMIN_HOST, Syntax.HOST_NAME),
            reader.value(Setting.HTTP_PORT, Syntax.PORT)));
  }

  private static ControlServer.Https https(SettingReader reader) {
    return new ControlServer.Https(
        reader.value(Setting.HTTPS_REDIRECT, Syntax.SWITCH),
        Optional.of(reader.value(Setting.HSTS, CertificateSyntax.HSTS)),
        reader.isSet(Setting.ACME_EMAIL),
        reader.value(Setting.ACME_HANDSHAKE_WAIT, CertificateSyntax.HANDSHAKE_WAIT));
  }

  private static DockerEngine.Settings engine(SettingReader reader) {
    boolean verify = reader.value(Setting.DOCKER_TLS_VERIFY, Syntax.SWITCH);
    Optional<Path> tlsDirectory = reader.optional(Setting.DOCKER_CERT_PATH, Syntax.DIRECTORY);
    if (verify && !reader.isSet(Setting.DOCKER_CERT_PATH)) {
      reader.mistake(Setting.DOCKER_TLS_VERIFY, "is on and needs DOCKER_CERT_PATH");
    }
    return new DockerEngine.Settings(
        reader.value(Setting.DOCKER_HOST, Syntax.ENGINE),
        tlsDirectory,
        verify && tlsDirectory.isPresent(),
        reader.optional(Setting.CONTAINER_FILTER, Syntax.FILTERS).orElse(List.of()),
        ENGINE_CALL);
  }

  private static VisitPolicy.Settings visits(SettingReader reader) {
    return new VisitPolicy.Settings(
        reader.value(Setting.PROJECT_AUTOSTART, Syntax.SWITCH),
        reader.value(Setting.WAKE_RESPONSE, Syntax.RESPONSE),
        reader.value(Setting.WAKE_PATIENCE, Syntax.WAIT_OR_NONE),
        reader.value(Setting.WAKE_TIMEOUT, Syntax.WAIT),
        reader.list(Setting.WAKE_IGNORE_USER_AGENTS),
        reader.list(Setting.WAKE_IGNORE_PATHS));
  }

  private static SleepRules.Settings sleep(SettingReader reader) {
    return new SleepRules.Settings(
        reader.value(Setting.PROJECT_INACTIVITY_TIMEOUT, Syntax.TIMEOUT),
        reader.value(Setting.PROJECT_SLEEP, SleepSyntax.DEPTH),
        reader.value(Setting.PROJECT_PAUSE_TIMEOUT, Syntax.TIMEOUT),
        reader.value(Setting.IDLE_LOGS, Syntax.SWITCH),
        reader.value(Setting.IDLE_CPU, SleepSyntax.PERCENT),
        reader.value(Setting.IDLE_EXEC, Syntax.SWITCH),
        reader.value(Setting.PROJECT_MAX_RUNNING, Syntax.COUNT));
  }

  private static Monitoring monitoring(SettingReader reader) {
    return new Monitoring(
        reader.value(Setting.METRICS_PROJECTS, Syntax.COUNT),
        reader.optional(Setting.METRICS_TOKEN, Syntax.TOKEN),
        reader.value(Setting.LOG_FORMAT, LogSyntax.FORMAT) == LogSyntax.Format.JSON);
  }

  private static Wakes.Settings wakes(SettingReader reader) {
    return new Wakes.Settings(
        reader.value(Setting.WAKE_TIMEOUT, Syntax.WAIT),
        reader.value(Setting.WAKE_MAX_CONCURRENT, Syntax.CONCURRENT),
        Math.max(LEAST_STARTS, Runtime.getRuntime().availableProcessors()));
  }
}
