package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.gate.RemoteRooms;
import io.tidegate.app.gate.RoomAccess;
import io.tidegate.app.instances.InstanceRange;
import io.tidegate.app.instances.KeptInstance;
import io.tidegate.app.instances.LocalCluster;
import io.tidegate.app.instances.LocalCluster.Plan;
import io.tidegate.app.keys.AdminKeyFile;
import io.tidegate.app.keys.KeyFiles;
import io.tidegate.app.keys.PassKeyFile;
import io.tidegate.app.service.ServiceRoutes;
import io.tidegate.cluster.link.LinkSecret;
import io.tidegate.http.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code up --instances}: instances as processes of their own, a PostgreSQL that they share, and in
 * this process the gate before them, into whose registry they enter themselves.
 */
final class UpInstances {

  private static final Logger LOG = LoggerFactory.getLogger(UpInstances.class);

  private static final Duration GATE_STOP = Duration.ofSeconds(2);
  private static final int NOT_FINISHED = 143;

  /** Beside what a part of an instance may take: three parts, and what has no bound of its own. */
  private static final int PARTS = 3;

  private static final Duration SPARE = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int LOOKS = 100;
  private static final long LOOK_PAUSE_MS = 100;
  private static final int OK = 200;

  private final Config config;
  private final @Nullable Path file;
  private final boolean demo;
  private final InstanceRange range;
  private final PrintWriter out;
  private final Path data;

  UpInstances(
      Config config, @Nullable Path file, boolean demo, InstanceRange range, PrintWriter out) {
    this.config = config;
    this.file = file;
    this.demo = demo;
    this.range = range;
    this.out = out;
    data = config.service().data().toAbsolutePath().normalize();
  }

