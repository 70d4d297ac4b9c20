package io.tidegate.gate.registry;

import static io.tidegate.gate.registry.Instances.shop;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.registry.Instance.DataCenter;
import io.tidegate.gate.registry.Instance.Port;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryKeeperTest {

  private static final Instance RICH =
      new Instance(
          "PAY",
          "pay:1",
          "pay.internal",
          "10.0.0.7",
          new Port(8081, false),
          new Port(8443, true),
          InstanceStatus.UP,
          5,
          15,
          1_795_800_000_000L,
          new DataCenter("Amazon", Map.of("instance-id", "i-7", "ami-id", "ami-1")),
          Map.of("weight", "3", "a \"key\" of_mine$", "값 <&>"),
          Map.of("vipAddress", "pay,payment", "countryId", "1", "homePageUrl", "http://10.0.0.7/"));

  @TempDir private Path folder;

  @Test
  void another_start_takes_all_over_as_if_it_had_been_heard_of_just_now() {
    try (RegistryKeeper keeper = RegistryKeeper.start(folder)) {
      keeper.registry().register(shop("a"));
      keeper.registry().register(shop("b", InstanceStatus.DOWN, 2_000));
      keeper.registry().register(RICH);
      keeper.registry().override("SHOP", "a", InstanceStatus.OUT_OF_SERVICE);
    }
    try (RegistryKeeper keeper = RegistryKeeper.start(folder)) {
      Registry registry = keeper.registry();
      assertThat(requireNonNull(registry.find("PAY", "pay:1")).instance()).isEqualTo(RICH);
      assertThat(status(registry, "a")).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
      assertThat(status(registry, "b")).isEqualTo(InstanceStatus.DOWN);
      assertThat(registry.renew("SHOP", "b", 2_000)).isTrue();
      registry.override("SHOP", "a", null);
      assertThat(status(registry, "a")).isEqualTo(InstanceStatus.UP);
    }
  }

  @Test
  void changes_are_written_while_it_runs_for_the_owner_alone() throws IOException {
    Path file = folder.resolve("registry.json");
    try (RegistryKeeper keeper = RegistryKeeper.start(folder)) {
      assertThat(file).doesNotExist();
      keeper.registry().register(shop("a"));
      Wait.until(() -> Files.exists(file) && Files.readString(file).contains("\"a\""));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      keeper.registry().cancel("SHOP", "a");
      Wait.until(() -> !Files.readString(file).contains("\"a\""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"registry\":{\"instance\":[1]}}"})
  void a_file_that_cannot_be_read_keeps_nobody_from_registering(String content) throws IOException {
    Path file = folder.resolve("registry.json");
    Files.writeString(file, content);
    try (RegistryKeeper keeper = RegistryKeeper.start(folder)) {
      assertThat(keeper.registry().applications()).isEmpty();
      assertThat(keeper.registry().register(shop("a"))).isTrue();
    }
    try (RegistryKeeper keeper = RegistryKeeper.start(folder)) {
      assertThat(keeper.registry().application("SHOP")).isNotNull();
    }
  }

  private static InstanceStatus status(Registry registry, String id) {
    return requireNonNull(registry.find("SHOP", id)).status();
  }
}
