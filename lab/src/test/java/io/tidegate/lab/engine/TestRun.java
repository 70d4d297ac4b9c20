package io.tidegate.lab.engine;

import com.sun.net.httpserver.HttpServer;
import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.script.Script;
import io.tidegate.lab.script.Script.UserNetwork;
import io.tidegate.lab.script.ScriptFacts;
import io.tidegate.lab.script.ScriptSettings;
import io.tidegate.lab.script.http.ExchangeTags;
import io.tidegate.lab.script.http.HttpDefaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Scripts that run against a server that says hello, and what came of them. */
final class TestRun implements AutoCloseable {

  final HttpServer server;
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> said = new CopyOnWriteArrayList<>();
  final MetricRegistry metrics = new MetricRegistry();
  final MetricStore store = new MetricStore(said::add);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Path folder;
  @Nullable String setupData;

  TestRun(Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.getRequestBody().readAllBytes();
          byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, hello.length);
          exchange.getResponseBody().write(hello);
          exchange.close();
        });
    server.start();
    store.start();
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Runs a script to its end. */
  ExitCode run(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("script.js"), text);
    ScriptSettings settings =
        new ScriptSettings(
            Map.of("BASE", base()),
            folder.resolve("libraries"),
            metrics,
            store,
            (level, message) -> said.add(level + " " + message));
    try (Script script = Script.of(file, settings);
        Network network = new Network(ClientConfig.DEFAULT)) {
      ScriptFacts facts = script.read(Duration.ofMinutes(1));
      RunOptions options = RunOptions.of(facts.options());
      UserNetwork with =
          new UserNetwork(network, HttpDefaults.DEFAULT, new ExchangeTags(options.systemTags()));
      LoadRun.Parts parts =
          new LoadRun.Parts(
              script,
              facts.functions(),
              with,
              metrics,
              store,
              (level, message, _) -> said.add(level + " " + message));
      try (LoadRun run = new LoadRun(options, "{}", parts)) {
        ExitCode code = run.run();
        setupData = run.setupData();
        return code;
      }
    }
  }

  /** Of the whole run, which is over. */
  Totals totals(Metric metric) {
    store.close();
    return store.totals(SubMetric.whole(metric));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    store.close();
  }
}