  /** Runs it until a signal; returns the process's exit code. */
  int run() throws IOException, InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Signals.on("TERM", stopped::countDown);
    Signals.on("INT", stopped::countDown);
    LocalCluster cluster = LocalCluster.open(data, store());
    OpenGate gate = null;
    boolean finished;
    try {
      KeyFiles keys = secrets();
      List<Integer> links = LocalCluster.freeLinks(range.most());
      gate = stopped.getCount() > 0 && config.service().hasGate() ? gate(links) : null;
      if (stopped.getCount() > 0) cluster.start(plan(gate, links), range.least());
      if (gate != null) awaitServing(gate, stopped);
      if (stopped.getCount() > 0) say(cluster, gate, keys);
      stopped.await();
    } finally {
      if (gate != null) gate.stop(GATE_STOP);
      finished = cluster.stop();
    }
    LOG.info(
        finished
            ? "Stopped; everything accepted is finished and in the log."
            : "Stopped; not every instance finished what it had accepted. What was answered is in the log.");
    return finished ? 0 : NOT_FINISHED;
  }

  private @Nullable String store() {
    return config.cluster().shared() ? config.cluster().store() : null;
  }

  private Path secretsFolder() {
    return config.cluster().secrets().isEmpty()
        ? data.resolve("secrets")
        : config.secrets().toAbsolutePath();
  }

  /** All of them before the first instance, so that no two make the same. */
  private KeyFiles secrets() throws IOException {
    Path folder = secretsFolder();
    Files.createDirectories(folder);
    LinkSecret.in(folder);
    PassKeyFile.in(folder);
    return KeyFiles.in(folder);
  }

  private OpenGate gate(List<Integer> links) throws IOException, InterruptedException {
    Path folder = data.resolve("gate");
    Files.createDirectories(folder);
    // Of another run: nothing of it lives any more.
    Files.deleteIfExists(folder.resolve("registry.json"));
    try {
      RoomAccess rooms = demo ? rooms(links) : null;
      return OpenGate.open(ServiceRoutes.discovering(config, demo), folder, rooms);
    } catch (IOException e) {
      throw new IOException(
          "the gate " + e.getMessage() + " (--gate-port takes another port, 0 for any, or none)",
          e.getCause());
    }
  }

  /** Whichever instance is asked, the rooms are those of all. */
  private RoomAccess rooms(List<Integer> links) throws IOException {
    List<String> addresses =
        links.stream().map(port -> LocalCluster.LINK_HOST + ":" + port).toList();
    return RemoteRooms.of(addresses, "gate", secretsFolder());
  }

  private Plan plan(@Nullable OpenGate gate, List<Integer> links) throws IOException {
    List<String> words = new ArrayList<>();
    if (file != null) words.addAll(List.of("--config", file.toAbsolutePath().toString()));
    words.addAll(List.of("--secrets", secretsFolder().toString()));
    words.addAll(List.of("--register-as", ServiceRoutes.APPLICATION));
    if (demo) words.add("--demo");
    return new Plan(
        config.service().host(),
        config.service().port(),
        words,
        gate == null ? null : registry(gate),
        Duration.ofMillis(config.engine().stopMs()).multipliedBy(PARTS).plus(SPARE),
        links);
  }

  /** The instances serve; the gate hears of it by its registry, and only then are people told. */
  private void awaitServing(OpenGate gate, CountDownLatch stopped) throws InterruptedException {
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create(url(gate.gate().port()) + "/readyz"))
            .timeout(LOOK)
            .build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(LOOK).build()) {
      for (int look = 0; look < LOOKS; look++) {
        try {
          if (client.send(ask, BodyHandlers.discarding()).statusCode() == OK) return;
        } catch (IOException e) {
          LOG.debug("The gate does not answer yet: {}", e.toString());
        }
        if (stopped.await(LOOK_PAUSE_MS, TimeUnit.MILLISECONDS)) return;
      }
    }
    LOG.warn("The gate before the instances has none of them yet.");
  }

  private String registry(OpenGate gate) throws IOException {
    String key = AdminKeyFile.ofRegistryIn(data.resolve("gate")).key();
    return "http://any:" + key + "@" + door(gate).getRawAuthority() + "/eureka/";
  }

  private static URI door(OpenGate gate) {
    String shown = gate.door();
    if (shown == null) throw new IllegalStateException("the gate has no second door");
    return URI.create(shown.substring(0, shown.indexOf(' ')));
  }

  // ---- what people are told ----

  private void say(LocalCluster cluster, @Nullable OpenGate gate, KeyFiles keys) {
    List<KeptInstance> all = cluster.instances();
    String url = url(gate == null ? all.getFirst().port() : gate.gate().port());
    out.println("Tidegate is up: " + url + ", " + all.size() + count(all.size()));
    for (KeptInstance one : all) out.println("  " + one.name() + " " + url(one.port()));
    if (gate != null) {
      String room = demo ? "; before " + url + ServiceRoutes.DEMO_PATH + " is a waiting room" : "";
      out.println(
          "  gate       " + url + " balances" + room + "; " + door(gate) + " shows how it goes");
    }
    out.println("  log        " + cluster.home());
    out.println("  data       " + data);
    out.println("  admin key  " + keys.adminFile());
    out.println("  in a browser  " + url + "/ leads to everything");
    if (range.grows())
      out.println(
          "  " + range.least() + " of at most " + range.most() + "; growing is by hand yet");
    out.println("Try:");
    out.println("  curl -s '" + url + "/readyz?verbose'");
    if (demo) out.println(coupon(url));
    out.println("Ctrl-C stops all of it.");
    out.flush();
  }

  private static String coupon(String url) {
    JsonWriter body = new JsonWriter(64).beginObject();
    body.member("userId", System.currentTimeMillis() / 1_000).endObject();
    return "  curl -s -X POST '"
        + url
        + "/api/v1/coupon/issue' -H 'Content-Type: application/json' -d '"
        + body
        + "'";
  }

  private static String count(int instances) {
    return instances == 1 ? " instance" : " instances";
  }

  private String url(int port) {
    String host = config.service().host();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
