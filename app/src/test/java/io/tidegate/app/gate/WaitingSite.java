package io.tidegate.app.gate;

import io.tidegate.gate.Gate;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.GateFixture;
import io.tidegate.gate.ScriptedUpstream;
import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A gate with one room before one upstream, which says {@code inside} to who gets there. */
final class WaitingSite implements AutoCloseable {

  /** What a browser says that opens a page. */
  static final String BROWSER = "Accept: text/html,*/*;q=0.8\r\nSec-Fetch-Mode: navigate\r\n";

  final ScriptedUpstream upstream =
      new ScriptedUpstream((request, call) -> {
        String path = request.split(" ", 3)[1];
        boolean says = path.matches("/(end|renew)");
        String more = says ? "Tidegate-Visit: " + path.substring(1) + "\r\n" : "";
        call.send("HTTP/1.1 200 OK\r\n" + more + "Content-Length: 6\r\n\r\ninside");
      });

  final Gate gate;
  private final RoomEngine rooms;

  WaitingSite(Path folder, int insideMax) throws IOException {
    this(folder, insideMax, 1_000);
  }

  WaitingSite(Path folder, int insideMax, int joins) throws IOException {
    rooms = RoomEngine.open(folder, false);
    RoomConfig room =
        new RoomConfig(
            "default",
            100,
            Duration.ofMillis(100),
            insideMax,
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            joins);
    RouteConfig route = RouteConfig.of(RouteMatch.path("/")).upstream("u").room(room).build();
    GateConfig config =
        GateFixture.config(List.of(GateFixture.upstream("u", upstream.address())), route);
    gate = Gate.start(config, GateFixture.HTTP, ServerObserver.NONE, rooms.door());
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
    try {
      var _ = rooms.stop(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    upstream.close();
  }
}
