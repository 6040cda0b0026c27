package dev.reveille.certificate;

import java.util.Optional;

/** Whether a name leads here, asked before the CA does and counts a failure. */
@FunctionalInterface
public interface HostCheck {
  /** Nobody looks. */
  HostCheck NONE = _ -> Optional.empty();

  /** What is wrong, in one sentence for an administrator; empty when the name leads here. */
  Optional<String> fault(String host);
}
