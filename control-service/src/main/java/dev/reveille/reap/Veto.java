package dev.reveille.reap;

import dev.reveille.concurrent.Durations;
import dev.reveille.project.CommandResult;
import dev.reveille.project.Container.Status;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.EngineException;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks what a project's labels name ({@code reveille.idle.veto}) whether it may sleep: a command in
 * a container, or a URL. Whatever is no clear yes is a no.
 */
public final class Veto {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int FIRST_REFUSAL = 400;
  private static final int LONGEST_OUTPUT = 200;

  private final ContainerEngine engine;
  private final Duration limit;

  public Veto(ContainerEngine engine) {
    this(engine, LIMIT);
  }

  /**
   * @param limit for each command and URL
   */
  Veto(ContainerEngine engine, Duration limit) {
    this.engine = engine;
    this.limit = limit;
  }

  /**
   * What was asked and what came of it, if that is no yes: {@code veto of shop-web-1: "test ! -e
   * /tmp/busy" ended with 1}. A command is run where the container runs; a URL is asked anyway, as
   * it may be of another container.
   */
  public Optional<String> objection(Project project) {
    return project.members().stream().map(this::objection).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> objection(Member member) {
    return member
        .sleep()
        .veto()
        .flatMap(veto -> isUrl(veto) ? ask(veto) : run(member, veto))
        .map(text -> "veto of %s: %s".formatted(member.name(), text));
  }

  private static boolean isUrl(String veto) {
    return veto.regionMatches(true, 0, "http://", 0, 7)
        || veto.regionMatches(true, 0, "https://", 0, 8);
  }

  private Optional<String> run(Member member, String command) {
    if (member.container().status() != Status.RUNNING) {
      return Optional.empty();
    }
    try {
      CommandResult result = engine.run(member.id(), List.of("/bin/sh", "-c", command), limit);
      return result.succeeded() ? Optional.empty() : Optional.of(ended(command, result));
    } catch (EngineException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String ended(String command, CommandResult result) {
    String output = result.output().lines().findFirst().orElse("");
    String text = "\"%s\" ended with %d".formatted(command, result.exitCode());
    return output.isBlank()
        ? text
        : text + ": " + output.substring(0, Math.min(LONGEST_OUTPUT, output.length()));
  }

  private Optional<String> ask(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (java.net.URISyntaxException e) {
      return Optional.of("\"%s\" is no URL".formatted(url));
    }
    String shown = "%s://%s%s".formatted(uri.getScheme(), authority(uri), path(uri));
    try {
      int status = status(uri);
      return status < FIRST_REFUSAL
          ? Optional.empty()
          : Optional.of("%s answered %d".formatted(shown, status));
    } catch (HttpTimeoutException _) {
      return Optional.of("%s did not answer within %s".formatted(shown, Durations.text(limit)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of("%s can't be asked: %s".formatted(shown, reason(e)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted before %s answered".formatted(shown));
    }
  }

  /**
   * A client for each question: they are rare, and a client that waits for the next one has a
   * thread and buffers of its own. What the answer says beyond its status is not waited for.
   */
  private int status(URI uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(limit).header("User-Agent", "reveille").build();
    HttpClient client = HttpClient.newBuilder().connectTimeout(limit).build();
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      response.body().close();
      return response.statusCode();
    } finally {
      client.shutdownNow();
    }
  }

  /** Without what may be secret: the user, the password, and the query. */
  private static String authority(URI uri) {
    String host = String.valueOf(uri.getHost());
    return uri.getPort() < 0 ? host : host + ":" + uri.getPort();
  }

  private static String path(URI uri) {
    return uri.getRawPath() == null ? "" : uri.getRawPath();
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
