package dev.reveille.api;

/** Who may make a call. */
enum Access {
  /** Anyone who reaches the port, which is loopback unless told otherwise. */
  OPEN,
  /** The gateway, with the hook's token. */
  HOOK,
  /** Administrators, with theirs. */
  ADMIN
}
