package dev.reveille.wake;

import dev.reveille.project.Member;
import java.util.Optional;

/** Asks a running container whether it answers. */
public interface Probe {
  /**
   * Empty when it does; else what is missing, for people: {@code does not accept connections on
   * port 80}. Takes a second at most, unless an HTTP path is asked, which may take five.
   */
  Optional<String> missing(Member member);
}
