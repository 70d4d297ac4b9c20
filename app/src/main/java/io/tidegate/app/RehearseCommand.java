package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.gate.GateFile;
import io.tidegate.app.service.Service;
import io.tidegate.gate.GateConfig;
import io.tidegate.http.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code rehearse}: a short life of a service with demo data and of a gate before it, with a crowd
 * that comes and buys through either door, and a start from what that left. The launcher runs it
 * once for each build, under a JVM that notes which classes were loaded and which methods were
 * worth compiling; later starts begin with both.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Starts and stops a service and a gate, for the JVM to learn from.")
final class RehearseCommand implements Callable<Integer> {

  private static final Duration CROWD_STAYS = Duration.ofSeconds(3);
  private static final int VISITORS_AT_ONCE = 16;
  private static final Duration STOP = Duration.ofSeconds(2);

  @Parameters(paramLabel = "DIR", description = "Data folder to be made.")
  private Path data = Path.of("data");

  private final AtomicLong users = new AtomicLong();

  @Override
  public Integer call() throws Exception {
    Map<String, String> given =
        Map.of("--data", data.toString(), "--port", "0", "--gate-port", "0");
    Config config = ConfigLoader.load(Config.DEMO, null, Map.of(), given);
    Service service = Service.start(config, true);
    OpenGate gate = OpenGate.open(before(service.port()), data.resolveSibling("gate-data"));
    visit(List.of(local(service.port()), local(gate.gate().port())));
    gate.stop(STOP);
    service.stop();
    Service.start(config, true).stop();
    return 0;
  }

  private static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  private GateConfig before(int service) throws IOException {
    Path file = data.resolveSibling("gate.yaml");
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:0
        admin: {listen: 0}
        access-log: {file: gate-access.log}
        routes:
          - path: /feed
            upstream: 127.0.0.1:%1$d
            room: default
          - path: /
            upstream: 127.0.0.1:%1$d
        """
            .formatted(service));
    return GateFile.read(file);
  }

  private void visit(List<URI> doors) throws InterruptedException {
    long endNs = System.nanoTime() + CROWD_STAYS.toNanos();
    List<Thread> visitors = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < VISITORS_AT_ONCE; i++)
        visitors.add(
            Thread.startVirtualThread(() -> {
              while (System.nanoTime() < endNs) {
                long user = users.incrementAndGet();
                new Visitor(client, doors.get((int) (user % doors.size())), user).buy();
              }
            }));
      for (Thread visitor : visitors) visitor.join();
    }
  }

  /**
   * Asks what a browser and a backend ask for one person; what is answered to it does not matter.
   */
  private record Visitor(HttpClient client, URI door, long user) {
    private static final String API = "/api/v1";

    void buy() {
      String joined = ask("POST", API + "/user/" + user + "/queue/token/issue", "", "");
      String ticket = joined.replaceFirst("(?s).*\"waitingToken\":\"([^\"]*)\".*", "$1");
      ask("GET", API + "/user/queue/token/query", ticket, "");
      ask("GET", API + "/rooms/default/status", "", "");
      ask("GET", API + "/feed?limit=10", "", "");
      ask("GET", API + "/concerts/query?page=1", "", "");
      ask("GET", API + "/concert/1/date", ticket, "");
      ask("GET", API + "/concert/1/seat", ticket, "");
      ask("PATCH", API + "/pay/charge?amount=30000", ticket, "");
      ask("POST", API + "/concerts/1/seats/" + user + "/reserve", ticket, "");
      String who = new JsonWriter(32).beginObject().member("userId", user).endObject().toString();
      ask("POST", API + "/coupon/issue", "", who);
      ask("GET", "/feed", "", "");
    }

    private String ask(String method, String path, String ticket, String json) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(door.resolve(path))
              .timeout(CROWD_STAYS)
              .method(method, BodyPublishers.ofString(json));
      if (!json.isEmpty()) request.header("Content-Type", "application/json");
      if (!ticket.isEmpty()) request.header("waitingToken", ticket);
      try {
        return client.send(request.build(), BodyHandlers.ofString()).body();
      } catch (IOException | InterruptedException e) {
        return "";
      }
    }
  }
}
