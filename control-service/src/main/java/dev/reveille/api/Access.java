package dev.reveille.api;

/** Who may make a call. */
enum Access {
  /** Anyone who reaches the port, which is loopback unless told otherwise. */
  OPEN,
  /** A browser at one of our own hosts, before it has logged in; only for our own page. */
  BROWSER,
  /** The gateway, with the hook's token. */
  HOOK,
  /** Either, and the call answers each in its own way. */
  HOOK_OR_ADMIN,
  /** Administrators, and who has the token of the metrics. */
  METRICS,
  /** Administrators, with theirs or with the cookie of a session. */
  ADMIN
}
