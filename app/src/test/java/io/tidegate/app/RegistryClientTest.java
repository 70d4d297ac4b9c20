package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.gate.GateFile;
import io.tidegate.app.keys.AdminKeyFile;
import io.tidegate.app.service.RegistryClient;
import io.tidegate.app.service.RegistryClient.Entry;
import io.tidegate.gate.registry.Application;
import io.tidegate.gate.registry.LeasedInstance;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance enters itself into the registry of a real gate. */
final class RegistryClientTest {

  private static final Duration BOUND = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private final AtomicBoolean ready = new AtomicBoolean();
  private int door;
  private @Nullable OpenGate gate;
  private @Nullable RegistryClient client;

  @BeforeEach
  void takePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      door = free.getLocalPort();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    if (client != null) client.close();
    closeGate();
  }

  @Test
  void an_instance_is_up_only_while_it_is_ready() throws Exception {
    openGate();
    client = start(key());
    awaitStatus("STARTING");
    ready.set(true);
    awaitStatus("UP");
    assertThat(instance().instance().port().number()).isEqualTo(4_711);
    assertThat(instance().instance().hostName()).isEqualTo("127.0.0.1");
    ready.set(false);
    awaitStatus("DOWN");
    ready.set(true);
    awaitStatus("UP");
  }

  @Test
  void one_that_leaves_is_out_of_service_at_once_and_then_taken_out() throws Exception {
    openGate();
    ready.set(true);
    RegistryClient leaving = start(key());
    client = leaving;
    awaitStatus("UP");
    leaving.leave(BOUND);
    assertThat(status()).isEqualTo("OUT_OF_SERVICE");
    leaving.close();
    assertThat(application()).isNull();
  }

  @Test
  void a_registry_that_comes_later_and_one_that_forgot_everything_are_told() throws Exception {
    ready.set(true);
    String key = key();
    client = start(key);
    openGate();
    awaitStatus("UP");
    closeGate();
    Files.delete(folder.resolve("registry.json"));
    openGate();
    assertThat(application()).isNull();
    awaitStatus("UP");
  }

  @Test
  void a_wrong_key_and_an_absent_registry_hold_nothing_up() throws Exception {
    ready.set(true);
    RegistryClient absent = start(key());
    assertLeavesSoon(absent);
    openGate();
    RegistryClient wrong = start("a-key-that-is-long-enough-and-still-wrong");
    assertLeavesSoon(wrong);
    assertThat(application()).isNull();
  }

  private static void assertLeavesSoon(RegistryClient some) throws InterruptedException {
    long begunNs = System.nanoTime();
    some.leave(BOUND);
    some.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begunNs)).isLessThan(Duration.ofSeconds(8));
  }

  private RegistryClient start(String key) {
    URI registry = URI.create("http://any:" + key + "@127.0.0.1:" + door + "/eureka/");
    return RegistryClient.start(new Entry(registry, "shop", "a b", "127.0.0.1", 4_711), ready::get);
  }

  private String key() throws IOException {
    return AdminKeyFile.ofRegistryIn(folder).key();
  }

  private void openGate() throws IOException, InterruptedException {
    Path file =
        Files.writeString(
            folder.resolve("gate.yaml"),
            """
            listen: 127.0.0.1:0
            admin: {listen: 127.0.0.1:%d}
            upstreams:
              shop: {eureka: SHOP}
            routes:
              - path: /
                upstream: shop
            """
                .formatted(door));
    gate = OpenGate.open(GateFile.read(file), folder);
  }

  private void closeGate() throws InterruptedException {
    if (gate != null) gate.stop(Duration.ZERO);
    gate = null;
  }

  private @Nullable Application application() {
    return gate == null ? null : gate.gate().registry().application("SHOP");
  }

  private LeasedInstance instance() {
    Application shop = application();
    List<LeasedInstance> all = shop == null ? List.of() : shop.instances();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private String status() {
    Application shop = application();
    return shop == null ? "absent" : instance().status().name();
  }

  private void awaitStatus(String status) {
    Wait.until(() -> status().equals(status));
  }
}
