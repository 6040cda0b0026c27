package dev.reveille.api;

/** Who may make a call. */
enum Access {
  /** Anyone who reaches the port, which is loopback unless told otherwise. */
  OPEN,
  /** The gateway, with the hook's token. */
  HOOK,
  /** Either, and the call answers each in its own way. */
  HOOK_OR_ADMIN,
  /** Administrators, with theirs. */
  ADMIN
}
