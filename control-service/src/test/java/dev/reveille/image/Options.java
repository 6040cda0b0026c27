package dev.reveille.image;

import dev.reveille.testing.MissingPeer;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Options of {@code docker run}; each method returns those and more. */
record Options(List<String> words) {
  Options {
    words = List.copyOf(words);
  }

  static Options none() {
    return new Options(List.of());
  }

  /** The engine on which the container runs, by its socket. */
  static Options withEngine() {
    URI host = RealEngine.get().host();
    if (!"unix".equals(host.getScheme())) {
      throw MissingPeer.because("the engine at %s has no socket to be mounted".formatted(host));
    }
    return none().and("--volume", host.getPath() + ":/var/run/docker.sock");
  }

  /** A new volume for what has to be remembered. */
  Options andState(Sandbox sandbox) {
    return and("--volume", sandbox.volume("state") + ":" + RunningImage.STATE);
  }

  /** A setting. */
  Options env(String name, String value) {
    return and("--env", name + "=" + value);
  }

  Options and(String... more) {
    return new Options(Stream.concat(words.stream(), Arrays.stream(more)).toList());
  }
}
