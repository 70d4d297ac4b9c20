package io.tidegate.app.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.keys.AdminKeyFile;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine of a gate that stands alone. */
class RoomEngineTest {

  @TempDir private Path data;

  @Test
  void a_gate_that_ran_without_rooms_takes_some_and_keeps_the_key_of_its_second_door()
      throws Exception {
    String key = AdminKeyFile.in(data).key();
    RoomEngine rooms = RoomEngine.open(data, false);
    assertThat(rooms.stop(Duration.ofSeconds(10))).isTrue();
    assertThat(AdminKeyFile.in(data).key()).isEqualTo(key);
  }
}
