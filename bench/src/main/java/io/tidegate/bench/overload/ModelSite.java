package io.tidegate.bench.overload;

import io.tidegate.bench.Setting;
import io.tidegate.bench.machine.CpuQuota;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.peer.ModelServer;
import io.tidegate.bench.peer.Server;
import io.tidegate.bench.peer.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Instances of a model server, and our gate before them. */
final class ModelSite implements AutoCloseable {

  /** Of a core, for each instance: three of them leave the other half to gate and generator. */
  static final double CORES_EACH = 0.3;

  /** At an instance at once: more makes each of them slower, and none of them faster. */
  private static final int IN_FLIGHT = 4;

  private static final int SECONDS_MAX = 120;
  private static final String BOUNDED =
      ", max-in-flight: " + IN_FLIGHT + ", queue: {places: 200, deadline-ms: 2000}";

  /** What the gate does with what the instances cannot take at once. */
  enum Overflow {
    /** It sends on whatever comes. */
    NOTHING("no limit"),
    /** It has 200 wait for 2 s, and refuses the others. */
    QUEUE("queue"),
    /** The same, and a waiting room lets in as many as can be served. */
    ROOM("waiting room and queue");

    final String words;

    Overflow(String words) {
      this.words = words;
    }
  }

  private final Setting setting;
  private final List<ModelServer> instances = new ArrayList<>();
  private @Nullable Server gate;
  private Path file = Path.of("none");

  private ModelSite(Setting setting) {
    this.setting = setting;
  }

  /** Starts that many instances; null where the machine has no control groups for us. */
  static @Nullable ModelSite start(Setting setting, int count)
      throws IOException, InterruptedException {
    ModelSite site = new ModelSite(setting);
    for (int i = 0; i < count; i++) {
      String name = "tidegate-bench-" + ProcessHandle.current().pid() + "-" + i;
      CpuQuota quota = CpuQuota.of(name, CORES_EACH);
      if (quota == null) {
        site.close();
        return null;
      }
      site.instances.add(ModelServer.start(setting.fresh("model" + i), quota));
    }
    return site;
  }

  /**
   * Puts a new gate before them, in the place of the last one.
   *
   * @param perSecond people a second whom a waiting room lets in
   * @return its port
   */
  int gate(Overflow overflow, double perSecond) throws IOException, InterruptedException {
    if (gate != null) gate.close();
    int port = Subject.freePort();
    Path folder = setting.fresh("gate");
    file = folder.resolve("gate.yaml");
    write(port, overflow, perSecond, 2_000);
    List<String> command =
        List.of(
            setting.home().resolve("tidegate").toString(),
            "gate",
            "--config",
            file.toString(),
            "--data",
            folder.resolve("data").toString());
    gate =
        Server.start(
            command,
            Map.of("TIDEGATE_JAVA_OPTS", "-Xmx256m"),
            port,
            "/ping",
            folder.resolve("said"),
            SECONDS_MAX);
    return port;
  }

  private void write(int port, Overflow overflow, double perSecond, int connectMs)
      throws IOException {
    String addresses =
        instances.stream().map(ModelServer::address).collect(Collectors.joining(", "));
    int people = Math.max(1, (int) Math.round(perSecond / 10));
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:%d
        admin: {listen: none}
        upstreams:
          models: {endpoints: [%s], balance: peak-ewma, slow-start-ms: 0, connect-ms: %d%s}
        routes:
          - path: /ping
            reply: {status: 200, text: pong}
          - path: /
            upstream: models%s
        """
            .formatted(
                port,
                addresses,
                connectMs,
                overflow == Overflow.NOTHING ? "" : BOUNDED,
                overflow == Overflow.ROOM
                    ? "\n    room: {people: %d, every-ms: 100, inside-max: 5000, joins-per-minute: 1000000}"
                        .formatted(people)
                    : ""));
  }

  /** Gives the gate other settings of its upstream, which it has to take over under load. */
  void reload(int port, int connectMs) throws IOException {
    write(port, Overflow.QUEUE, 0, connectMs);
  }

  /** The instances. */
  List<ModelServer> instances() {
    return instances;
  }

  /** Whether all that was started still runs. */
  boolean isAlive() {
    return gate != null
        && gate.process().isAlive()
        && instances.stream().allMatch(one -> one.server().process().isAlive());
  }

  /** What the gate has used. */
  Usage gateUsage() {
    return gate == null ? new Usage(0, 0) : gate.usage();
  }

  /** CPU of all instances so far, ns. */
  long instancesCpuNs() {
    return instances.stream().mapToLong(one -> one.server().usage().cpuNs()).sum();
  }

  @Override
  public void close() {
    if (gate != null) gate.close();
    instances.forEach(ModelServer::close);
  }
}
