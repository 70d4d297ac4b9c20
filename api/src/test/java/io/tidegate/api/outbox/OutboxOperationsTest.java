package io.tidegate.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may ask of the outbox over HTTP. */
class OutboxOperationsTest {

  @TempDir private Path folder;
  private ServiceFixture service;

  @BeforeEach
  void start() throws Exception {
    service = new ServiceFixture(folder);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void a_replay_is_of_one_event_of_a_range_of_everything_or_of_what_died() {
    service.admin("POST", "/outbox/shop/replay", "{\"id\":\"ab:1:2\"}").is(200);
    service.admin("POST", "/outbox/shop/replay", "{\"from\":3,\"to\":4}").is(200);
    service.admin("POST", "/outbox/shop/replay", "{\"from\":3}").is(200);
    service.admin("POST", "/outbox/shop/replay", "{}").is(200);
    assertThat(service.outbox.asked)
        .containsExactly(
            "replay shop ab:1:2",
            "replay shop from 3 to 4",
            "replay shop from 3 to 0",
            "REPLAY_DEAD shop");
  }

  @Test
  void what_cannot_be_done_is_said_and_what_is_not_known_is_not_found() {
    service.admin("POST", "/outbox/old/skip", "").is(409);
    service.admin("POST", "/outbox/nobody/skip", "").is(404);
    service.admin("POST", "/outbox/shop/replay", "{\"to\":4}").is(409);
    service.admin("POST", "/outbox/shop/replay", "{\"from\":0}").is(400);
    service.send("GET", "/api/v1/admin/outbox", "").is(401);
  }
}
