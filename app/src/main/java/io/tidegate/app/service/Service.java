package io.tidegate.app.service;

import io.tidegate.api.Api;
import io.tidegate.api.ApiConfig;
import io.tidegate.api.call.Operation;
import io.tidegate.api.cluster.ClusterOperations;
import io.tidegate.api.cluster.ClusterPort;
import io.tidegate.api.docs.DocsPages;
import io.tidegate.api.home.HomeOperations;
import io.tidegate.api.metrics.Metrics;
import io.tidegate.api.openapi.OpenApi;
import io.tidegate.api.outbox.OutboxOperations;
import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigException;
import io.tidegate.app.keys.KeyFiles;
import io.tidegate.app.keys.SigningKeyWatcher;
import io.tidegate.app.outbox.OutboxService;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.http.admin.AdminKey;
import io.tidegate.http.log.AccessLog;
import io.tidegate.http.server.Hosts;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.ServerObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The running service. It starts from the bottom up (store, engine, HTTP, the gate before it) and
 * stops from the top down, so that everything it accepted is finished and answered before the
 * folder is closed.
 */
public final class Service {

  /** Offer that is meant where none is named. */
  public static final long DEFAULT_OFFER = 1;

  /** Name of the room that is meant where none is named. */
  public static final String DEFAULT_ROOM = "default";

  /** For its registry to hear that it stops. */
  private static final Duration REGISTRY = Duration.ofSeconds(1);

  private final Path data;
  private final Backend backend;
  private final HttpServer http;
  private final @Nullable ServiceGate gate;
  private final ConnectionLimit connections;
  private final Metrics metrics;
  private final @Nullable AccessLog accessLog;
  private final KeyFiles keys;
  private final SigningKeyWatcher signing;
  private final Duration stopBound;
  private final OutboxService outbox;
  private final @Nullable RegistryClient registry;

  private Service(
      Path data,
      Backend backend,
      HttpServer http,
      @Nullable ServiceGate gate,
      ConnectionLimit connections,
      Metrics metrics,
      @Nullable AccessLog accessLog,
      KeyFiles keys,
      SigningKeyWatcher signing,
      Duration stopBound,
      OutboxService outbox,
      @Nullable RegistryClient registry) {
    this.data = data;
    this.backend = backend;
    this.http = http;
    this.gate = gate;
    this.connections = connections;
    this.metrics = metrics;
    this.accessLog = accessLog;
    this.keys = keys;
    this.signing = signing;
    this.stopBound = stopBound;
    this.outbox = outbox;
    this.registry = registry;
  }

  /**
   * Starts it.
   *
   * @param demo whether a folder in which nothing was ever made gets the demo data
   * @throws IOException if folder, keys, log or port cannot be had; the message says which and why
   */
  public static Service start(Config config, boolean demo)
      throws IOException, InterruptedException {
    Path data = config.service().data();
    Metrics metrics = new Metrics(data);
    Backend backend = backend(config, metrics, demo);
    AccessLog accessLog = null;
    HttpServer http = null;
    try {
      KeyFiles keys = KeyFiles.in(config.secrets());
      accessLog = accessLog(config);
      metrics.watch(backend.commands(), backend.views());
      TicketCodec tickets = new TicketCodec(keys.signing().signingKeys());
      OutboxService outbox =
          OutboxService.of(config.outbox().path().orElse(null), backend.log(), backend.commands());
      metrics.add(outbox::collect);
      Api api = api(config, backend, metrics, keys, tickets, outbox);
      metrics.watch(api.documents());
      backend.tell(api.health());
      if (accessLog != null) metrics.watch(accessLog);
      ServerObserver observer =
          accessLog == null ? metrics.server() : ServerObserver.both(metrics.server(), accessLog);
      ConnectionLimit connections =
          ConnectionLimit.count(
              config.http().maxConnections(), loops(config.http()), config.service().hasGate());
      http = HttpServer.start(httpConfig(config, connections), api, observer);
      ServiceGate gate =
          config.service().hasGate()
              ? ServiceGate.start(
                  config, gateConfig(config, connections), http.port(), backend, tickets, demo)
              : null;
      if (gate != null) metrics.add(gate::collect);
      SigningKeyWatcher signing =
          SigningKeyWatcher.start(keys.signingFile(), keys.signing(), tickets);
      Duration stopBound = Duration.ofMillis(config.engine().stopMs());
      backend.servedAt(config.service().host() + ":" + http.port());
      RegistryClient.Entry entry = entry(config, http.port());
      backend.lead(); // nothing may fail behind it
      outbox.start(backend::leads);
      RegistryClient registry =
          entry == null ? null : RegistryClient.start(entry, backend.commands()::ready);
      return new Service(
          data,
          backend,
          http,
          gate,
          connections,
          metrics,
          accessLog,
          keys,
          signing,
          stopBound,
          outbox,
          registry);
    } catch (IOException | RuntimeException e) {
      if (http != null) http.stop(Duration.ZERO);
      backend.lead(); // so that the folder is closed as after any other run
      backend.stop(Duration.ofMillis(config.engine().stopMs()));
      if (accessLog != null) accessLog.close();
      metrics.close();
      throw e;
    }
  }

  /** What it enters into a registry; null for nothing. */
  private static RegistryClient.@Nullable Entry entry(Config config, int port) throws IOException {
    Config.Cluster cluster = config.cluster();
    if (cluster.register().isEmpty()) return null;
    String host = config.service().host();
    String id = cluster.name().isEmpty() ? host + ":" + port : cluster.name();
    return RegistryClient.Entry.of(cluster.register(), cluster.registerAs(), id, host, port);
  }

