package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import dev.reveille.testing.Pebble;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
  private final Optional<Pebble.Setup> setup;
  private @Nullable Parts parts;

  private record Parts(
      Sandbox sandbox, Optional<OwnCa> ca, Proxy proxy, AdminApi admin, Visitor visitor) {}

  private static final class Evidence extends RuntimeException {
    private static final long serialVersionUID = 1;

    Evidence(String text) {
      super(text, null, false, false);
    }
  }

  private Installation(Map<String, String> settings, Optional<Pebble.Setup> setup) {
    this.settings = settings;
    this.setup = setup;
  }

  /** With these settings, name and value by turns, and defaults for the others. */
  public static Installation with(String... namesAndValues) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Installation(settings, Optional.empty());
  }

  /** The same, which orders certificates for {@link #publicHost}s from such a CA. */
  public Installation orderingFrom(Pebble.Setup ca) {
    return new Installation(settings, Optional.of(ca));
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

  /** The CA of {@link #orderingFrom}. */
  public Pebble ca() {
    return parts().ca().orElseThrow().pebble();
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

  /** A host that a CA may be asked about. */
  public String publicHost(String name) {
    return sandbox().unique(name) + ".example.com";
  }

  /** As {@link #site}, with {@link #publicHost}. */
  public NewContainer publicSite(String name) {
    return sandbox().container(name).label("reveille.host", publicHost(name)).env("NAME", name);
  }

  /** Waits until visitors of a host are shown a certificate of the CA; returns its serial. */
  public String awaitIssued(String host) {
    Eventually.passes(
        () -> {
          JsonNode known = admin().certificate(host);
          assertThat(known.path("source").asText()).as("%s", known).isEqualTo("issued");
          assertThat(Handshake.with(proxy(), host).serial())
              .isEqualTo(known.at("/certificate/serial").asText());
        });
    return Handshake.with(proxy(), host).serial();
  }

  /** Returns the host once the gateway knows it, which wakes nothing. */
  public String known(String host) {
    Eventually.passes(
        () ->
            assertThat(visitor().get(host, "/robots.txt").body())
                .doesNotContain("problem:no-such-host", "problem:control-unreachable"));
    return host;
  }

  /** Ends it with SIGKILL; {@code scripts/run} starts it again, later each time. */
  public void killControlService() {
    ProcessHandle control = proxy().controlService();
    control.destroyForcibly();
    Eventually.isTrue(() -> !control.isAlive());
  }

  /** Waits until it is ready again. */
  public void awaitControlService() {
    Eventually.isTrue(this::isControlServiceReady);
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
    Optional<OwnCa> ca = Optional.empty();
    try {
      ca = setup.map(OwnCa::start);
      Map<String, String> all = new HashMap<>(ca.map(OwnCa::settings).orElse(Map.of()));
      all.putAll(settings);
      Proxy proxy = Proxy.start(sandbox, all);
      parts = new Parts(sandbox, ca, proxy, proxy.admin(), new Visitor(proxy));
    } catch (RuntimeException | Error e) {
      ca.ifPresent(OwnCa::close);
      sandbox.close();
      throw e;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (parts == null) {
      return;
    }
    Optional<OwnCa> ca = parts.ca();
    try (Sandbox _ = parts.sandbox();
        Proxy _ = parts.proxy();
        AdminApi _ = parts.admin();
        Visitor _ = parts.visitor()) {
      parts = null;
    } finally {
      ca.ifPresent(OwnCa::close);
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new Evidence("the visitor got\n" + visitor().lastAnswers()));
    failure.addSuppressed(new Evidence("the proxy logged\n" + proxy().log()));
    parts().ca().ifPresent(it -> failure.addSuppressed(new Evidence(it.evidence())));
    throw failure;
  }

  private boolean isControlServiceReady() {
    try {
      return admin().get("/v1/ready").path("status").asText().equals("ready");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private Parts parts() {
    if (parts == null) {
      throw new IllegalStateException("the tests of the class have not begun, or have ended");
    }
    return parts;
  }
}
