package io.tidegate.api;

import io.tidegate.api.call.Routes;
import io.tidegate.core.Command;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.engine.Engine;
import io.tidegate.engine.EngineConfig;
import io.tidegate.engine.ReplySink;
import io.tidegate.engine.Request;
import io.tidegate.engine.ticket.SigningKeys;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.engine.view.Views;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A whole service for a test: journal in a folder, engine with a clock that stands still, server on
 * a free port; and a client. Users, rooms and sales are made as a test needs them.
 */
final class Site implements AutoCloseable {

  static final String BASE = "/api/v1";

  /** What a test may choose before the service starts. */
  static final class Plan {
    ApiConfig api = ApiConfig.DEFAULT.selfTopUp(true);
    Limits limits = Limits.DEFAULT;
    EngineConfig engine = new EngineConfig(65_536, 4_096, 8_192, 5);
    HttpConfig http = HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(2);
    List<Routes> others = List.of();
    ServerObserver observer = ServerObserver.NONE;
  }

  final ManualClock clock = new ManualClock();
  final TrickyStore store;
  final Views views = new Views();
  final TicketCodec tickets =
      new TicketCodec(
          new SigningKeys(
              1,
              Map.of(1, "a secret of the test, 32 bytes..".getBytes(StandardCharsets.US_ASCII))));
  final Engine engine;
  final Api api;
  final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Site(Path folder) throws IOException {
    this(folder, new Plan());
  }

  Site(Path folder, Plan plan) throws IOException {
    JournalConfig usual = JournalConfig.DEFAULT;
    JournalConfig small =
        new JournalConfig(8 << 20, 2 << 20, usual.segmentWait(), usual.segmentRetry());
    JournalStore journal =
        JournalStore.open(folder.resolve("data"), small, new JournalObserver() {}, 1, 1L << 30);
    views.rebuild(journal.state(), journal.mark().sequence(), journal.lastMs());
    store = new TrickyStore(journal);
    engine = new Engine(plan.engine, store, plan.limits, views, clock, store.observer);
    engine.start();
    api = new Api(plan.api, engine, views, tickets, plan.others);
    server = HttpServer.start(plan.http, api, plan.observer);
  }

  // ---- asking the engine ----

  /** Asks the engine beside HTTP, for what a test needs before it begins. */
  Result ask(Command command) {
    CompletableFuture<Result> answer = new CompletableFuture<>();
    ReplySink replySink =
        answered -> answer.complete(Objects.requireNonNull(answered.getFirst().result()));
    if (!engine.submit(new Request(command, replySink) {})) throw new AssertionError("refused");
    return answer.orTimeout(10, TimeUnit.SECONDS).join();
  }

  long created(Command command) {
    if (ask(command) instanceof Result.Created(long id)) return id;
    throw new AssertionError("not made: " + command);
  }

  /** A room that calls so many people in a minute and holds so many inside. */
  long room(String name, int people, int insideMax) {
    return created(
        new Command.CreateRoom(
            new RoomSettings(name, RoomState.OPEN, people, 60_000, insideMax, 120_000, 600_000)));
  }

  long openSale() {
    return created(new Command.CreateSale("Open", clock.wallMs(), Long.MAX_VALUE, Entry.OPEN, 0));
  }

  long roomSale(long room) {
    return created(
        new Command.CreateSale("Behind", clock.wallMs(), Long.MAX_VALUE, Entry.ROOM, room));
  }

  /** An offer of units for nothing, one each. */
  long coupon(long sale, long units) {
    return created(new Command.CreateOffer(sale, "Coupon", units, 0, 1, 1, 0));
  }

  /** A date of a concert with rows of ten seats at 10,000, held for five minutes, four a user. */
  Result.ScheduleMade schedule(long concert, long sale, int rows) {
    long start = clock.wallMs();
    long month = Duration.ofDays(30).toMillis();
    Command made =
        new Command.CreateSchedule(
            concert, sale, start + month, start, start + month, rows, 10, 10_000, 300_000, 4, 4);
    return (Result.ScheduleMade) ask(made);
  }

  long concert(String title) {
    return created(new Command.CreateConcert(title, "Seoul"));
  }

  // ---- asking over HTTP ----

  Reply get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  Reply post(String path, String... headers) {
    return send("POST", path, "", headers);
  }

  /** A POST with a JSON body. */
  Reply postJson(String path, String body, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/json";
    return send("POST", path, body, all);
  }

  Reply patch(String path, String... headers) {
    return send("PATCH", path, "", headers);
  }

  Reply delete(String path, String... headers) {
    return send("DELETE", path, "", headers);
  }

  /** Any request; an empty body is none. */
  Reply send(String method, String path, String body, String... headers) {
    HttpRequest request = request(method, path, body, headers);
    try {
      return Reply.of(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The same without waiting for the reply. */
  CompletableFuture<Reply> sendLater(String method, String path, String body, String... headers) {
    return client
        .sendAsync(request(method, path, body, headers), HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(Reply::of);
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    String full = path.startsWith("/!") ? path.substring(2) : BASE + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + full))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) request.headers(headers);
    return request.build();
  }

  /** A connection of one's own, for what no proper client sends, and for crowds. */
  Wire wire() throws IOException {
    return new Wire(server.port());
  }

  /** Joins a room's line and gives the ticket. */
  String ticket(long user, String room) {
    return post("/user/" + user + "/queue/token/issue?room=" + room).is(200).word("waitingToken");
  }

  /** Waits until something has come true, ten seconds at most. */
  static void until(BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadlineNs) throw new AssertionError("did not come true in 10 s");
      LockSupport.parkNanos(500_000);
    }
  }

  /** Headers that show a ticket. */
  static String[] with(String ticket) {
    return new String[] {"waitingToken", ticket};
  }

  /** Headers by which a trusted caller names a user. */
  static String[] as(long user) {
    return new String[] {"X-User-Id", Long.toString(user)};
  }

  @Override
  public void close() {
    client.close();
    server.stop(Duration.ofSeconds(2));
    try {
      engine.stop(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
