package io.tidegate.app.gate;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.keys.KeyFiles;
import io.tidegate.app.keys.PassKeyFile;
import io.tidegate.app.service.FolderBackend;
import io.tidegate.core.Command;
import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.Request;
import io.tidegate.engine.room.EngineRoomLink;
import io.tidegate.engine.room.LinkedRoomPort;
import io.tidegate.engine.room.RoomPortConfig;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.gate.Gate;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.GateFixture;
import io.tidegate.gate.room.PassCodec;
import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.room.RoomConfig.Line;
import io.tidegate.gate.room.RoomConfig.When;
import io.tidegate.gate.room.RoomDoor;
import io.tidegate.gate.room.RoomMessage;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A gate with one room before one upstream, which says {@code inside} to who gets there; at {@code
 * /hold} when it may, at {@code /slow} after 200 ms.
 */
final class WaitingSite implements AutoCloseable {

  /** What a browser says that opens a page. */
  static final String BROWSER = "Accept: text/html,*/*;q=0.8\r\nSec-Fetch-Mode: navigate\r\n";

  /** What {@code /hold} waits for. */
  final Semaphore holds = new Semaphore(0);

  final ScriptedServer upstream =
      new ScriptedServer((request, call) -> {
        String path = request.split(" ", 3)[1];
        if (path.equals("/hold")) holds.acquire();
        if (path.equals("/slow")) Thread.sleep(200);
        boolean says = path.matches("/(end|renew)");
        String more = says ? "Tidegate-Visit: " + path.substring(1) + "\r\n" : "";
        call.send("HTTP/1.1 200 OK\r\n" + more + "Content-Length: 6\r\n\r\ninside");
      });

  final Gate gate;

  /** Streams that are open. */
  final AtomicInteger streams = new AtomicInteger();

  /** How often pages asked for their place. */
  final AtomicInteger polls = new AtomicInteger();

  private static final RoomSettings SETTINGS =
      new RoomSettings("default", RoomState.OPEN, 100, 100, 1, 60_000, 300_000);

  private final FolderBackend backend;
  private final GateConfig config;
  private final LinkedRoomPort port;
  private @Nullable SilentLink link;

  WaitingSite(Path folder, int insideMax) throws IOException {
    this(folder, insideMax, 1_000);
  }

  WaitingSite(Path folder, int insideMax, int joins) throws IOException {
    this(folder, insideMax, joins, 0, null, GateFixture.HTTP);
  }

  /**
   * One.
   *
   * @param port of the gate, 0 for any
   * @param draw how its room draws, null for a room that is open at once
   */
  WaitingSite(
      Path folder, int insideMax, int joins, int port, @Nullable DrawPlan draw, HttpConfig http)
      throws IOException {
    this(folder, room(insideMax, joins), UpstreamPolicy.DEFAULT, port, draw, http);
  }

  WaitingSite(Path folder, RoomConfig room, UpstreamPolicy policy) throws IOException {
    this(folder, room, policy, 0, null, GateFixture.HTTP);
  }

  private WaitingSite(
      Path folder,
      RoomConfig room,
      UpstreamPolicy policy,
      int port,
      @Nullable DrawPlan draw,
      HttpConfig http)
      throws IOException {
    Config service =
        ConfigLoader.load(Config.DEFAULT, null, Map.of(), Map.of("--data", folder.toString()));
    backend = FolderBackend.start(service, JournalObserver.NONE, EngineObserver.NONE);
    this.port =
        new LinkedRoomPort(
                receiver -> {
                  EngineRoomLink real =
                      new EngineRoomLink(backend.engine(), backend.views(), receiver);
                  SilentLink silent = new SilentLink(real);
                  link = silent;
                  return silent;
                },
                new RoomPortConfig(Duration.ofMillis(500), 1_000))
            .start();
    if (draw != null) open(new Command.CreateRoom(SETTINGS, draw));
    RouteConfig route = RouteConfig.of(RouteMatch.path("/")).upstream("u").room(room).build();
    UpstreamConfig usual = GateFixture.upstream("u", upstream.address());
    UpstreamConfig behind =
        new UpstreamConfig(usual.name(), usual.endpoints(), usual.connect(), policy);
    config = GateFixture.config(List.of(behind), route).on(port);
    TicketCodec tickets = new TicketCodec(KeyFiles.in(folder).signing().signingKeys());
    RoomDoor door = new RoomDoor(this.port, tickets, new PassCodec(PassKeyFile.in(folder)), false);
    gate = Gate.start(config, http, new Counting(), door);
  }

  private void open(Command command) {
    try {
      ask(command);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** From now on the room answers nothing, or answers again. */
  void silent(boolean silent) {
    SilentLink there = link;
    if (there != null) there.silent(silent);
  }

  /** The organiser pauses the room or opens it. */
  void state(RoomState state) throws InterruptedException {
    ask(new Command.UpdateRoom(1, state, null, null, null, null, null, null, null));
  }

  /** A command that is not a visitor's, answered when this returns. */
  void ask(Command command) throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(1);
    backend.engine().submit(new Request(command, _ -> answered.countDown()) {});
    if (!answered.await(10, TimeUnit.SECONDS)) throw new AssertionError("no answer: " + command);
  }

  /** The operator says this from now on, in the file that the gate reads again. */
  void says(String english, String korean) throws IOException {
    gate.reload(config.saying(Map.of("default", new RoomMessage(english, korean))));
  }

  /** One that calls 1,000 people a second, while there is space. */
  static RoomConfig room(int insideMax, int joins) {
    Line line =
        new Line(
            100, Duration.ofMillis(100), insideMax, Duration.ofMinutes(1), Duration.ofMinutes(5));
    return new RoomConfig(
        "default", When.ALWAYS, line, null, RoomConfig.Measured.DEFAULT, joins, false);
  }

  /** One request is at the upstream until {@link #holds} lets it end. */
  RawClient occupy() throws IOException {
    int before = upstream.requests().size();
    RawClient client = connect();
    client.send("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n");
    Wait.until(() -> upstream.requests().size() > before);
    return client;
  }

  RawClient connect() throws IOException {
    return new RawClient(gate.port());
  }

  /** Asks with these header lines. */
  static Reply ask(RawClient client, String line, String fields) throws IOException {
    return client.send(line + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n").reply();
  }

  /** Everything that a reply sets, as the next request says it. */
  static String cookies(Reply reply) {
    String all =
        reply
            .header("set-cookie")
            .lines()
            .map(cookie -> cookie.split(";", 2)[0])
            .collect(Collectors.joining("; "));
    return "Cookie: " + all + "\r\n";
  }

  @Override
  public void close() throws IOException {
    gate.stop(Duration.ofMillis(200));
    port.close();
    try {
      var _ = backend.stop(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    upstream.close();
  }

  private final class Counting implements ServerObserver {

    @Override
    public void streamOpened() {
      streams.incrementAndGet();
    }

    @Override
    public void streamClosed() {
      streams.decrementAndGet();
    }

    @Override
    public void answered(Exchange exchange, int status, long bytes, long durationNs) {
      if (exchange.path().endsWith("/place")) polls.incrementAndGet();
    }
  }
}
