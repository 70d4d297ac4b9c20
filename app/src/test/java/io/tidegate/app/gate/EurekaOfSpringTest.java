package io.tidegate.app.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.keys.AdminKeyFile;
import io.tidegate.gate.Gate;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.GateFixture;
import io.tidegate.gate.registry.RegistryKeeper;
import io.tidegate.testkit.Json;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Spring Boot application with the client of Eureka, as examples/spring has it, and the gate's
 * registry. Its leases are short, so that the test is.
 */
@Timeout(300)
class EurekaOfSpringTest {

  private static final Path EXAMPLE = Path.of("../examples/spring").toAbsolutePath().normalize();
  private static final long SECONDS_MAX = 90;

  /** Maven fetches a hundred files the first time. */
  private static final Duration BUILD = Duration.ofSeconds(150);

  /** What it says where it has no way to its repository. */
  private static final Pattern UNREACHABLE =
      Pattern.compile("(?i)could not (resolve|transfer|find artifact)|cannot access .* in offline");

  @TempDir private Path folder;
  private final List<Shop> shops = new ArrayList<>();

  /** The gate of the example, on free ports. */
  private record Running(RegistryKeeper services, GateSight sight, Gate gate, int door)
      implements AutoCloseable {

    static Running start(Path folder, int doorPort) throws IOException {
      Path file = folder.resolve("gate.yaml");
      String yaml = Files.readString(EXAMPLE.resolve("gate.yaml"));
      Files.writeString(
          file, "listen: 127.0.0.1:0\nadmin: {listen: 127.0.0.1:" + doorPort + "}\n" + yaml);
      GateConfig config = GateFile.read(file);
      RegistryKeeper services = RegistryKeeper.start(folder);
      GateSight sight = GateSight.open(config.sight());
      Gate gate = Gate.start(config, GateFixture.HTTP, sight.observer(), null, services.registry());
      String shown = Objects.requireNonNull(sight.show(gate, folder));
      return new Running(
          services, sight, gate, URI.create(shown.substring(0, shown.indexOf(' '))).getPort());
    }

    @Override
    public void close() {
      gate.close();
      sight.close();
      services.close();
    }
  }

  /** One instance, a process. */
  private record Shop(Process process, Path said) {

    static Shop start(Path folder, String id, int doorPort) throws IOException {
      Path said = folder.resolve(id + ".log");
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      String jar = EXAMPLE.resolve("target/shop.jar").toString();
      ProcessBuilder builder =
          new ProcessBuilder(
              java.toString(),
              "-Xmx128m",
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-jar",
              jar,
              "--server.port=0",
              "--eureka.instance.instance-id=" + id,
              "--eureka.instance.lease-renewal-interval-in-seconds=2",
              "--eureka.instance.lease-expiration-duration-in-seconds=6",
              "--eureka.client.registry-fetch-interval-seconds=1");
      String key = AdminKeyFile.ofRegistryIn(folder).key();
      String url = "http://any:" + key + "@127.0.0.1:" + doorPort + "/eureka/";
      builder.environment().put("EUREKA_URL", url);
      Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
      return new Shop(process, said);
    }

