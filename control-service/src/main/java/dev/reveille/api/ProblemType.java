package dev.reveille.api;

import java.util.Locale;

/** Everything that a call can answer but success; each has a stable {@code type} (RFC 9457). */
enum ProblemType {
  MALFORMED_REQUEST(400, "The request can't be read"),
  TOKEN_REQUIRED(401, "This call needs a token"),
  NO_SUCH_CALL(404, "There is no such call"),
  METHOD_NOT_ALLOWED(405, "The call has no such method"),
  NO_SUCH_HOST(404, "No project has this host name"),
  NO_SUCH_PROJECT(404, "There is no such project"),
  NO_SUCH_CERTIFICATE(404, "There is no such certificate"),
  NO_SUCH_CHALLENGE(404, "There is no such challenge"),
  NO_SUCH_JOB(404, "There is no such job"),
  AUTOSTART_OFF(406, "This project is not started by visits"),
  NOT_ISSUED_HERE(409, "This certificate was not issued here"),
  RENEWAL_REFUSED(409, "The certificate is not renewed now"),
  STAYS_AWAKE(409, "The project does not sleep now"),
  BODY_TOO_LARGE(413, "The request is too large"),
  TOO_MANY_WAKES(429, "Too many projects were started from this address"),
  INTERNAL_ERROR(500, "The control service failed"),
  CA_REFUSED(502, "The CA did not do it"),
  SLEEP_FAILED(502, "The project could not be put to sleep"),
  WAKE_FAILED(502, "The project could not be started"),
  WAKE_IGNORED(503, "The project sleeps"),
  WAKE_NOT_RUNNING(503, "No wake is under way"),
  ENGINE_UNREACHABLE(503, "The container engine does not answer"),
  NOT_READY_IN_TIME(504, "The project did not get ready in time");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** {@code urn:reveille:problem:wake-failed} */
  String uri() {
    return "urn:reveille:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
