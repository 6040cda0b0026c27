package dev.reveille.image;

import dev.reveille.acceptance.Visitor;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.util.function.Function;

/** A container of the image, the sandbox that it is limited to, and a visitor. */
record Deployment(Sandbox sandbox, RunningImage container, Visitor visitor)
    implements AutoCloseable {

  /**
   * Does not wait until it is ready.
   *
   * @param options see {@link RunningImage#start}
   */
  static Deployment start(String name, Function<Sandbox, Options> options) {
    Sandbox sandbox = RealEngine.get().sandbox();
    try {
      RunningImage container = RunningImage.start(sandbox, name, options.apply(sandbox));
      return new Deployment(sandbox, container, new Visitor(container));
    } catch (RuntimeException | Error e) {
      sandbox.close();
      throw e;
    }
  }

  /** For whoever looks into a failure. */
  String evidence() {
    return "the visitor of %1$s got\n%2$s\n%1$s logged\n%3$s"
        .formatted(container.name(), visitor.lastAnswers(), container.log());
  }

  @Override
  public void close() {
    try (Sandbox _ = sandbox) {
      visitor.close();
    }
  }
}
