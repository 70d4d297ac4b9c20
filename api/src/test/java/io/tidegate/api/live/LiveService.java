package io.tidegate.api.live;

import io.tidegate.api.Api;
import io.tidegate.api.ApiConfig;
import io.tidegate.api.admin.AdminApi;
import io.tidegate.api.admin.AdminKey;
import io.tidegate.api.call.Routes;
import io.tidegate.api.docs.DocsPages;
import io.tidegate.api.home.HomeCalls;
import io.tidegate.api.metrics.Metrics;
import io.tidegate.api.openapi.OpenApi;
import io.tidegate.api.problems.ProblemPages;
import io.tidegate.core.Event;
import io.tidegate.core.Limits;
import io.tidegate.engine.Engine;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineConfig;
import io.tidegate.engine.ticket.SigningKeys;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.engine.view.Views;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.store.JournalStore;
import io.tidegate.store.Store;
import io.tidegate.store.journal.JournalConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** The service on a folder and a port of its own, and a client that talks to it. */
public final class LiveService implements AutoCloseable {

  /** What admin calls must show. */
  public static final String ADMIN_KEY = "an-admin-key-for-tests-only";

  private static final JournalConfig JOURNAL =
      new JournalConfig(4 << 20, 1 << 20, Duration.ofSeconds(1), Duration.ofMillis(20));

  /** What a test may want otherwise, before the service starts. */
  public static final class Plan {
    /** What an operator chose about the API. */
    public ApiConfig api = ApiConfig.DEFAULT.selfTopUp(true);

    /** Bounds of what it holds. */
    public Limits limits = Limits.DEFAULT;

    /** Bounds of the loop. */
    public EngineConfig engine = EngineConfig.DEFAULT;

    /** How it listens. */
    public HttpConfig http = HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(1).limits(200, 8_192);

    /** What stands before the store. */
    public UnaryOperator<Store> around = store -> store;

    /** Routes beside those of the service. */
    public List<Routes> others = List.of();

    /** What has happened before it starts. */
    public List<Event> before = List.of();

    /** Whether the loop runs at all. */
    public boolean running = true;
  }

  private final AtomicLong aheadMs = new AtomicLong();
  private final boolean running;
  private final Metrics metrics;
  private final Store store;
  private final Engine engine;
  private final TicketCodec tickets;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private LiveService(Path folder, Plan plan) throws IOException {
    running = plan.running;
    metrics = new Metrics(folder);
    JournalStore journal =
        JournalStore.open(folder.resolve("data"), JOURNAL, metrics.journal(), 1, 1 << 20);
    happen(journal, plan.before, nowMs());
    Views views = new Views();
    views.rebuild(journal.state(), journal.mark().sequence(), journal.lastMs());
    store = plan.around.apply(journal);
    engine = new Engine(plan.engine, store, plan.limits, views, clock(), metrics.engine());
    metrics.watch(engine, views);
    tickets = new TicketCodec(new SigningKeys(1, Map.of(1, new byte[32])));
    List<Routes> parts = new ArrayList<>(plan.others);
    parts.add(new AdminApi(AdminKey.of(ADMIN_KEY), engine, views));
    parts.addAll(List.of(metrics, new OpenApi(), new ProblemPages(), new DocsPages()));
    parts.add(new HomeCalls("1.2.3", nowMs(), engine, views));
    Api api = new Api(plan.api, engine, views, tickets, parts);
    metrics.watch(api.documents());
    server = HttpServer.start(plan.http, api, metrics.server());
  }

  /** A service with what it has by default. */
  public static LiveService start(Path folder) throws IOException {
    return start(folder, new Plan());
  }

  /** A service as planned. */
  public static LiveService start(Path folder, Plan plan) throws IOException {
    LiveService service = new LiveService(folder, plan);
    if (plan.running) service.engine.start();
    return service;
  }

  private static void happen(JournalStore journal, List<Event> events, long atMs)
      throws IOException {
    if (events.isEmpty()) return;
    if (!journal.begin()) throw new IllegalStateException("no room in the journal");
    for (Event event : events) {
      journal.state().apply(event, atMs);
      journal.append(event);
    }
    journal.commit(atMs);
  }

  private EngineClock clock() {
    return new EngineClock() {
      @Override
      public long wallMs() {
        return nowMs();
      }

      @Override
      public long monotonicNs() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(aheadMs.get());
      }
    };
  }

  /** Lets time pass, on both clocks. */
  public void later(Duration by) {
    aheadMs.addAndGet(by.toMillis());
  }

  /** Now, as the service's wall clock has it, epoch ms. */
  public long nowMs() {
    return System.currentTimeMillis() + aheadMs.get();
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Signs tickets as the service does. */
  public TicketCodec tickets() {
    return tickets;
  }

  /** Sends a request; an empty body is none, headers come as name, value. */
  public Reply send(String method, String path, String body, String... headers) {
    try {
      return Reply.of(
          method, path, client.send(request(method, path, body, headers), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The same without waiting for the reply. */
  public CompletableFuture<Reply> sendLater(
      String method, String path, String body, String... headers) {
    return client
        .sendAsync(request(method, path, body, headers), BodyHandlers.ofString())
        .thenApply(http -> Reply.of(method, path, http));
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) request.setHeader("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) request.setHeader(headers[i], headers[i + 1]);
    return request.build();
  }

  /** Sends a request with the admin key; the path follows {@code /api/v1/admin}. */
  public Reply admin(String method, String path, String body) {
    return send(method, "/api/v1/admin" + path, body, "Authorization", "Bearer " + ADMIN_KEY);
  }

  /** Makes something as an admin and returns the id of that name. */
  public long make(String path, String body, String id) {
    Reply reply = admin("POST", path, body);
    if (reply.status() != 201) throw new AssertionError(path + ": " + reply);
    return reply.number(id);
  }

  @Override
  public void close() throws IOException {
    server.stop(Duration.ofSeconds(running ? 5 : 0));
    client.shutdownNow();
    metrics.close();
    if (!stopped()) store.close();
  }

  private boolean stopped() {
    if (!running) return false;
    try {
      return engine.stop(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
