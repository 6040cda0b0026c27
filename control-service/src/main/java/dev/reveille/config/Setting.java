package dev.reveille.config;

import java.util.Optional;

/**
 * Every environment variable that is read; {@code docs/reference/settings.md} is generated from it.
 * A blank value counts as none.
 */
public enum Setting {
  HTTP_PORT(
      Group.GATEWAY,
      Syntax.PORT,
      "8080",
      "80",
      "Where the gateway listens for HTTP; below 1024 needs root or a capability."),
  HTTPS_PORT(
      Group.GATEWAY,
      Syntax.PORT,
      "8443",
      "443",
      "Where the gateway listens for HTTPS; below 1024 needs root or a capability."),
  TRUSTED_PROXIES(
      Group.GATEWAY,
      Syntax.NETWORKS,
      "",
      "10.0.0.0/8,fd00::/8",
      "Who may say with `X-Forwarded-*` on whose behalf a request comes; from all others these"
          + " headers are replaced."),
  CERTS_DIR(
      Group.GATEWAY,
      Syntax.PATH,
      "/etc/certs/custom",
      "./certs",
      "Where certificates of your own are: `NAME.crt` with its chain, and `NAME.key`."),
  DEFAULT_CERT(
      Group.GATEWAY,
      Syntax.FILE_NAME,
      "",
      "example.com",
      "The NAME of the certificate in CERTS_DIR that the gateway serves, read when it starts;"
          + " without it the self-signed one."),
  ACCESS_LOG(
      Group.GATEWAY, Syntax.SWITCH, "off", "on", "Writes one line for each request to stdout."),
  PAGES_DIR(
      Group.GATEWAY,
      Syntax.DIRECTORY,
      "",
      "/etc/reveille/pages",
      "A directory whose `*.html` files replace the built-in pages of the same names."),
  GATEWAY_BIN(
      Group.GATEWAY,
      Syntax.PROGRAM,
      "",
      "/usr/sbin/nginx",
      "The gateway's program, by path or by name; without it `openresty` where there is one, else"
          + " `nginx`."),

  DOCKER_HOST(
      Group.ENGINE,
      Syntax.ENGINE,
      "unix:///var/run/docker.sock",
      "tcp://192.0.2.7:2376",
      "Where the Docker engine listens."),
  DOCKER_TLS_VERIFY(
      Group.ENGINE,
      Syntax.SWITCH,
      "off",
      "on",
      "Speaks TLS with the engine and checks its certificate; needs DOCKER_CERT_PATH."),
  DOCKER_CERT_PATH(
      Group.ENGINE,
      Syntax.DIRECTORY,
      "",
      "/certs/client",
      "The directory with `ca.pem`, `cert.pem` and `key.pem` for an engine that speaks TLS."),
  CONTAINER_FILTER(
      Group.ENGINE,
      Syntax.FILTERS,
      "",
      "label=team=blue",
      "Only containers that pass these filters of the engine exist for Reveille. Of several"
          + " labels all have to be there; of several values of another kind one is enough."),

  PROJECT_AUTOSTART(
      Group.WAKING,
      Syntax.SWITCH,
      "on",
      "off",
      "Whether visits wake projects; off answers 406 for those that sleep."),
  WAKE_RESPONSE(
      Group.WAKING,
      Syntax.RESPONSE,
      "auto",
      "page",
      "What a visitor gets while a project wakes: `auto` holds the request and gives the loading"
          + " page to browsers that wait for longer than WAKE_PATIENCE, `page` gives it to everyone"
          + " at once, `hold` holds everyone. The label `reveille.wake` goes before it."),
  WAKE_PATIENCE(
      Group.WAKING,
      Syntax.WAIT_OR_NONE,
      "1s",
      "500ms",
      "How long a browser's page load is held before it gets the loading page."),
  WAKE_TIMEOUT(
      Group.WAKING,
      Syntax.WAIT,
      "60s",
      "5m",
      "How long a project may take until it answers, and how long requests are held that do not"
          + " get the page."),
  WAKE_PAGE_STATUS(
      Group.WAKING,
      Syntax.PAGE_STATUS,
      "202",
      "503",
      "The status of the loading page. 200 is left to the project's own answers."),
  WAKE_IGNORE_USER_AGENTS(
      Group.WAKING,
      Syntax.LIST,
      WellKnownRobots.USER_AGENTS,
      "default,MyMonitor/",
      "Visitors whose User-Agent contains one of these, in upper or lower case, get 503 from a"
          + " project that sleeps and do not wake it."),
  WAKE_IGNORE_PATHS(
      Group.WAKING,
      Syntax.LIST,
      "/favicon.ico,/robots.txt",
      "default,/health",
      "Paths, without a query, that get 503 from a project that sleeps and do not wake it."),
  WAKE_MAX_CONCURRENT(
      Group.WAKING,
      Syntax.CONCURRENT,
      "8",
      "2",
      "How many projects may be starting at a time; others queue."),
  WAKE_RATE(
      Group.WAKING,
      Syntax.RATE,
      "20",
      "0",
      "How many wakes one client address may begin per minute; 0 is no limit."),

  CONTROL_HOST(
      Group.CONTROL,
      Syntax.HOST,
      "127.0.0.1",
      "0.0.0.0",
      "The address where the control service listens and the gateway finds it."),
  CONTROL_PORT(
      Group.CONTROL,
      Syntax.PORT,
      "7070",
      "7071",
      "The port where the control service listens and the gateway finds it."),
  STATE_DIR(
      Group.CONTROL,
      Syntax.PATH,
      ".reveille",
      "/var/lib/reveille",
      "Where tokens and the self-signed certificate are kept; made where it is missing."),
  ADMIN_TOKEN(
      Group.CONTROL,
      Syntax.TOKEN,
      "",
      "$(openssl rand -hex 32)",
      "The administrators' token; without it a random one is made and kept in"
          + " `STATE_DIR/admin-token`."),
  DEBUG_LOG(
      Group.CONTROL,
      Syntax.SWITCH,
      "off",
      "on",
      "Logs every step of the gateway and the control service.");

  private final Group group;

  // A Syntax is two texts and a function without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Syntax<?> syntax;

  private final String fallback;
  private final String example;
  private final String meaning;

  Setting(Group group, Syntax<?> syntax, String fallback, String example, String meaning) {
    this.group = group;
    this.syntax = syntax;
    this.fallback = fallback;
    this.example = example;
    this.meaning = meaning;
  }

  /** What a setting is about; the reference page has a chapter for each. */
  public enum Group {
    GATEWAY("Gateway"),
    ENGINE("Docker engine"),
    WAKING("Waking"),
    CONTROL("Control service");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  public Group group() {
    return group;
  }

  public Syntax<?> syntax() {
    return syntax;
  }

  /** The default, as a person would write it. */
  public Optional<String> fallback() {
    return Optional.of(fallback).filter(text -> !text.isEmpty());
  }

  public String example() {
    return example;
  }

  public String meaning() {
    return meaning;
  }

  /** Whether its value must never be shown. */
  public boolean isSecret() {
    return syntax.equals(Syntax.TOKEN);
  }
}
