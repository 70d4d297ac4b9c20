package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.RawClient;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process where few files may be open. */
class FewDescriptorsProcessTest {
  private static final int IDLE = 400;

  /** Each takes a block of 4 KiB. */
  private static final int USERS = 600;

  @TempDir private Path folder;
  private final List<RawClient> clients = new ArrayList<>();
  private ServiceProcess service = ServiceProcess.none();

  @AfterEach
  void end() throws Exception {
    for (RawClient client : clients) client.close();
    service.kill();
  }

  @Test
  void idle_connections_beyond_the_limit_keep_nobody_from_joining_in_new_segments()
      throws Exception {
    Path data = folder.resolve("data");
    service = ServiceProcess.upWithin("-n 300; export TIDEGATE_STORE_SEGMENT_BYTES=1048576", data);
    assertThat(service.output())
        .containsPattern("connections up to \\d+ at once, by the limit on open files");
    // Found missing once, at a moment without a descriptor, they would be so for good.
    assertThat(service.memoryMaps()).contains("brotli", "zstd");

    RawClient asker = connect();
    assertThat(join(asker, 1)).isBetween(200, 209);
    for (int i = 0; i < IDLE; i++) connect();
    awaitTurnedAway();
    for (int user = 2; user <= USERS; user++)
      assertThat(join(asker, user)).as("user " + user).isBetween(200, 209);

    assertThat(data.resolve("journal-00000003.seg")).as("it changed segments").exists();
    assertThat(service.output()).doesNotContain("\tat ", "Too many open files");
  }

  private RawClient connect() throws IOException {
    RawClient client = service.connect();
    clients.add(client);
    return client;
  }

  /** The last ones were one too many: they are told so, and closed. */
  private void awaitTurnedAway() throws IOException {
    try {
      assertThat(clients.getLast().rest()).contains("503 ", "too-many-connections");
    } catch (SocketException closed) {
      assertThat(closed).hasMessageContaining("reset");
    }
  }

  private static int join(RawClient client, long user) throws IOException {
    return client.ask("POST", "/api/v1/user/" + user + "/queue/token/issue", "").status();
  }
}
