package dev.reveille.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that a call can answer but success; each has a stable {@code type} (RFC 9457), and a
 * page in {@code docs/reference/problems}, which is made from what stands here.
 */
enum ProblemType {
  MALFORMED_REQUEST(
      400,
      "The request can't be read",
      "A query parameter, a header or the body is not what the call takes.",
      "`detail` names what is wrong: the parameter, or the path of the field in the body"
          + " (`$.host`). The same request gets the same answer; mend it."),
  TOKEN_REQUIRED(
      401,
      "This call needs a token",
      "The request had no token, a wrong one, or one of the other kind: the hook's token opens no"
          + " call of administrators, and theirs none of the hook's.",
      "Send `Authorization: Bearer …` with the token in the file of STATE_DIR that `detail` names."
          + " Tokens are read at start; after changing one, restart the control service."),
  CROSS_SITE(
      403,
      "Another site's page made this call",
      "A browser that has logged in was made to call by another page than the dashboard, or does"
          + " not say which.",
      "Use the dashboard under its own address. Programs send `Authorization: Bearer …` in place of"
          + " a cookie."),
  NO_SUCH_CALL(
      404,
      "There is no such call",
      "The path is none of this API's.",
      "Look it up in `/v1/openapi.yaml`. Names in a path are percent-encoded; one with a slash"
          + " can't be asked for."),
  METHOD_NOT_ALLOWED(
      405,
      "The call has no such method",
      "The path exists, and the method does not.",
      "`Allow` has the methods that do."),
  NO_SUCH_HOST(
      404,
      "No project has this host name",
      "No container's label claims the host, neither by its name nor by a pattern.",
      "Compare the address with the label `reveille.host`. A label that can't be read claims"
          + " nothing; the log and the project's `problems` say so."),
  NO_SUCH_PROJECT(
      404,
      "There is no such project",
      "No project has this name, or none of its containers has a label with a host any more.",
      "`GET /v1/projects` lists them. A Compose project is called as Compose calls it; a container"
          + " without Compose is called as itself."),
  NO_SUCH_CERTIFICATE(
      404,
      "There is no such certificate",
      "Nothing is shown for this very name, and nothing is ordered for it; or there is none before"
          + " the last one to go back to.",
      "`GET /v1/certificates` lists the names. A gateway shows the certificate for everyone else,"
          + " and does not ask again before `Retry-After` is over."),
  NO_SUCH_CHALLENGE(
      404,
      "There is no such challenge",
      "No order under way has this ACME token.",
      "Nothing: pass the CA's request on to the project, which may have an ACME client of its"
          + " own."),
  NO_SUCH_JOB(
      404,
      "There is no such job",
      "No renewal has this id. They are kept for an hour, and not across restarts.",
      "`GET /v1/certificates/{name}` says how the certificate stands."),
  NO_SUCH_PROBLEM(
      404,
      "There is no such problem",
      "No type of problem ends in this name.",
      "`GET /v1/problems` lists them."),
  AUTOSTART_OFF(
      406,
      "This project is not started by visits",
      "It sleeps, and the setting PROJECT_AUTOSTART or the label `reveille.wake` says that visits"
          + " do not wake it.",
      "Start it by `proxyctl start`, by `POST /v1/projects/{name}/wake`, or by hand."),
  IDEMPOTENCY_KEY_IN_USE(
      409,
      "The Idempotency-Key belongs to another request",
      "The key has named another request within the last hour, or the first request with it is"
          + " still under way.",
      "For another request make another key. While the first is under way, try again after"
          + " `Retry-After`."),
  NOT_ISSUED_HERE(
      409,
      "This certificate was not issued here",
      "Orders are off, so that nothing can be renewed, revoked or deleted.",
      "Set ACME_EMAIL and ACME_DOMAINS. A certificate in CERTS_DIR is replaced by replacing its"
          + " files."),
  RENEWAL_REFUSED(
      409,
      "The certificate is not renewed now",
      "A limit of the CA is near, an earlier failure asks to wait, or the name does not seem to"
          + " lead here.",
      "Wait until `Retry-After` is over, or mend what `detail` names. `?force=true` does it all the"
          + " same."),
  STAYS_AWAKE(
      409,
      "The project does not sleep now",
      "Somebody uses it, or something else keeps it awake.",
      "`detail` says what. Try again when that is over; `POST /v1/projects/{name}/keep-awake?for=0`"
          + " ends what an administrator has asked for."),
  BODY_TOO_LARGE(
      413,
      "The request is too large",
      "The body has more bytes than the call reads.",
      "`detail` has the limit. Report activity in several parts; cut long paths and user agents."),
  CERTIFICATE_REFUSED(
      422,
      "The certificate can't be used",
      "The certificate that was handed over does not fit: another key, another name, expired, or no"
          + " PEM.",
      "`detail` says which. Hand over the whole chain, the leaf first, and the key that belongs to"
          + " it."),
  WRONG_HOST(
      421,
      "The dashboard is not served under this name",
      "The Host of the request is neither a loopback name or address, nor CONTROL_HOST, nor"
          + " ADMIN_HOST.",
      "Use one of those, or set ADMIN_HOST to the name."),
  TOO_MANY_TRIES(
      429,
      "Too many wrong tokens",
      "Several wrong tokens came from this address; each further one makes the wait longer.",
      "Try again with the right one after `Retry-After`. Behind another proxy, set"
          + " TRUSTED_PROXIES."),
  TOO_MANY_WAKES(
      429,
      "Too many projects were started from this address",
      "The client has woken more projects within a minute than WAKE_RATE allows. Joining a wake"
          + " that is under way does not count.",
      "Try again after `Retry-After`. Behind another proxy, set TRUSTED_PROXIES: else all visitors"
          + " have its address."),
  INTERNAL_ERROR(
      500,
      "The control service failed",
      "A fault of Reveille's.",
      "The control service's log has the reason at that time, as an ERROR. Please report it."),
  CA_REFUSED(
      502,
      "The CA did not do it",
      "The CA refused to revoke the certificate, or did not answer. It is still here.",
      "`detail` has the CA's reason. Try again, or delete it here alone."),
  SLEEP_FAILED(
      502,
      "The project could not be put to sleep",
      "The engine did not stop one of its containers.",
      "`detail` names it. Look at it with `docker inspect`; the next look tries again."),
  WAKE_FAILED(
      502,
      "The project could not be started",
      "A container that it needs has failed, or exited before it was ready.",
      "`docker logs` of the container that `detail` names; administrators see its last lines at"
          + " `GET /v1/projects/{name}`. The failure is remembered for ten seconds, and then a"
          + " visit tries again."),
  UPSTREAM_UNREACHABLE(
      502,
      "The project does not answer",
      "The project runs, but its container refused the connection, or cut it off.",
      "Does the application listen on all addresses (`0.0.0.0`, not `127.0.0.1`), and on the port"
          + " that the label `reveille.port` says?"),
  WAKE_IGNORED(
      503,
      "The project sleeps",
      "Visits of this user agent, or for this path, do not wake projects (WAKE_IGNORE_USER_AGENTS,"
          + " WAKE_IGNORE_PATHS).",
      "Nothing, for crawlers and monitors. Anybody else's visit wakes it."),
  TOO_MANY_VIEWERS(
      503,
      "Too many watch the dashboard",
      "More browsers follow the dashboard than it serves at once.",
      "Close those that nobody looks at. `detail` has the limit."),
  WAKE_NOT_RUNNING(
      503,
      "No wake is under way",
      "Somebody follows the wake of a project that sleeps. Following wakes nothing.",
      "Load the page again; that is a visit."),
  ENGINE_UNREACHABLE(
      503,
      "The container engine does not answer",
      "The control service has just started and not seen the engine yet, or has lost it. What runs"
          + " is served; nothing can be woken.",
      "Try again after `Retry-After`. `GET /v1/ready` says since when, and why; see DOCKER_HOST."),
  CONTROL_UNREACHABLE(
      503,
      "The control service is not reachable",
      "The gateway could not ask about a host that it can't answer by itself. What runs is served.",
      "It is started again by its supervisor: try again after `Retry-After`. If it stays away, its"
          + " log says why."),
  NOT_READY_IN_TIME(
      504,
      "The project did not get ready in time",
      "A container started, and did not become healthy or answer on its port within WAKE_TIMEOUT.",
      "`detail` names what was waited for. The wake may still end well: try again after"
          + " `Retry-After`. For slow projects set WAKE_TIMEOUT."),
  UPSTREAM_SILENT(
      504,
      "The project did not answer in time",
      "The project took the request, and sent no answer.",
      "Look at the application. It may still be working on the request, so that it was not sent"
          + " again."),
  NOT_STORED(
      507,
      "The state directory can't be written",
      "What was handed over could not be kept, so that nothing has changed.",
      "`detail` has the system's reason: a full disk, or rights. Mend it and try again.");

  static final String PREFIX = "urn:reveille:problem:";

  private final int status;
  private final String title;
  private final String meaning;
  private final String advice;

  ProblemType(int status, String title, String meaning, String advice) {
    this.status = status;
    this.title = title;
    this.meaning = meaning;
    this.advice = advice;
  }

  /** By what follows the prefix, {@code wake-failed}. */
  static Optional<ProblemType> find(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** When it happens. */
  String meaning() {
    return meaning;
  }

  /** What whoever gets it can do. */
  String advice() {
    return advice;
  }

  /** {@code wake-failed} */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code urn:reveille:problem:wake-failed} */
  String uri() {
    return PREFIX + word();
  }
}
