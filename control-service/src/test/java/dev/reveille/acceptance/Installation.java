package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A proxy, its engine and a visitor, which the tests of one class share. What the visitor got and
 * what the proxy logged is attached to each failure.
 *
 * <p>Tests of one class use different names, as they meet on the same engine.
 */
public final class Installation
    implements BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {
  private final Map<String, String> settings;
  private @Nullable Parts parts;

  private record Parts(Sandbox sandbox, Proxy proxy, AdminApi admin, Visitor visitor) {}

  private static final class Evidence extends RuntimeException {
    private static final long serialVersionUID = 1;

    Evidence(String text) {
      super(text, null, false, false);
    }
  }

  private Installation(Map<String, String> settings) {
    this.settings = settings;
  }

  /** With these settings, name and value by turns, and defaults for the others. */
  public static Installation with(String... namesAndValues) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Installation(settings);
  }

  public Proxy proxy() {
    return parts().proxy();
  }

  public Visitor visitor() {
    return parts().visitor();
  }

  public AdminApi admin() {
    return parts().admin();
  }

  public Sandbox sandbox() {
    return parts().sandbox();
  }

  /** A project that Compose could have made; called {@code sandbox().unique(name)}. */
  public ComposeProject compose(String name) {
    return new ComposeProject(sandbox(), name);
  }

  /** The host that the containers of {@link #site} claim. */
  public String host(String name) {
    return sandbox().unique(name) + ".test";
  }

  /** A standalone container with a host of its own, {@link #host}; it answers with its name. */
  public NewContainer site(String name) {
    return sandbox().container(name).label("reveille.host", host(name)).env("NAME", name);
  }

  /** The host of a {@link #site}, once the gateway knows it. */
  public String siteHost(String name) {
    return known(host(name));
  }

  /** Returns the host once the gateway knows it, which wakes nothing. */
  public String known(String host) {
    Eventually.passes(
        () ->
            assertThat(visitor().get(host, "/robots.txt").body())
                .doesNotContain("problem:no-such-host"));
    return host;
  }

  /** Waits until administrators see the project {@code asleep}, {@code running} … */
  public void awaitState(String project, String state) {
    Eventually.passes(
        () -> assertThat(admin().project(project).path("state").asText()).isEqualTo(state));
  }

  /** Waits until a service of the project that wakes is {@code started}, {@code healthy} … */
  public void awaitStep(String project, String service, String state) {
    String step = "{\"service\":\"%s\",\"state\":\"%s\"}".formatted(service, state);
    Eventually.passes(() -> assertThat(admin().wake(project).toString()).contains(step));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Sandbox sandbox = RealEngine.get().sandbox();
    try {
      Proxy proxy = Proxy.start(sandbox, settings);
      parts = new Parts(sandbox, proxy, proxy.admin(), new Visitor(proxy));
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (parts == null) {
      return;
    }
    try (Sandbox _ = parts.sandbox();
        Proxy _ = parts.proxy();
        AdminApi _ = parts.admin();
        Visitor _ = parts.visitor()) {
      parts = null;
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new Evidence("the visitor got\n" + visitor().lastAnswers()));
    failure.addSuppressed(new Evidence("the proxy logged\n" + proxy().log()));
    throw failure;
  }

  private Parts parts() {
    if (parts == null) {
      throw new IllegalStateException("the tests of the class have not begun, or have ended");
    }
    return parts;
  }
}