    /** Its port, once it says that it is up. */
    String awaitUp() throws Exception {
      long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
      while (!output().contains("Started Shop")) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > endNs)
          throw new AssertionError("did not come up: " + output());
      }
      return output().replaceFirst("(?s).*Tomcat started on port (\\d+).*", "$1");
    }

    String output() throws IOException {
      return Files.readString(said);
    }

    /** What its client of Eureka complains of, but for its own tasks that got no CPU in time. */
    List<String> complaints() throws IOException {
      return output()
          .lines()
          .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
          .filter(line -> line.contains("netflix") || line.contains("eureka"))
          .filter(line -> !line.contains("task supervisor timed out"))
          .toList();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Shop shop : shops) shop.process.destroyForcibly().waitFor();
  }

  @Test
  void an_unmodified_application_registers_serves_reads_goes_down_and_leaves() throws Exception {
    build();
    int doorPort;
    Shop first;
    String a;
    try (Running running = Running.start(folder, 0)) {
      doorPort = running.door;
      first = shop("a", doorPort);
      a = first.awaitUp();
      Wait.until(() -> reply(running, "/").status() == 200);
      assertThat(served(running)).containsExactly(a);

      Shop second = shop("b", doorPort);
      Shop third = shop("c", doorPort);
      String b = second.awaitUp();
      String c = third.awaitUp();
      Wait.until(() -> served(running).equals(Set.of(a, b, c)));
      Wait.until(() -> seen(running).equals(Set.of(a, b, c)));

      order(running, "PUT", "/b/status?value=OUT_OF_SERVICE");
      Wait.until(() -> served(running).equals(Set.of(a, c)));
      order(running, "DELETE", "/b/status");
      Wait.until(() -> served(running).equals(Set.of(a, b, c)));

      second.process.destroy(); // SIGTERM: it says so, and nobody notices
      while (second.process.isAlive()) assertThat(served(running)).doesNotContain("");
      assertThat(served(running)).doesNotContain(b);
      assertThat(events(running, "cancellation")).isEqualTo(1);
      assertThat(events(running, "eviction")).isZero();

      third.process.destroyForcibly(); // SIGKILL: it is out as soon as it is asked in vain
      while (events(running, "eviction") == 0) assertThat(served(running)).doesNotContain("");
      assertThat(served(running)).containsExactly(a);
      Wait.until(() -> seen(running).equals(Set.of(a)));
      for (Shop shop : shops) assertThat(shop.complaints()).isEmpty();
    }
    try (Running again = Running.start(folder, doorPort)) {
      assertThat(served(again)).containsExactly(a);
      Wait.until(() -> events(again, "renewal") > 0);
      assertThat(events(again, "registration")).isZero();
    }
  }

  private void build() throws Exception {
    Path maven = Needs.program("mvn");
    Path said = folder.resolve("build.log");
    ProcessBuilder builder =
        new ProcessBuilder(maven.toString(), "-q", "-B", "package").directory(EXAMPLE.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(BUILD.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(said);
    Needs.that(ended && !UNREACHABLE.matcher(text).find(), "Maven cannot fetch what Spring needs");
    assertThat(process.exitValue()).as(text).isZero();
  }

  private Shop shop(String id, int doorPort) throws IOException {
    Shop shop = Shop.start(folder, id, doorPort);
    shops.add(shop);
    return shop;
  }

  /** Which instances answer of some requests, by their ports; each request is answered. */
  private static Set<String> served(Running running) throws IOException {
    Set<String> served = new TreeSet<>();
    for (int i = 0; i < 12; i++) served.add(reply(running, "/").is(200).word("port"));
    return served;
  }

  /** What one of the instances reads of the registry. */
  private static Set<String> seen(Running running) throws IOException {
    Set<String> seen = new TreeSet<>();
    for (Object port : Json.array(reply(running, "/instances").is(200).json()))
      seen.add(String.valueOf(port));
    return seen;
  }

  private static Reply reply(Running running, String path) throws IOException {
    try (RawClient client = new RawClient(running.gate.port())) {
      return client.get(path).reply();
    }
  }

  private void order(Running running, String method, String below) throws IOException {
    ask(running, method, "/eureka/apps/SHOP" + below).is(200);
  }

  private long events(Running running, String kind) throws IOException {
    String name = "tidegate_gate_registry_events_total{kind=\"" + kind + "\"} ";
    return ask(running, "GET", "/metrics")
        .is(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
        .sum();
  }

  private Reply ask(Running running, String method, String path) throws IOException {
    String key = "Bearer " + AdminKeyFile.ofRegistryIn(folder).key();
    try (RawClient client = new RawClient(running.door)) {
      return client.ask(method, path, "", "Authorization", key);
    }
  }
}
