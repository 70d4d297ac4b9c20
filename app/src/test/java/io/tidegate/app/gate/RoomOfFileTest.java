package io.tidegate.app.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.app.config.ConfigException;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.room.RoomConfig.Line;
import io.tidegate.gate.room.RoomConfig.Measured;
import io.tidegate.gate.room.RoomConfig.When;
import io.tidegate.gate.room.RoomsElsewhere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The waiting rooms of the gate's file. */
class RoomOfFileTest {

  @TempDir Path folder;

  @Test
  void every_key_of_a_room_is_read() throws IOException {
    GateConfig config =
        read(
            """
            upstreams: {shop: {endpoints: [127.0.0.1:9001], limit: 5}}
            routes:
              - path: /pay
                upstream: shop
                priority: checkout
                room: {name: evening, when: full, people: 3, every-ms: 200, inside-max: 4,
                  call-ms: 5000, visit-ms: 6000, joins-per-minute: 7, measured: false, share: 30,
                  bound-to-address: true,
                  opens-at: "2026-12-01T20:00:00+09:00"}
              - {path: /, upstream: shop, room: evening}
            """);
    Line line =
        new Line(3, Duration.ofMillis(200), 4, Duration.ofSeconds(5), Duration.ofSeconds(6));
    Instant opensAt = Instant.parse("2026-12-01T11:00:00Z");
    RoomConfig room =
        new RoomConfig("evening", When.FULL, line, opensAt, new Measured(false, 30), 7, true);
    assertThat(config.routes().getFirst().room()).isEqualTo(room);
    assertThat(config.routes().getLast().room()).as("by its name").isEqualTo(room);
    assertThat(config.routes().getFirst().priority()).isEqualTo(Priority.CHECKOUT);
    assertThat(config.routes().getLast().priority()).isEqualTo(Priority.ADMITTED);
  }

  @Test
  void a_name_alone_takes_the_defaults() throws IOException {
    GateConfig config = read("routes: [{upstream: 127.0.0.1:9001, room: sale}]");
    assertThat(config.routes().getFirst().room()).isEqualTo(RoomConfig.DEFAULT.named("sale"));
  }

  @Test
  void addresses_behind_a_room_of_mode_full_have_a_measured_limit() throws IOException {
    GateConfig config = read("routes: [{upstream: 127.0.0.1:9001, room: {name: a, when: full}}]");
    assertThat(config.upstreams().getFirst().policy().limit()).isEqualTo(LimitConfig.ADAPTIVE);
  }

  @Test
  void rooms_elsewhere_have_addresses_and_secrets_beside_the_file() throws IOException {
    String routes = "routes: [{upstream: 127.0.0.1:9001, room: sale}]\n";
    assertThat(read(routes).rooms()).isNull();
    assertThat(
            read(routes + "rooms: {instances: [a.internal:7001, \"[::1]:7\"], secrets: keys}")
                .rooms())
        .isEqualTo(
            new RoomsElsewhere(List.of("a.internal:7001", "[::1]:7"), folder.resolve("keys")));
  }

  @Test
  void what_is_wrong_of_rooms_elsewhere_is_told_with_its_line() throws IOException {
    String many = "[" + "a:1, ".repeat(RoomsElsewhere.INSTANCES_MOST) + "a:1]";
    assertThat(
            problems(
                "routes: [{reply: {}}]\nrooms: {instances: [a, \"b:0\", c:7001], secret: keys}"))
        .containsExactlyInAnyOrder(
            ":2: rooms.instances \"a\" must be an address with a port, such as 127.0.0.1:9001",
            ":2: rooms.instances \"b:0\" the port must be in [1, 65535], not 0",
            ":2: rooms needs secrets, the folder of the instances' secrets",
            ":2: rooms.secret is not a key; the nearest is secrets");
    assertThat(problems("routes: [{reply: {}}]\nrooms: {secrets: keys}"))
        .containsExactly(":2: rooms needs instances, one address or several");
    assertThat(problems("routes: [{reply: {}}]\nrooms: {instances: " + many + ", secrets: keys}"))
        .containsExactly(":2: rooms instances must be in [1, 100] addresses, not 101");
  }

  @Test
  void what_cannot_hold_is_told_with_its_line() throws IOException {
    assertThat(
            problems(
                """
                upstreams: {shop: {endpoints: [127.0.0.1:9001]}}
                routes:
                  - path: /a
                    upstream: shop
                    room: {name: a, when: full}
                  - path: /b
                    upstream: shop
                    room: {name: a}
                  - path: /c
                    upstream: shop
                    room: {name: c, opens-at: tomorrow}
                """))
        .containsExactly(
            ":5: routes[1].room is there when shop is full, which needs a limit or max-in-flight",
            ":8: routes[2].room is described otherwise before; describe it once, and name it"
                + " everywhere else",
            ":11: routes[3].room.opens-at must be a time with its offset, such as"
                + " 2026-12-01T20:00:00+09:00, not \"tomorrow\"");
  }

  private GateConfig read(String text) throws IOException {
    return GateFile.read(Files.writeString(folder.resolve("gate.yaml"), text));
  }

  private List<String> problems(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("gate.yaml"), text);
    ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> GateFile.read(file));
    return wrong.problems().stream().map(problem -> problem.replace(file.toString(), "")).toList();
  }
}
