package dev.reveille.config;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Every environment variable that is read; {@code docs/reference/settings.md} is generated from it.
 * A blank value counts as none. The value can also be in a file, see {@link #fileVariable}.
 */
public enum Setting {
  HTTP_PORT(
      SettingGroup.GATEWAY,
      Syntax.PORT,
      "8080",
      "80",
      "Where the gateway listens for HTTP; below 1024 needs root or a capability."),
  HTTPS_PORT(
      SettingGroup.GATEWAY,
      Syntax.PORT,
      "8443",
      "443",
      "Where the gateway listens for HTTPS; below 1024 needs root or a capability."),
  TRUSTED_PROXIES(
      SettingGroup.GATEWAY,
      Syntax.NETWORKS,
      "",
      "10.0.0.0/8,fd00::/8",
      "Who may say with `X-Forwarded-*` on whose behalf a request comes; from all others these"
          + " headers are replaced."),
  ACCESS_LOG(
      SettingGroup.GATEWAY,
      LogSyntax.ACCESS,
      "off",
      "json",
      "Writes one line for each request to stdout: `combined` as most servers do, `json` with more"
          + " fields; `on` is `combined`."),
  PAGES_DIR(
      SettingGroup.GATEWAY,
      Syntax.DIRECTORY,
      "",
      "/etc/reveille/pages",
      "A directory whose `*.html` files replace the built-in pages of the same names."),
  GATEWAY_BIN(
      SettingGroup.GATEWAY,
      Syntax.PROGRAM,
      "",
      "/usr/sbin/nginx",
      "The gateway's program, by path or by name; without it `openresty` where there is one, else"
          + " `nginx`."),

  DOCKER_HOST(
      SettingGroup.ENGINE,
      Syntax.ENGINE,
      "unix:///var/run/docker.sock",
      "tcp://192.0.2.7:2376",
      "Where the Docker engine listens."),
  DOCKER_TLS_VERIFY(
      SettingGroup.ENGINE,
      Syntax.SWITCH,
      "off",
      "on",
      "Speaks TLS with the engine and checks its certificate; needs DOCKER_CERT_PATH."),
  DOCKER_CERT_PATH(
      SettingGroup.ENGINE,
      Syntax.DIRECTORY,
      "",
      "/certs/client",
      "The directory with `ca.pem`, `cert.pem` and `key.pem` for an engine that speaks TLS."),
  CONTAINER_FILTER(
      SettingGroup.ENGINE,
      Syntax.FILTERS,
      "",
      "label=team=blue",
      "Only containers that pass these filters of the engine exist for Reveille. Of several"
          + " labels all have to be there; of several values of another kind one is enough."),
  COMPAT_NGINX_PROXY(
      SettingGroup.ENGINE,
      Syntax.SWITCH,
      "off",
      "on",
      "Reads nginx-proxy's variables in the environment of containers that have no host label:"
          + " `VIRTUAL_HOST` as `reveille.host`, `VIRTUAL_PORT` as `reveille.port`, `CERT_NAME` as"
          + " `reveille.cert`, `HSTS` as `reveille.hsts`. With ACME_EMAIL, certificates are ordered"
          + " for what `LETSENCRYPT_HOST` or `ACME_HOST` names, also without ACME_DOMAINS."),

  PROJECT_AUTOSTART(
      SettingGroup.WAKING,
      Syntax.SWITCH,
      "on",
      "off",
      "Whether visits wake projects; off answers 406 for those that sleep."),
  WAKE_RESPONSE(
      SettingGroup.WAKING,
      Syntax.RESPONSE,
      "auto",
      "page",
      "What a visitor gets while a project wakes: `auto` holds the request and gives the loading"
          + " page to browsers that wait for longer than WAKE_PATIENCE, `page` gives it to everyone"
          + " at once, `hold` holds everyone. The label `reveille.wake` goes before it."),
  WAKE_PATIENCE(
      SettingGroup.WAKING,
      Syntax.WAIT_OR_NONE,
      "1s",
      "500ms",
      "How long a browser's page load is held before it gets the loading page."),
  WAKE_TIMEOUT(
      SettingGroup.WAKING,
      Syntax.WAIT,
      "60s",
      "5m",
      "How long a project may take until it answers, and how long requests are held that do not"
          + " get the page."),
  WAKE_PAGE_STATUS(
      SettingGroup.WAKING,
      Syntax.PAGE_STATUS,
      "202",
      "503",
      "The status of the loading page. 200 is left to the project's own answers."),
  WAKE_IGNORE_USER_AGENTS(
      SettingGroup.WAKING,
      Syntax.LIST,
      WellKnownRobots.USER_AGENTS,
      "default,MyMonitor/",
      "Visitors whose User-Agent contains one of these, in upper or lower case, get 503 from a"
          + " project that sleeps and do not wake it."),
  WAKE_IGNORE_PATHS(
      SettingGroup.WAKING,
      Syntax.LIST,
      "/favicon.ico,/robots.txt",
      "default,/health",
      "Paths, without a query, that get 503 from a project that sleeps and do not wake it."),
  WAKE_MAX_CONCURRENT(
      SettingGroup.WAKING,
      Syntax.CONCURRENT,
      "8",
      "2",
      "How many projects may be starting at a time; others queue. Of all their containers the"
          + " engine starts as many at a time as there are processors, and at least two."),
  WAKE_RATE(
      SettingGroup.WAKING,
      Syntax.COUNT,
      "20",
      "0",
      "How many wakes one client address may begin per minute; 0 is no limit."),

  PROJECT_INACTIVITY_TIMEOUT(
      SettingGroup.SLEEPING,
      Syntax.TIMEOUT,
      "0",
      "0.5h",
      "How long nobody may have used a project before it is put to sleep; 0 is never. The label"
          + " `reveille.idle` goes before it."),
  PROJECT_SLEEP(
      SettingGroup.SLEEPING,
      SleepSyntax.DEPTH,
      "stop",
      "pause",
      "How deep projects sleep: `stop` frees their memory, `pause` only their processor time and"
          + " wakes within milliseconds. The label `reveille.sleep` goes before it."),
  PROJECT_PAUSE_TIMEOUT(
      SettingGroup.SLEEPING,
      Syntax.TIMEOUT,
      "0",
      "24h",
      "How long a project stays paused before it is stopped; 0 is for ever."),
  PROJECT_MAX_RUNNING(
      SettingGroup.SLEEPING,
      Syntax.COUNT,
      "0",
      "20",
      "How many projects may run at a time; 0 is no limit. One more than that waits until the least"
          + " recently used that nobody uses now sleeps."),
  PROJECT_NETWORK_CLEANUP(
      SettingGroup.SLEEPING,
      Syntax.SWITCH,
      "off",
      "on",
      "Removes the own networks of a stopped project, and makes them again as they were when it"
          + " wakes. The engine's default address pools end at 31 networks."),
  IDLE_LOGS(
      SettingGroup.SLEEPING,
      Syntax.SWITCH,
      "off",
      "on",
      "Whether a line that a container prints counts as use. The label `reveille.idle.logs` goes"
          + " before it."),
  IDLE_CPU(
      SettingGroup.SLEEPING,
      SleepSyntax.PERCENT,
      "10",
      "off",
      "A project whose containers together take more of one processor than this counts as used, in"
          + " percent; off looks at no processor time. The label `reveille.idle.cpu` goes before"
          + " it."),
  IDLE_EXEC(
      SettingGroup.SLEEPING,
      Syntax.SWITCH,
      "on",
      "off",
      "Whether a command that runs by `docker exec`, a shell for example, counts as use."),
  IDLE_IGNORE_PATHS(
      SettingGroup.SLEEPING,
      Syntax.LIST,
      "",
      "/health,/poll/*",
      "Requests for these paths do not count as use; `*` at the end stands for anything. The label"
          + " `reveille.idle.ignore` adds some for one project."),
  IDLE_IGNORE_USER_AGENTS(
      SettingGroup.SLEEPING,
      Syntax.LIST,
      "",
      "UptimeRobot,MyMonitor/",
      "Requests whose User-Agent contains one of these, in upper or lower case, do not count as"
          + " use."),

  PROJECT_DANGLING_TIMEOUT(
      SettingGroup.REMOVING,
      Syntax.TIMEOUT,
      "0",
      "168h",
      "How long nobody may have used a project before it is removed with its containers, volumes,"
          + " networks and directory; 0 is never. Permanent projects are never removed."),
  PROJECT_REMOVAL_GRACE(
      SettingGroup.REMOVING,
      Syntax.TIMEOUT,
      "24h",
      "1h",
      "How long a removal is announced before it is carried out; a visit meanwhile undoes it."),
  PROJECTS_DIR(
      SettingGroup.REMOVING,
      Syntax.PATH,
      "/projects",
      "/srv/projects",
      "The directory below which project directories may be removed."),
  PROJECT_ORPHANS(
      SettingGroup.REMOVING,
      SleepSyntax.ORPHANS,
      "report",
      "remove",
      "What happens to directories in PROJECTS_DIR that no project names: `report` tells of them,"
          + " `remove` removes them as abandoned projects are."),
  PROJECT_PRUNE_IMAGES(
      SettingGroup.REMOVING,
      Syntax.SWITCH,
      "off",
      "on",
      "Removes the images that only a removed project used, together with it."),
  STATS_LOG(
      SettingGroup.REMOVING,
      Syntax.SWITCH,
      "off",
      "on",
      "Writes once an hour what runs, sleeps, is permanent, and would be removed."),

  CERTS_DIR(
      SettingGroup.CERTIFICATES,
      Syntax.PATH,
      "/etc/certs/custom",
      "./certs",
      "Where certificates of your own are: `NAME.crt` with its chain and `NAME.key`, or a directory"
          + " `NAME` with `fullchain.pem` and `privkey.pem`. Read again whenever they change."),
  DEFAULT_CERT(
      SettingGroup.CERTIFICATES,
      Syntax.FILE_NAME,
      "",
      "example.com",
      "The NAME of the certificate in CERTS_DIR that is shown where no better one is there; without"
          + " it the self-signed one."),
  HTTPS_REDIRECT(
      SettingGroup.CERTIFICATES,
      Syntax.SWITCH,
      "off",
      "on",
      "Sends visitors of HTTP to HTTPS, for the hosts whose certificate browsers trust."),
  HSTS(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.HSTS,
      "off",
      "max-age=31536000",
      "The header `Strict-Transport-Security` of answers over HTTPS. The label `reveille.hsts` goes"
          + " before it."),
  ACME_EMAIL(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.EMAIL,
      "",
      "ops@example.com",
      "Where the CA writes to. Setting it agrees to the CA's terms of service. Certificates are"
          + " ordered once this and ACME_DOMAINS are set."),
  ACME_DOMAINS(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.DOMAINS,
      "",
      "example.com,*.sandbox.example.com",
      "For which hosts certificates may be ordered: `example.com` stands for itself and everything"
          + " below, `*.example.com` for the hosts one level below, which then share one wildcard"
          + " certificate (needs dns-01)."),
  ACME_DIRECTORY(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.DIRECTORY,
      "letsencrypt",
      "letsencrypt-staging",
      "The CA: `letsencrypt`, `letsencrypt-staging`, or the URL of its ACME directory."),
  ACME_CA_FILE(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.FILE,
      "",
      "/etc/step-ca/root.pem",
      "A PEM file with certificates to trust when speaking with the CA, beside the system's."),
  ACME_EAB_KID(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.WORD,
      "",
      "kid-1",
      "The key identifier of the external account that the CA wants; needs ACME_EAB_HMAC."),
  ACME_EAB_HMAC(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.SECRET,
      "",
      "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W",
      "The external account's HMAC key in base64url; needs ACME_EAB_KID."),
  ACME_PROFILE(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.WORD,
      "",
      "shortlived",
      "The CA's profile for certificates, as `classic`, `tlsserver` or `shortlived`; without it the"
          + " CA's own choice."),
  ACME_KEY_TYPE(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.KEY_TYPE,
      "P-256",
      "RSA-2048",
      "The kind of the certificates' keys: `P-256`, `P-384`, `RSA-2048` or `RSA-4096`."),
  ACME_PREFERRED_CHAIN(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.TEXT,
      "",
      "ISRG Root X1",
      "Of several chains that the CA offers, the one whose last certificate was issued by this"
          + " common name."),
  ACME_CHALLENGE(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.CHALLENGE,
      "auto",
      "dns-01",
      "How names are proven: `http-01`, `dns-01`, or `auto`: dns-01 for wildcards, http-01 for"
          + " hosts."),
  ACME_SELF_CHECK(
      SettingGroup.CERTIFICATES,
      Syntax.SWITCH,
      "on",
      "off",
      "Looks whether a host leads here before the CA does; off for machines that can't reach their"
          + " own public address."),
  ACME_HTTP_PORT(
      SettingGroup.CERTIFICATES,
      Syntax.PORT,
      "80",
      "8080",
      "Where the CA connects for http-01, as far as ACME_SELF_CHECK goes; another than 80 only with"
          + " a private CA."),
  ACME_HANDSHAKE_WAIT(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.HANDSHAKE_WAIT,
      "20s",
      "5s",
      "How long a handshake waits for the first certificate of its host."),
  ACME_LIMITS(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.LIMITS,
      "auto",
      "none",
      "Which limits on orders are kept: `letsencrypt`, `none`, or `auto`: Let's Encrypt's for its"
          + " own directories. A wait after failures is always kept."),
  ACME_FALLBACK_DIRECTORY(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.DIRECTORY,
      "",
      "https://acme.zerossl.com/v2/DV90",
      "A second CA, used when the first keeps failing."),
  ACME_FALLBACK_EAB_KID(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.WORD,
      "",
      "kid-2",
      "As ACME_EAB_KID, of the second CA."),
  ACME_FALLBACK_EAB_HMAC(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.SECRET,
      "",
      "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W",
      "As ACME_EAB_HMAC, of the second CA."),
  ACME_DNS_SERVER(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.SERVER,
      "",
      "ns1.example.com",
      "For dns-01: the name server that takes dynamic updates (RFC 2136), with or without port."),
  ACME_DNS_TSIG(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.TSIG,
      "",
      "hmac-sha256:reveille:c2VjcmV0",
      "The key that signs these updates (TSIG), as `nsupdate -y` takes it:"
          + " `algorithm:name:secret`."),
  ACME_DNS_HOOK(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.HOOK,
      "",
      "/etc/reveille/dns-hook",
      "For dns-01 without RFC 2136: a program that is run as `HOOK present FQDN VALUE`, with the"
          + " environment of certbot's manual hooks."),
  ACME_DNS_CLEANUP_HOOK(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.HOOK,
      "",
      "/etc/reveille/dns-cleanup",
      "The program that is run as `HOOK cleanup FQDN VALUE`; without it ACME_DNS_HOOK is."),
  ACME_DNS_RESOLVERS(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.SERVERS,
      "",
      "9.9.9.9,192.0.2.53:5353",
      "The name servers that are asked about names; without them the system's."),
  ACME_DNS_TIMEOUT(
      SettingGroup.CERTIFICATES,
      Syntax.WAIT,
      "2m",
      "10m",
      "How long the authoritative name servers may take to show a dns-01 record."),
  LOCAL_CA(
      SettingGroup.CERTIFICATES,
      Syntax.SWITCH,
      "off",
      "on",
      "Signs certificates for all hosts by a CA of this installation, whose root you trust on your"
          + " machine (`/v1/local-ca.crt`)."),
  LOCAL_CA_DOMAINS(
      SettingGroup.CERTIFICATES,
      CertificateSyntax.DOMAINS,
      "",
      "docksal.site",
      "The only domains that the local CA may sign for, written into its root when that is made."),

  WEBHOOK_URL(
      SettingGroup.WEBHOOKS,
      WebhookSyntax.URLS,
      "",
      "https://ops.example.com/hooks/reveille",
      "Where events are sent to by POST, each to all of these."),
  WEBHOOK_SECRET(
      SettingGroup.WEBHOOKS,
      WebhookSyntax.SECRET,
      "",
      "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
      "Signs what is sent, so that receivers know whom it is from; made by"
          + " `echo whsec_$(openssl rand -base64 32)`."),
  WEBHOOK_EVENTS(
      SettingGroup.WEBHOOKS,
      WebhookSyntax.KINDS,
      "project.woke,project.wake-failed,project.asleep,project.sleep-failed,"
          + "project.removal-announced,project.removal-stopped,project.removal-failed,project.removed,"
          + "certificate.issued,certificate.failed,certificate.expiring",
      "default,certificate.*",
      "Which events are sent."),

  CONTROL_HOST(
      SettingGroup.CONTROL,
      Syntax.HOST,
      "127.0.0.1",
      "0.0.0.0",
      "The address where the control service listens and the gateway finds it."),
  CONTROL_PORT(
      SettingGroup.CONTROL,
      Syntax.PORT,
      "7070",
      "7071",
      "The port where the control service listens and the gateway finds it."),
  ADMIN_HOST(
      SettingGroup.CONTROL,
      Syntax.HOST_NAME,
      "",
      "reveille.example.com",
      "The host by which the gateway leads to the dashboard, over HTTPS only. No project gets it; a"
          + " certificate is ordered for it where ACME_DOMAINS allows that."),
  STATE_DIR(
      SettingGroup.CONTROL,
      Syntax.PATH,
      ".reveille",
      "/var/lib/reveille",
      "Where tokens, certificates and the CA's account are kept; made where it is missing."),
  ADMIN_TOKEN(
      SettingGroup.CONTROL,
      Syntax.TOKEN,
      "",
      "$(openssl rand -hex 32)",
      "The administrators' token; without it a random one is made and kept in"
          + " `STATE_DIR/admin-token`."),
  DEBUG_LOG(
      SettingGroup.CONTROL,
      Syntax.SWITCH,
      "off",
      "on",
      "Logs every step of the gateway and the control service."),
  LOG_FORMAT(
      SettingGroup.CONTROL,
      LogSyntax.FORMAT,
      "text",
      "json",
      "How the control service writes its log."),
  METRICS_PROJECTS(
      SettingGroup.CONTROL,
      Syntax.COUNT,
      "200",
      "1000",
      "How many projects, those with the most requests, have metrics of their own; the others"
          + " share `project=\"other\"`."),
  METRICS_TOKEN(
      SettingGroup.CONTROL,
      Syntax.TOKEN,
      "",
      "$(openssl rand -hex 32)",
      "Opens `/metrics`, beside the administrators' token, where CONTROL_HOST is not loopback.");

  /** The gateway's start script, which reads these, does not know Java. */
  private static final Set<Setting> GATEWAY_READS =
      EnumSet.of(
          HTTP_PORT,
          HTTPS_PORT,
          TRUSTED_PROXIES,
          ACCESS_LOG,
          PAGES_DIR,
          GATEWAY_BIN,
          CONTROL_HOST,
          CONTROL_PORT,
          ADMIN_HOST,
          STATE_DIR,
          DEBUG_LOG);

  private final SettingGroup group;

  // A Syntax is two texts and a function without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Syntax<?> syntax;

  private final String fallback;
  private final String example;
  private final String meaning;

  Setting(SettingGroup group, Syntax<?> syntax, String fallback, String example, String meaning) {
    this.group = group;
    this.syntax = syntax;
    this.fallback = fallback;
    this.example = example;
    this.meaning = meaning;
  }

  public SettingGroup group() {
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
    return Set.of(
            Syntax.TOKEN,
            CertificateSyntax.SECRET,
            CertificateSyntax.TSIG,
            WebhookSyntax.URLS,
            WebhookSyntax.SECRET)
        .contains(syntax);
  }

  /** The variable that names a file with the value, as {@code ADMIN_TOKEN_FILE}. */
  public String fileVariable() {
    return name() + "_FILE";
  }

  /** Whether {@link #fileVariable} may be set: the gateway knows only the value itself. */
  public boolean canBeInFile() {
    return !GATEWAY_READS.contains(this);
  }
}
