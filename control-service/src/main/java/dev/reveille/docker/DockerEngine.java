package dev.reveille.docker;

import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.reveille.concurrent.Timer;
import dev.reveille.project.CommandResult;
import dev.reveille.project.Consumption;
import dev.reveille.project.Container;
import dev.reveille.project.ContainerDetail;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.EngineDisposal;
import dev.reveille.project.EngineIdentity;
import dev.reveille.project.EngineNetworks;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.EngineUnreachable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Docker engine behind {@code DOCKER_HOST}: a unix socket, TCP, or TCP with TLS. */
public final class DockerEngine implements ContainerEngine, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DockerEngine.class);

  private static final ObjectReader LIST = Json.readerFor(ListedContainer[].class);
  private static final ObjectReader DETAIL = Json.readerFor(InspectedContainer.class);
  private static final ObjectReader STATS = Json.readerFor(Stats.class);
  private static final int LOG_BYTES = 1 << 20;
  private static final int NOT_IMPLEMENTED = 501;

  private final Settings settings;
  private final Filters filters;
  private final Timer timer;
  private final EngineFailures failures = new EngineFailures();
  private final EngineConnection connection;
  private final Execs execs;
  private final Optional<ProxyEnvironments> environments;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean toldOfMachine = new AtomicBoolean();
  private volatile Map<String, String> namesById = Map.of();

  /**
   * Connects at the first call, not before.
   *
   * @throws IllegalArgumentException when the TLS directory can't be used
   */
  public DockerEngine(Settings settings, Timer timer) {
    this(settings, timer, false);
  }

  /**
   * The same.
   *
   * @param readsVariables whether nginx-proxy's variables in containers' environments count as
   *     labels, see {@link dev.reveille.project.ProxyVariables}
   */
  public DockerEngine(Settings settings, Timer timer, boolean readsVariables) {
    this.settings = settings;
    this.filters = Filters.from(settings.filters());
    this.timer = timer;
    this.connection =
        new EngineConnection(
            EngineClient.of(settings),
            settings.host().toString(),
            settings.callTimeout(),
            () -> streams.forEach(EventStream::reconnect),
            failures);
    this.execs = new Execs(connection, settings.callTimeout(), timer);
    this.environments =
        readsVariables
            ? Optional.of(
                new ProxyEnvironments(id -> read(id).config().env(), settings.callTimeout()))
            : Optional.empty();
  }

  @Override
  public List<Container> list() {
    String path = "/containers/json?all=1&" + filters.ofContainers();
    Call call = new Call("list containers", Method.GET, path, settings.callTimeout());
    List<ListedContainer> listed =
        List.of(
            connection.ask(
                call, response -> LIST.<ListedContainer[]>readValue(response.getBody())));
    List<Container> containers = listed.stream().map(it -> it.toContainer(listed)).toList();
    Map<String, String> names =
        containers.stream().collect(Collectors.toMap(Container::id, Container::name));
    if (!names.equals(namesById)) { // what is kept for long is not made anew with each list
      namesById = names;
    }
    return environments.map(it -> it.addTo(containers)).orElse(containers);
  }

  @Override
  public ContainerDetail inspect(String id) {
    InspectedContainer inspected = read(id);
    Optional<InspectedContainer> sharedNetwork =
        Network.sharedWith(inspected.hostConfig().networkMode())
            .filter(this::isVisible)
            .map(this::read);
    return inspected.toDetail(sharedNetwork);
  }

  @Override
  public void start(String id) {
    change("start", id);
  }

  /** Without a time-out in the call the engine takes the container's own. */
  @Override
  public void stop(String id) {
    change("stop", id, settings.changeTimeout().plus(read(id).stopTimeout()));
  }

  /** The engine refuses to pause what is paused; where it is, that is what was wanted. */
  @Override
  public void pause(String id) {
    try {
      change("pause", id);
    } catch (EngineRefused e) {
      if (e.isNotFound() || inspect(id).container().status() != Container.Status.PAUSED) {
        throw e;
      }
    }
  }

  /** The engine refuses to continue what is not paused; where it runs, that is what was wanted. */
  @Override
  public void unpause(String id) {
    try {
      change("unpause", id);
    } catch (EngineRefused e) {
      if (e.isNotFound() || !inspect(id).container().isRunning()) {
        throw e;
      }
    }
  }

  @Override
  public void restart(String id) {
    change("restart", id, settings.changeTimeout().plus(read(id).stopTimeout()));
  }

  @Override
  public List<String> lastLogLines(String id, int lines) {
    List<String> all = log(id, "tail=" + lines);
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  /** Of the drivers {@code none} keeps nothing, and others keep what they can't read. */
  @Override
  public Optional<Instant> lastLogLine(String id) {
    try {
      List<String> lines = log(id, "tail=1&timestamps=1");
      return lines.isEmpty() ? Optional.empty() : Optional.of(LogLines.time(lines.getLast()));
    } catch (DateTimeParseException e) {
      throw new EngineUnreachable("engine did not tell when " + named(id) + " printed", e);
    } catch (EngineRefused e) {
      if (e.status() != NOT_IMPLEMENTED) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Engines from 20.10 on answer at once; older ones take two seconds to compare two moments. */
  @Override
  public Duration processorTime(String id) {
    return measure(id).processorTime();
  }

  @Override
  public Consumption consumption(String id) {
    return measure(id).consumption();
  }

  private Stats measure(String id) {
    permit("measure", id);
    String path = "/containers/" + id + "/stats?stream=0&one-shot=1";
    Call call = new Call("measure " + named(id), Method.GET, path, settings.callTimeout());
    Stats stats = connection.ask(call, response -> STATS.<Stats>readValue(response.getBody()));
    if (stats.isOfMachine() && toldOfMachine.compareAndSet(false, true)) {
      log.warn(
          "The engine runs containers without control groups, so nobody can tell what each of them"
              + " takes: IDLE_CPU has no effect, and no container can be paused");
    }
    return stats;
  }

  @Override
  public boolean runsCommand(String id) {
    return execs.anyRuns(read(id));
  }

  @Override
  public CommandResult run(String id, List<String> command, Duration limit) {
    return execs.run(read(id), command, limit);
  }

  @Override
  public AutoCloseable watch(Runnable somethingChanged) {
    Call events =
        new Call(
            "tell events", Method.GET, "/events?" + filters.ofEvents(), settings.callTimeout());
    EventStream stream = new EventStream(connection, events, somethingChanged, timer, failures);
    streams.add(stream);
    stream.start();
    return () -> {
      streams.remove(stream);
      stream.close();
    };
  }

  /** Who it says it is. */
  public EngineIdentity identity() {
    return connection.identity();
  }

  /** What the engine has, and removing it; usable for as long as this is. */
  public EngineDisposal disposal() {
    return new DockerDisposal(connection, settings, this::isVisible);
  }

  /** Its networks, over the same connection. */
  public EngineNetworks networks() {
    return new DockerNetworks(connection, settings);
  }

  /** What went wrong since the start. */
  public EngineFailures failures() {
    return failures;
  }

  /** Ends all subscriptions and connections. */
  @Override
  public void close() {
    streams.forEach(EventStream::close);
    streams.clear();
    connection.close();
  }

  private List<String> log(String id, String which) {
    boolean terminal = read(id).config().tty();
    String path = "/containers/%s/logs?stdout=1&stderr=1&%s".formatted(id, which);
    Call call = new Call("read the log of " + named(id), Method.GET, path, settings.callTimeout());
    byte[] log = connection.ask(call, response -> response.getBody().readNBytes(LOG_BYTES));
    return terminal ? LogLines.ofTerminal(log) : LogLines.ofFrames(log);
  }

  private InspectedContainer read(String id) {
    permit("inspect", id);
    Call call =
        new Call(
            "inspect " + named(id),
            Method.GET,
            "/containers/" + id + "/json",
            settings.callTimeout());
    return connection.ask(
        call, response -> DETAIL.<InspectedContainer>readValue(response.getBody()));
  }

  private void change(String verb, String id) {
    change(verb, id, settings.changeTimeout());
  }

  /** 304 is the engine's answer where nothing had to be changed. */
  private void change(String verb, String id, Duration limit) {
    permit(verb, id);
    Call call =
        new Call(verb + " " + named(id), Method.POST, "/containers/" + id + "/" + verb, limit);
    connection.ask(call, Response::getStatusCode);
  }

  /**
   * The engine applies filters to lists only, so that nothing outside of them is called by its id.
   */
  private void permit(String verb, String id) {
    if (!id.matches("[a-zA-Z0-9_.-]+") || !isVisible(id)) {
      throw new EngineRefused(
          verb + " container " + id, 404, "no such container among those of CONTAINER_FILTER");
    }
  }

  private boolean isVisible(String id) {
    return filters.isEmpty()
        || namesById.containsKey(id)
        || list().stream().anyMatch(container -> container.id().equals(id));
  }

  private String named(String id) {
    return "container " + namesById.getOrDefault(id, id);
  }

  /**
   * Which engine, and which of its containers.
   *
   * @param host {@code unix:///var/run/docker.sock} or {@code tcp://10.0.0.5:2376}
   * @param tlsDirectory holds {@code ca.pem}, {@code cert.pem} and {@code key.pem}
   * @param verify whether a TCP host is spoken to with TLS, as {@code DOCKER_TLS_VERIFY} has it;
   *     there is no TLS that trusts everyone
   * @param filters {@code label=team=blue}; which containers exist for us, all of them if empty
   * @param callTimeout for calls that only ask
   */
  public record Settings(
      URI host,
      Optional<Path> tlsDirectory,
      boolean verify,
      List<String> filters,
      Duration callTimeout) {

    private static final int PORT = 2375;
    private static final int TLS_PORT = 2376;

    /** Checks what only shows when all is known; see {@link #host} and {@link #filters}. */
    public Settings {
      filters = List.copyOf(filters);
      if (isTcp(host) && verify && tlsDirectory.isEmpty()) {
        throw new IllegalArgumentException(
            "TLS needs a directory with ca.pem, cert.pem and key.pem (DOCKER_CERT_PATH)");
      }
      if (isTcp(host) && host.getPort() < 0) {
        host = URI.create("tcp://%s:%d".formatted(host.getHost(), verify ? TLS_PORT : PORT));
      }
    }

    /**
     * Reads {@code DOCKER_HOST}.
     *
     * @throws IllegalArgumentException when it is neither a unix socket nor a TCP address
     */
    public static URI host(String text) {
      try {
        URI host = new URI(text.strip());
        boolean socket = "unix".equals(host.getScheme()) && host.getHost() == null;
        if ((socket && !host.getPath().isEmpty()) || (isTcp(host) && host.getHost() != null)) {
          return host;
        }
      } catch (URISyntaxException _) {
        // said below
      }
      throw new IllegalArgumentException(
          "\"%s\" is no engine; write unix:///var/run/docker.sock or tcp://host:port"
              .formatted(text));
    }

    /**
     * Reads {@code CONTAINER_FILTER}, {@code label=team=blue,name=shop}; empty for all containers.
     *
     * @throws IllegalArgumentException naming the entry that is no filter
     */
    public static List<String> filters(String text) {
      List<String> entries =
          Arrays.stream(text.split(",")).map(String::strip).filter(it -> !it.isEmpty()).toList();
      Filters.from(entries);
      return entries;
    }

    /** For calls that start and stop containers: slow volumes take their time. */
    public Duration changeTimeout() {
      return callTimeout.multipliedBy(12);
    }

    boolean usesTls() {
      return isTcp(host) && verify;
    }

    private static boolean isTcp(URI host) {
      return "tcp".equals(host.getScheme());
    }
  }
}
