package io.tidegate.app.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.keys.AdminKeyFile;
import io.tidegate.gate.Gate;
import io.tidegate.gate.GateConfig;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/gate.md says of sight, held against a gate that runs. */
@Timeout(60)
class SightDocTest {

  private static final Pattern METRIC =
      Pattern.compile("`((?:gate|http|access_log)_[a-z_]+)`(?=[^|]*\\|)");
  private static final Pattern FAMILY =
      Pattern.compile("^# TYPE tidegate_((?:gate|http|access_log)_[a-z_]+) ", Pattern.MULTILINE);

  @TempDir private Path folder;

  @Test
  void the_table_of_metrics_is_that_of_the_gate() throws Exception {
    Set<String> told = new TreeSet<>();
    page()
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf('|', 1) + 1))
        .flatMap(line -> METRIC.matcher(line).results().map(found -> found.group(1)))
        .forEach(told::add);
    GateConfig config =
        read(
            """
            listen: 127.0.0.1:0
            admin: {listen: 127.0.0.1:0}
            access-log: {file: access.log}
            upstreams: {shop: {eureka: SHOP}}
            routes:
              - {path: /sale, upstream: "127.0.0.1:1", room: sale}
              - {path: /well, upstream: "127.0.0.1:1", breaker: {}, fallback: {page: true}}
              - {path: /, upstream: "127.0.0.1:1", cache: {ttl-ms: 1000}}
            """);
    RoomEngine rooms = RoomEngine.open(folder.resolve("rooms"), false);
    HttpConfig http = HttpConfig.DEFAULT.loops(1);
    try (GateSight sight = GateSight.open(config.sight());
        Gate gate = Gate.start(config, http, sight.observer(), rooms.door())) {
      URI door = door(sight, gate);
      try (RawClient client = new RawClient(gate.port())) {
        client.get("/").reply().is(502);
      }
      String text = get(door.getPort(), "/metrics").is(200).text();
      Set<String> shown = new TreeSet<>();
      FAMILY
          .matcher(text)
          .results()
          .map(MatchResult::group)
          .forEach(line -> shown.add(line.split(" ", -1)[2].substring("tidegate_".length())));
      shown.removeIf(name -> name.startsWith("http_stream")); // of the service alone
      assertThat(told).isEqualTo(shown);
    } finally {
      rooms.stop(Duration.ZERO);
    }
  }

  @Test
  void the_key_of_the_door_is_made_once_for_the_owner_alone() throws Exception {
    GateConfig config = read("listen: 127.0.0.1:0\nadmin: {listen: 0}\nroutes: [{reply: {}}]");
    Path data = folder.resolve("data");
    String key = "";
    for (int start = 0; start < 2; start++) {
      try (GateSight sight = GateSight.open(config.sight());
          Gate gate = Gate.start(config, HttpConfig.DEFAULT.loops(1), sight.observer(), null)) {
        assertThat(sight.show(gate, data)).contains("http://127.0.0.1:").contains("admin.key");
      }
      AdminKeyFile found = AdminKeyFile.in(data);
      assertThat(found.made()).isFalse();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found.path())))
          .isEqualTo("rw-------");
      if (start == 1) assertThat(found.key()).isEqualTo(key);
      key = found.key();
    }
  }

  @Test
  void without_a_door_there_is_none_and_no_key() throws Exception {
    GateConfig config = read("listen: 127.0.0.1:0\nadmin: {listen: none}\nroutes: [{reply: {}}]");
    try (GateSight sight = GateSight.open(config.sight());
        Gate gate = Gate.start(config, HttpConfig.DEFAULT.loops(1), sight.observer(), null)) {
      assertThat(sight.show(gate, folder.resolve("data"))).isNull();
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  private GateConfig read(String text) throws IOException {
    return GateFile.read(Files.writeString(folder.resolve("gate.yaml"), text));
  }

  private URI door(GateSight sight, Gate gate) throws IOException {
    String shown = sight.show(gate, folder.resolve("data"));
    assertThat(shown).isNotNull();
    return URI.create(String.valueOf(shown).split(" ", -1)[0]);
  }

  private static Reply get(int port, String path) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.get(path).reply();
    }
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/gate.md"));
  }
}
