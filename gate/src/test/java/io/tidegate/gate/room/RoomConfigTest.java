package io.tidegate.gate.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.gate.room.RoomConfig.Line;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is said of a room that was there before. */
class RoomConfigTest {

  private static final Instant OPENS = Instant.parse("2026-12-01T11:00:00Z");
  private static final Line LINE =
      new Line(7, Duration.ofSeconds(1), 1_000, Duration.ofMinutes(2), Duration.ofMinutes(10));

  private final RoomConfig config =
      new RoomConfig(
          "r", RoomConfig.When.ALWAYS, LINE, null, RoomConfig.Measured.DEFAULT, 60, false);

  @Test
  void the_default_has_a_line_whichever_of_the_two_is_used_first() throws Exception {
    URL[] classes = {RoomConfig.class.getProtectionDomain().getCodeSource().getLocation()};
    ClassLoader others = new ParentWithoutGate();
    try (URLClassLoader fresh = new URLClassLoader(classes, others)) {
      Class.forName(Line.class.getName(), true, fresh);
      Class<?> config = Class.forName(RoomConfig.class.getName(), true, fresh);
      Object room = config.getField("DEFAULT").get(null);
      assertThat(config.getMethod("line").invoke(room)).isNotNull();
    }
  }

  /** Has what the gate's own classes stand on, and not them. */
  private static final class ParentWithoutGate extends ClassLoader {

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("io.tidegate.gate.")) throw new ClassNotFoundException(name);
      return Class.forName(name, true, RoomConfig.class.getClassLoader());
    }

    ParentWithoutGate() {
      super(getPlatformClassLoader());
    }
  }

  @Test
  void a_room_that_was_made_of_it_is_as_it_says() {
    assertThat(config.differences(room(7, 0))).isEmpty();
    assertThat(config.opening(OPENS).differences(room(7, OPENS.toEpochMilli()))).isEmpty();
  }

  @Test
  void what_is_otherwise_is_named_with_both_values() {
    assertThat(config.differences(room(50, 0))).containsExactly("people is 50 and not 7");
    assertThat(config.opening(OPENS).differences(room(7, 0)))
        .containsExactly("it has no opening, and not at 2026-12-01T11:00:00Z");
    assertThat(config.opening(OPENS).differences(room(7, OPENS.toEpochMilli() + 1_000)))
        .containsExactly("opens-at is 2026-12-01T11:00:01Z and not 2026-12-01T11:00:00Z");
  }

  @Test
  void where_only_the_name_was_given_nothing_is_otherwise() {
    assertThat(RoomConfig.DEFAULT.named("r").differences(room(7, 0))).isEmpty();
  }

  private static RoomStatus room(int people, long opensAtMs) {
    RoomSettings settings =
        new RoomSettings("r", RoomState.OPEN, people, 1_000, 1_000, 120_000, 600_000);
    return new RoomStatus(
        1, 0, 1, 1, settings, people, opensAtMs, 0, 0, 0, 0, 0, 0, 0, 0, null, "");
  }
}
