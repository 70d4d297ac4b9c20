package io.tidegate.app.gate;

import static io.tidegate.app.gate.WaitingSite.BROWSER;
import static io.tidegate.app.gate.WaitingSite.ask;
import static io.tidegate.app.gate.WaitingSite.cookies;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bounds how many people a room before a route lets in. */
class BoundedRoomTest {

  @TempDir Path folder;

  @Test
  void before_the_hour_people_gather_and_at_the_hour_they_are_drawn() throws Exception {
    Instant opensAt = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS);
    try (WaitingSite site = opening(opensAt);
        RawClient client = site.connect()) {
      assertThat(ask(client, "GET /", BROWSER).text()).contains("Drawn by lot at");
      List<String> tickets = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Reply early = ask(client, "GET /", "");
        assertThat(early.status()).isEqualTo(429);
        assertThat(early.word("state")).isEqualTo("gathering");
        assertThat(early.word("bound")).isEqualTo("not-open");
        assertThat(Instant.parse(early.word("opensAt"))).isEqualTo(opensAt);
        tickets.add(ticket(early));
      }
      assertThat(site.upstream.requests()).isEmpty();
      Wait.until(() -> !ask(client, "GET /", tickets.getFirst()).text().contains("gathering"));
      Reply late = ask(client, "GET /", "");
      List<Integer> places = new ArrayList<>();
      for (String ticket : tickets) {
        Reply reply = ask(client, "GET /", ticket);
        if (reply.status() == 429) places.add((int) reply.number("ahead"));
      }
      assertThat(places).as("drawn").doesNotHaveDuplicates().allMatch(ahead -> ahead < 5);
      assertThat(places).as("one of six has space inside").hasSizeBetween(4, 5);
      assertThat(late.number("ahead")).as("behind those who were drawn").isEqualTo(5);
    }
  }

  @Test
  void a_room_whose_hour_has_passed_before_it_is_made_is_open() throws Exception {
    try (WaitingSite site = opening(Instant.now().minusSeconds(1));
        RawClient client = site.connect()) {
      assertThat(ask(client, "GET /", BROWSER).status()).isEqualTo(303);
    }
  }

  @Test
  void who_gathered_before_the_gate_started_again_takes_part_in_the_draw() throws Exception {
    Instant opensAt = Instant.now().plusSeconds(4);
    List<String> tickets = new ArrayList<>();
    try (WaitingSite site = opening(opensAt);
        RawClient client = site.connect()) {
      for (int i = 0; i < 3; i++) tickets.add(ticket(ask(client, "GET /", "")));
    }
    try (WaitingSite site = opening(opensAt);
        RawClient client = site.connect()) {
      Wait.until(() -> tickets.stream().anyMatch(ticket -> isInside(client, ticket)));
      Reply late = ask(client, "GET /", "");
      assertThat(late.number("ahead")).isEqualTo(2);
    }
  }

  @Test
  void a_room_calls_no_more_people_than_its_upstream_takes() throws Exception {
    UpstreamPolicy policy =
        UpstreamPolicy.DEFAULT.limited(LimitConfig.MOST, LimitConfig.fixed(2), QueueConfig.DEFAULT);
    try (WaitingSite site = new WaitingSite(folder, WaitingSite.room(1_000, 1_000), policy);
        RawClient client = site.connect();
        RawClient other = site.connect()) {
      String inside = cookies(ask(client, "GET /", BROWSER));
      Wait.until(() -> {
        assertThat(ask(client, "GET /slow", inside).text()).isEqualTo("inside");
        for (int i = 0; i < 4; i++)
          if (ask(other, "GET /", "").text().contains("\"bound\":\"measured\"")) return true;
        return false;
      });
    }
  }

  private static boolean isInside(RawClient client, String ticket) {
    try {
      return ask(client, "GET /", ticket).status() == 200;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private WaitingSite opening(Instant opensAt) throws IOException {
    RoomConfig room = WaitingSite.room(1, 1_000).opening(opensAt);
    return new WaitingSite(folder, room, UpstreamPolicy.DEFAULT);
  }

  private static String ticket(Reply reply) {
    return "Tidegate-Ticket: " + reply.header("tidegate-ticket") + "\r\n";
  }
}
