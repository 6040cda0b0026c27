package dev.reveille.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every label that is read from containers; {@code docs/reference/labels.md} is generated from it.
 */
public enum Label {
  HOST(
      "reveille.host",
      "io.docksal.virtual-host",
      "list of hosts",
      "none: the container is not reached from outside",
      "shop.test,*.shop.test",
      "Host names that lead to this container, separated by commas: exact, `*.x`, `x.*` or"
          + " `~regex`. The most specific wins."),
  PORT(
      "reveille.port",
      "io.docksal.virtual-port",
      "port",
      "the single exposed port, else 80",
      "8080",
      "The port inside the container that answers HTTP."),
  CERT(
      "reveille.cert",
      "io.docksal.cert-name",
      "name of a certificate, or none",
      "none: the certificate by host",
      "example.com",
      "The NAME of the certificate in CERTS_DIR that visitors of this container's hosts see;"
          + " `none` means that the host decides."),
  HSTS(
      "reveille.hsts",
      null,
      "off, or a header's value",
      "the setting HSTS",
      "max-age=31536000",
      "The header `Strict-Transport-Security` of answers over HTTPS: browsers then never ask by"
          + " HTTP again."),
  WAKE(
      "reveille.wake",
      null,
      "auto, page, hold or off",
      "the setting WAKE_RESPONSE",
      "hold",
      "What a visitor gets while the project wakes: `auto` holds the request and gives a page only"
          + " to browsers that wait for long, `page` gives everyone the page at once, `hold` always"
          + " holds, `off` means that visits do not wake it."),
  READY(
      "reveille.ready",
      null,
      "path",
      "none: an open port is enough",
      "/health",
      "A path that has to answer with a status below 500 before the container counts as ready."),
  READY_AFTER(
      "reveille.ready-after",
      null,
      "duration",
      "0s",
      "500ms",
      "How long to wait more once the container answers."),
  ONE_SHOT(
      "reveille.one-shot",
      null,
      "on or off",
      "on where another service waits for its completion",
      "on",
      "The container runs to its end and is done. A wake does not run it again once it has exited"
          + " with 0."),
  ROOT(
      "reveille.root",
      "io.docksal.project-root",
      "absolute path",
      "none: no directory goes with the project",
      "/srv/projects/shop",
      "The project's directory on the host. It is removed together with an abandoned project, if it"
          + " is below PROJECTS_DIR."),
  PERMANENT(
      "reveille.permanent",
      "io.docksal.permanent",
      "on or off",
      "off",
      "on",
      "On any container of a project: it is never removed. It sleeps all the same."),
  IDLE(
      "reveille.idle",
      null,
      "duration or off",
      "the setting PROJECT_INACTIVITY_TIMEOUT",
      "30m",
      "How long nobody may have used the project before it sleeps; `off` is never."),
  SLEEP(
      "reveille.sleep",
      null,
      "stop or pause",
      "the setting PROJECT_SLEEP",
      "pause",
      "How deep the project sleeps: `stop` frees its memory, `pause` wakes within milliseconds."),
  IDLE_LOGS(
      "reveille.idle.logs",
      null,
      "on or off",
      "the setting IDLE_LOGS",
      "on",
      "Whether a line that this container prints counts as use."),
  IDLE_CPU(
      "reveille.idle.cpu",
      null,
      "percent or off",
      "the setting IDLE_CPU",
      "25",
      "Above how much of one processor the project counts as used."),
  IDLE_IGNORE(
      "reveille.idle.ignore",
      null,
      "list of paths",
      "none: all requests count, but those of IDLE_IGNORE_PATHS",
      "/health,/poll/*",
      "Requests for these paths do not count as use; `*` at the end stands for anything."),
  IDLE_VETO(
      "reveille.idle.veto",
      null,
      "command or URL",
      "none",
      "test ! -e /tmp/busy",
      "Asked before the project sleeps: a command that is run in this container with `/bin/sh -c`,"
          + " or a URL. It sleeps only after exit code 0, or a status below 400, within 10"
          + " seconds."),
  AWAKE(
      "reveille.awake",
      null,
      "hours",
      "none",
      "Mon-Fri 08:00-19:00 Europe/Berlin",
      "When the project never sleeps: days, hours, and time zone; several with commas between"
          + " them."),
  COMPOSE_PROJECT(
      "com.docker.compose.project",
      null,
      "name",
      "none: the container is a project of its own",
      "shop",
      "Set by Compose: containers with the same value sleep and wake together."),
  COMPOSE_SERVICE(
      "com.docker.compose.service",
      null,
      "name",
      "the container's name",
      "web",
      "Set by Compose: containers with the same value are replicas and share the load."),
  COMPOSE_DEPENDS_ON(
      "com.docker.compose.depends_on",
      null,
      "list of service:condition:restart",
      "none: everything is started at once",
      "db:service_healthy:false",
      "Set by Compose: what is started first, and what has to be true of it. A fourth field"
          + " `:required` is understood; without it a service that has no container is passed"
          + " over."),
  COMPOSE_ONEOFF(
      "com.docker.compose.oneoff",
      null,
      "True or False",
      "False",
      "True",
      "Set by `docker compose run`: such a container belongs to nobody and is never started.");

  private final String key;
  private final Optional<String> predecessor;

  // An enum's own list, which nobody can change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> names;

  private final String type;
  private final String fallback;
  private final String example;
  private final String meaning;

  Label(
      String key,
      @Nullable String predecessor,
      String type,
      String fallback,
      String example,
      String meaning) {
    this.key = key;
    this.predecessor = Optional.ofNullable(predecessor);
    this.names =
        Stream.of(Stream.of(key), this.predecessor.stream(), ProxyVariables.sameAs(key).stream())
            .flatMap(it -> it)
            .toList();
    this.type = type;
    this.fallback = fallback;
    this.example = example;
    this.meaning = meaning;
  }

  /**
   * The value on a container; our own name goes before the predecessor's, and that before a
   * variable; a blank one counts as none.
   */
  public Optional<String> of(Map<String, String> labels) {
    for (String name : names) { // no stream: read for every container at every look
      String value = labels.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** Whether a container carries the label at all, also with an empty value. */
  public boolean isOn(Map<String, String> labels) {
    return names().stream().anyMatch(labels::containsKey);
  }

  /** In the order in which they count. */
  public List<String> names() {
    return names;
  }

  public String key() {
    return key;
  }

  public Optional<String> predecessor() {
    return predecessor;
  }

  public String type() {
    return type;
  }

  public String fallback() {
    return fallback;
  }

  public String example() {
    return example;
  }

  public String meaning() {
    return meaning;
  }
}