  private static Backend backend(Config config, Metrics metrics, boolean demo) throws IOException {
    if (!config.cluster().shared())
      return FolderBackend.open(config, metrics.journal(), metrics.engine(), demo);
    return InstanceBackend.open(config, metrics.engine(), demo);
  }

  private static Api api(
      Config config,
      Backend backend,
      Metrics metrics,
      KeyFiles keys,
      TicketCodec tickets,
      OutboxService outbox)
      throws IOException {
    ApiConfig settings =
        new ApiConfig(
            config.wallet().selfTopUp(),
            Set.copyOf(config.cors().origins()),
            config.cacheBytes(),
            DEFAULT_ROOM,
            DEFAULT_OFFER,
            hosts(config.service()));
    HomeOperations home =
        new HomeOperations(
            Build.text(), System.currentTimeMillis(), backend.commands(), backend.views());
    List<Operation> pages =
        Stream.of(
                home.operations(),
                new OpenApi().operations(),
                new DocsPages().operations(),
                metrics.operations(),
                new OutboxOperations(outbox).operations(),
                cluster(backend))
            .flatMap(List::stream)
            .toList();
    return new Api(
        settings, backend.commands(), backend.views(), tickets, AdminKey.of(keys.admin()), pages);
  }

  private static List<Operation> cluster(Backend backend) {
    ClusterPort cluster = backend.cluster();
    return cluster == null ? List.of() : new ClusterOperations(cluster).operations();
  }

  /**
   * On the loopback address every page in this machine's browsers reaches the service, and {@code
   * identity: trusted} would believe it. On another one the operator has said who reaches it, and
   * may say by which names. The gate before it says the address itself.
   */
  private static Hosts hosts(Config.Service service) throws IOException {
    boolean loopback = InetAddress.getByName(service.host()).isLoopbackAddress();
    if (!loopback && service.hosts().isEmpty()) return Hosts.ANY;
    String own = service.host().contains(":") ? "[" + service.host() + "]" : service.host();
    return Hosts.loopbackAnd(Stream.concat(service.hosts().stream(), Stream.of(own)).toList());
  }

  private static @Nullable AccessLog accessLog(Config config) throws IOException {
    if (!config.accessLog().on()) return null;
    Path data = config.service().data();
    Optional<Path> file = config.accessLog().fileIn(data);
    if (file.isEmpty()) return AccessLog.toStandardOutput();
    refuseOwnFile(data, file.get());
    return AccessLog.toFile(file.get(), config.accessLog().maxBytes());
  }

  /**
   * Of the data folder's own files none may be named, also not through a link: lines would be
   * written into the journal, or a key would be rotated away.
   */
  private static void refuseOwnFile(Path data, Path log) throws IOException {
    boolean own = false;
    if (Files.exists(log)) {
      try (Stream<Path> files = Files.list(data)) {
        for (Path file : files.filter(file -> !mayBeLog(file)).toList())
          own |= Files.isSameFile(file, log);
      }
    }
    Path folder = log.toAbsolutePath().getParent();
    own |=
        !mayBeLog(log) && folder != null && Files.exists(folder) && Files.isSameFile(folder, data);
    if (own)
      throw new ConfigException(
          List.of(
              "access-log.file "
                  + log
                  + " is a file of the data folder's own: in "
                  + data
                  + " a log's name has to end with .log"));
  }

  private static boolean mayBeLog(Path file) {
    return file.toString().endsWith(".log");
  }

  /**
   * Begins the access log's file anew under its name, for who has moved it and wants to be sure.
   * Any thread.
   */
  public void reopenLog() {
    if (accessLog != null) accessLog.reopen();
  }

  private static int loops(Config.Http http) {
    return http.eventLoops() == 0 ? HttpConfig.DEFAULT.eventLoops() : http.eventLoops();
  }

  private static HttpConfig httpConfig(Config config, ConnectionLimit connections) {
    Config.Service own = config.service();
    return config.http().at(own.host(), own.port(), connections.most());
  }

  private static HttpConfig gateConfig(Config config, ConnectionLimit connections) {
    Config.Service own = config.service();
    return config.http().at(own.host(), Integer.parseInt(own.gatePort()), connections.most());
  }

  /** How many connections there may be at once, at the service and at the gate. */
  public ConnectionLimit connections() {
    return connections;
  }

  /** Its data folder. */
  public Path data() {
    return data;
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  /** The port of the gate before it; empty without one. */
  public OptionalInt gatePort() {
    return gate == null ? OptionalInt.empty() : OptionalInt.of(gate.port());
  }

  /** The path at the gate before which there is a waiting room; empty without one. */
  public Optional<String> demoPath() {
    return gate != null && gate.hasDemo() ? Optional.of(ServiceRoutes.DEMO_PATH) : Optional.empty();
  }

  /** Its secrets, and where they are. */
  public KeyFiles keys() {
    return keys;
  }

  /** Store, views and engine. */
  public Backend backend() {
    return backend;
  }

  /** How long each part may take to stop. */
  public Duration stopBound() {
    return stopBound;
  }

  /**
   * Refuses new requests, finishes and answers those accepted, closes the folder; each within the
   * configured bound. What was answered is on disk whatever comes of it.
   *
   * @return false if the engine did not finish in time
   */
  public boolean stop() throws InterruptedException {
    if (registry != null) registry.leave(REGISTRY);
    backend.leave(stopBound);
    if (gate != null) gate.stop(stopBound);
    http.stop(stopBound);
    signing.close();
    outbox.stop(stopBound); // before the loop, which notes how far it came
    boolean finished = backend.stop(stopBound);
    if (accessLog != null) accessLog.close();
    if (registry != null) registry.close();
    metrics.close();
    return finished;
  }
}
