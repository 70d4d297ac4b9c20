package io.tidegate.api.live;

import io.tidegate.api.Api;
import io.tidegate.api.ApiConfig;
import io.tidegate.api.admin.AdminApi;
import io.tidegate.api.admin.AdminKey;
import io.tidegate.api.call.Routes;
import io.tidegate.api.http.HttpConfig;
import io.tidegate.api.http.HttpServer;
import io.tidegate.api.metrics.Metrics;
import io.tidegate.api.problems.ProblemPages;
import io.tidegate.core.Limits;
import io.tidegate.engine.Engine;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineConfig;
import io.tidegate.engine.ticket.SigningKeys;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.engine.view.Views;
import io.tidegate.store.JournalStore;
import io.tidegate.store.disk.Disk;
import io.tidegate.store.journal.JournalConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The service on a disk of its own and a free port, and a client that talks to it. */
public final class LiveService implements AutoCloseable {

  /** What admin calls must show. */
  public static final String ADMIN_KEY = "an-admin-key-for-tests-only";

  private static final JournalConfig JOURNAL =
      new JournalConfig(4 << 20, 1 << 20, Duration.ofSeconds(1), Duration.ofMillis(20));

  private final AtomicLong aheadMs = new AtomicLong();
  private final Metrics metrics;
  private final JournalStore store;
  private final Engine engine;
  private final TicketCodec tickets;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private LiveService(Disk disk, Limits limits, EngineConfig bounds, ApiConfig config)
      throws IOException {
    metrics = new Metrics(java.nio.file.Path.of("."));
    store = JournalStore.open(disk, JOURNAL, metrics.journal(), 1, 1 << 20);
    Views views = new Views();
    views.rebuild(store.state(), store.mark().sequence(), store.lastMs());
    engine = new Engine(bounds, store, limits, views, clock(), metrics.engine());
    metrics.watch(engine, views);
    tickets = new TicketCodec(new SigningKeys(1, Map.of(1, new byte[32])));
    List<Routes> parts =
        List.of(new AdminApi(AdminKey.of(ADMIN_KEY), engine, views), metrics, new ProblemPages());

    Api api = new Api(config, engine, views, tickets, parts);
    server =
        HttpServer.start(
            HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(1).limits(100, 8_192),
            api,
            metrics.server());
  }

  /** A service whose engine runs. */
  public static LiveService start(Disk disk, ApiConfig config) throws IOException {
    return start(disk, Limits.DEFAULT, config);
  }

  /** A service whose engine runs, with other bounds on what it holds. */
  public static LiveService start(Disk disk, Limits limits, ApiConfig config) throws IOException {
    LiveService service = new LiveService(disk, limits, EngineConfig.DEFAULT, config);
    service.engine.start();
    return service;
  }

  /** A service whose engine never takes anything from its inbox, which holds 16 requests. */
  public static LiveService stuck(Disk disk) throws IOException {
    return new LiveService(disk, Limits.DEFAULT, new EngineConfig(16, 1, 1, 1), ApiConfig.DEFAULT);
  }

  private EngineClock clock() {
    return new EngineClock() {
      @Override
      public long wallMs() {
        return System.currentTimeMillis() + aheadMs.get();
      }

      @Override
      public long monotonicNs() {
        return System.nanoTime();
      }
    };
  }

  /** Sets the wall clock forward; the engine follows steps of more than a second. */
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

  /** The loop behind it. */
  public Engine engine() {
    return engine;
  }

  /** Signs tickets as the service does. */
  public TicketCodec tickets() {
    return tickets;
  }

  /** Sends a request; an empty body is none, headers come as name, value. */
  public Reply send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) request.header("Content-Type", "application/json");
    if (headers.length > 0) request.headers(headers);
    try {
      return new Reply(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
  public void close() throws InterruptedException, IOException {
    server.close();
    client.close();
    metrics.close();
    if (!engine.stop(Duration.ofSeconds(20))) store.close();
  }

  /** What came back. */
  public record Reply(HttpResponse<String> http) {

    /** Its status. */
    public int status() {
      return http.statusCode();
    }

    /** Its body as it came. */
    public String text() {
      return http.body();
    }

    /** Value of a header, empty without it. */
    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    /** Its body, which is JSON. */
    public @Nullable Object json() {
      return Json.read(http.body());
    }

    /** A member of its body. */
    public @Nullable Object get(String member) {
      return Json.object(json()).get(member);
    }

    /** A member of its body that is a whole number. */
    public long number(String member) {
      return Json.number(get(member));
    }

    /** The name of the problem it is, empty if it is none. */
    public String problem() {
      if (!header("Content-Type").equals("application/problem+json")) return "";
      return String.valueOf(get("type")).replace("/problems/", "");
    }

    @Override
    public String toString() {
      return status() + " " + http.headers().map() + "\n" + text();
    }
  }
}
