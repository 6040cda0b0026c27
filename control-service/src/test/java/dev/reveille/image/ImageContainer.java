package dev.reveille.image;

import dev.reveille.acceptance.Visitor;
import dev.reveille.testing.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A container of the image, and a visitor, which the tests of one class share; and others that one
 * test has for itself. What visitors got and what the containers logged is attached to each
 * failure.
 */
final class ImageContainer
    implements BeforeAllCallback,
        AfterEachCallback,
        AfterAllCallback,
        TestExecutionExceptionHandler {
  private final String name;
  private final Function<Sandbox, Options> options;
  private final List<Deployment> others = new ArrayList<>();
  private @Nullable Deployment shared;

  private static final class Evidence extends RuntimeException {
    private static final long serialVersionUID = 1;

    Evidence(String text) {
      super(text, null, false, false);
    }
  }

  private ImageContainer(String name, Function<Sandbox, Options> options) {
    this.name = name;
    this.options = options;
  }

  /**
   * One that is ready before the first test.
   *
   * @param options see {@link RunningImage#start}
   */
  static ImageContainer named(String name, Function<Sandbox, Options> options) {
    return new ImageContainer(name, options);
  }

  /** Starts one for this test alone, and does not wait until it is ready. */
  Deployment another(String itsName, Function<Sandbox, Options> itsOptions) {
    Deployment other = Deployment.start(itsName, itsOptions);
    others.add(other);
    return other;
  }

  RunningImage container() {
    return shared().container();
  }

  Visitor visitor() {
    return shared().visitor();
  }

  Sandbox sandbox() {
    return shared().sandbox();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Deployment starting = Deployment.start(name, options);
    try {
      starting.container().awaitReady();
    } catch (RuntimeException | Error e) {
      starting.close();
      throw e;
    }
    shared = starting;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    others.forEach(Deployment::close);
    others.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (shared != null) {
      shared.close();
      shared = null;
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new Evidence(shared().evidence()));
    others.forEach(other -> failure.addSuppressed(new Evidence(other.evidence())));
    throw failure;
  }

  private Deployment shared() {
    if (shared == null) {
      throw new IllegalStateException("the tests of the class have not begun, or have ended");
    }
    return shared;
  }
}
