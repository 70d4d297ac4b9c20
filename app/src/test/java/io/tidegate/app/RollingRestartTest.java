package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Needs;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three instances of a real service are ended and started again, one after the other, and the gate
 * reads its file anew meanwhile: not one request fails.
 */
@Timeout(240)
class RollingRestartTest {

  private static final int INSTANCES = 3;

  /** Below those that the system gives to connections, which could take one meanwhile. */
  private static final int FIRST_PORT = 15_000;

  private static final int PORTS = 15_000;

  private static final int CONNECT_MS = 2_000;

  enum Kind {
    JAVA,
    UVICORN
  }

  @TempDir private Path folder;
  private final List<Instance> instances = new ArrayList<>();
  private GateProcess gate = GateProcess.none();
  private int reloads;

  @AfterEach
  void end() throws InterruptedException {
    gate.kill();
    for (Instance instance : instances) instance.end();
  }

  /** What can do no harm twice goes to another instance. */
  @ParameterizedTest
  @EnumSource
  void an_instance_that_just_ends_costs_no_request_that_may_be_sent_again(Kind kind)
      throws Exception {
    open(kind);
    try (SteadyLoad gets = new SteadyLoad(4, gate.port(), "GET");
        SteadyLoad posts = new SteadyLoad(2, gate.port(), "POST", "Idempotency-Key", "one")) {
      for (Instance instance : instances) {
        gets.awaitMore(100);
        instance.end();
        reload();
        gets.awaitMore(100);
        instance.start();
        awaitAsked(instance);
      }
      assertThat(gets.end()).isEmpty();
      assertThat(posts.end()).isEmpty();
    }
  }

  /** A POST without a key may go nowhere a second time; so its instance is drained before. */
  @Test
  void an_instance_that_is_drained_before_costs_no_request_at_all() throws Exception {
    open(Kind.JAVA);
    try (SteadyLoad posts = new SteadyLoad(6, gate.port(), "POST")) {
      for (Instance instance : instances) {
        posts.awaitMore(100);
        order(instance, "drain");
        Wait.until(() -> figure("gate_endpoint_in_flight", instance) == 0);
        instance.end();
        reload(); // which takes back no order
        posts.awaitMore(100);
        instance.start();
        order(instance, "open");
        awaitAsked(instance);
      }
      assertThat(posts.end()).isEmpty();
    }
  }

  private void open(Kind kind) throws Exception {
    Random random = new Random();
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(new Instance(kind, freePort(random)));
      instances.getLast().begin();
    }
    for (Instance instance : instances) instance.awaitOpen();
    gate = GateProcess.open(file(CONNECT_MS));
  }

  /** Other settings of the upstream, so that its state is made anew. */
  private void reload() throws Exception {
    file(CONNECT_MS + ++reloads);
    gate.signal("HUP");
  }

  private Path file(int connectMs) throws IOException {
    String addresses =
        instances.stream()
            .map(instance -> "\"" + instance.address() + "\"")
            .collect(Collectors.joining(", "));
    return GateProcess.file(
        folder,
        """
        upstreams:
          work: {endpoints: [%s], slow-start-ms: 0, connect-ms: %d}
        routes: [{path: /, upstream: work}]
        """
            .formatted(addresses, connectMs));
  }

  private void order(Instance instance, String state) throws IOException {
    String key = Files.readString(folder.resolve("data/admin.key")).strip();
    String path = "/admin/upstreams/work/endpoints/" + instance.address();
    gate.ask("POST", path, "{\"state\":\"" + state + "\"}", "Authorization", "Bearer " + key)
        .is(200);
  }

  /** Returns once it has answered again. */
  private void awaitAsked(Instance instance) {
    double before = figure("gate_responses_total", instance);
    Wait.until(() -> figure("gate_responses_total", instance) > before);
  }

  private double figure(String name, Instance instance) {
    try {
      return Pattern.compile(
              "(?m)^tidegate_" + name + "\\{[^}]*\"" + instance.address() + "\"[^}]*} (\\S+)$")
          .matcher(gate.ask("GET", "/metrics", "").is(200).text())
          .results()
          .mapToDouble(found -> Double.parseDouble(found.group(1)))
          .sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int freePort(Random random) {
    while (true) {
      int port = FIRST_PORT + random.nextInt(PORTS);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException _) {
        // Somebody has it.
      }
    }
  }

  /** One instance of the service, at the same port each time. */
  private final class Instance {

    private final Kind kind;
    private final int port;
    private Process process = ProgramProcess.ended();

    Instance(Kind kind, int port) {
      this.kind = kind;
      this.port = port;
    }

    String address() {
      return "127.0.0.1:" + port;
    }

    void start() throws IOException {
      begin();
      awaitOpen();
    }

    void begin() throws IOException {
      Path said = folder.resolve("said-" + port);
      process =
          switch (kind) {
            case JAVA ->
                ProgramProcess.start(WorkServer.class, List.of(), List.of("" + port), said);
            case UVICORN ->
                new ProcessBuilder(uvicorn())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
          };
    }

    private List<String> uvicorn() throws IOException {
      Path program = folder.resolve("work.py");
      try (InputStream in =
          Objects.requireNonNull(RollingRestartTest.class.getResourceAsStream("work.py"))) {
        Files.write(program, in.readAllBytes());
      }
      String python = Needs.python("uvicorn").toString();
      List<String> what = List.of("work:app", "--app-dir", folder.toString(), "--port", "" + port);
      List<String> command = new ArrayList<>(List.of(python, "-m", "uvicorn"));
      command.addAll(what);
      command.addAll(List.of("--log-level", "warning"));
      return command;
    }

    void awaitOpen() {
      Wait.until(() -> {
        try (RawClient client = new RawClient(port)) {
          return client.get("/").reply().status() == 200;
        } catch (IOException _) {
          return false;
        }
      });
    }

    /** SIGTERM, as whoever deploys sends it, and its end. */
    void end() throws InterruptedException {
      process.destroy();
      if (process.waitFor(20, TimeUnit.SECONDS)) return;
      process.destroyForcibly();
      throw new AssertionError("an instance does not end");
    }
  }
}
