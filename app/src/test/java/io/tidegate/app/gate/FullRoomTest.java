package io.tidegate.app.gate;

import static io.tidegate.app.gate.WaitingSite.BROWSER;
import static io.tidegate.app.gate.WaitingSite.ask;
import static io.tidegate.app.gate.WaitingSite.cookies;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.room.RoomConfig.When;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A room that stands before its route only while the upstream is full. */
class FullRoomTest {

  private static final String PART = "Sec-Fetch-Mode: no-cors\r\n";

  @TempDir Path folder;

  @Test
  void while_there_is_room_nobody_meets_the_waiting_room() throws Exception {
    try (WaitingSite site = site(1, QueueConfig.DEFAULT);
        RawClient client = site.connect()) {
      Reply page = ask(client, "GET /", BROWSER);
      assertThat(page.text()).isEqualTo("inside");
      assertThat(page.header("set-cookie")).startsWith("tidegate-pass-default=");
      assertThat(page.header("tidegate-ticket")).isEmpty();
      Reply told = ask(client, "POST /", "");
      assertThat(told.text()).isEqualTo("inside");
      assertThat(told.header("tidegate-pass")).isNotEmpty();
      Reply part = ask(client, "GET /logo.png", PART);
      assertThat(part.text()).isEqualTo("inside");
      assertThat(part.header("set-cookie") + part.header("tidegate-pass")).isEmpty();
    }
  }

  @Test
  void when_the_limit_is_reached_whoever_comes_joins_the_line() throws Exception {
    try (WaitingSite site = site(1, QueueConfig.DEFAULT);
        RawClient busy = site.occupy();
        RawClient client = site.connect()) {
      assertThat(ask(client, "GET /", BROWSER).status()).as("space inside").isEqualTo(303);
      assertThat(ask(client, "GET /", BROWSER).text()).contains("You are in line");
      Reply program = ask(client, "GET /", "");
      assertThat(program.problem()).isEqualTo("waiting-room");
      assertThat(program.header("tidegate-ticket")).isNotEmpty();
      assertThat(ask(client, "GET /logo.png", PART).status()).isEqualTo(429);
      assertThat(reached(site)).hasSize(1);
      site.holds.release();
      assertThat(busy.reply().text()).isEqualTo("inside");
      assertThat(ask(client, "GET /", BROWSER).text())
          .as("people wait, so nobody passes them by")
          .contains("You are in line");
    }
  }

  @Test
  void who_went_by_before_it_was_full_goes_on() throws Exception {
    try (WaitingSite site = site(1, new QueueConfig(10, Duration.ofSeconds(20)));
        RawClient client = site.connect();
        RawClient other = site.connect()) {
      String pass = cookies(ask(client, "GET /", BROWSER));
      RawClient busy = site.occupy();
      client.send("GET /seats HTTP/1.1\r\nHost: localhost\r\n" + BROWSER + pass + "\r\n");
      assertThat(ask(other, "GET /", BROWSER).status()).isEqualTo(303);
      assertThat(reached(site)).hasSize(2);
      site.holds.release();
      assertThat(busy.reply().text()).isEqualTo("inside");
      assertThat(client.reply().text()).isEqualTo("inside");
      busy.close();
    }
  }

  @Test
  void a_request_that_the_queue_refuses_waits_in_the_room() throws Exception {
    try (WaitingSite site = site(1, QueueConfig.NONE);
        RawClient client = site.connect()) {
      String person = cookies(ask(client, "GET /", BROWSER));
      Reply let = ask(client, "GET /", "");
      String program = "Tidegate-Pass: " + let.header("tidegate-pass") + "\r\n";
      try (RawClient busy = site.occupy()) {
        Reply joins = ask(client, "GET /", BROWSER + person);
        assertThat(joins.status()).as("space inside").isEqualTo(303);
        String inside = cookies(joins);
        Reply told = ask(client, "POST /", program);
        assertThat(told.status()).isEqualTo(429);
        assertThat(told.problem()).isEqualTo("waiting-room");
        assertThat(told.header("tidegate-ticket")).isNotEmpty();

        Reply tries = ask(client, "GET /", BROWSER + inside);
        assertThat(tries.status()).as("the place inside stays").isEqualTo(200);
        assertThat(tries.mediaType()).isEqualTo("text/html");
        Reply refused = ask(client, "POST /", inside);
        assertThat(refused.problem()).isEqualTo("upstream-busy");
        assertThat(refused.header("retry-after")).isEqualTo("1");
        site.holds.release();
        assertThat(busy.reply().text()).isEqualTo("inside");
        assertThat(ask(client, "GET /", BROWSER + inside).text()).isEqualTo("inside");
      }
    }
  }

  @Test
  void the_way_is_free_again_when_nobody_waits_and_there_is_room() throws Exception {
    try (WaitingSite site = site(1_000, QueueConfig.DEFAULT);
        RawClient client = site.connect()) {
      try (RawClient busy = site.occupy()) {
        assertThat(ask(client, "GET /", BROWSER).status()).isEqualTo(303);
        site.holds.release();
        assertThat(busy.reply().text()).isEqualTo("inside");
      }
      assertThat(ask(client, "GET /", BROWSER).status()).as("not at once").isEqualTo(303);
      Wait.until(() -> {
        LockSupport.parkNanos(20_000_000); // each of these goes inside, where a thousand may be
        return ask(client, "GET /", BROWSER).text().equals("inside");
      });
    }
  }

  @Test
  void a_person_whose_request_is_refused_keeps_the_place_inside_in_mode_always_too()
      throws Exception {
    try (WaitingSite site =
            new WaitingSite(folder, WaitingSite.room(10, 1_000), policy(QueueConfig.NONE));
        RawClient client = site.connect()) {
      String inside = cookies(ask(client, "GET /", BROWSER));
      try (RawClient busy = site.connect()) {
        busy.send("GET /hold HTTP/1.1\r\nHost: localhost\r\n" + inside + "\r\n");
        Wait.until(() -> !site.upstream.requests().isEmpty());
        Reply page = ask(client, "GET /", BROWSER + inside);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.mediaType()).isEqualTo("text/html");
        site.holds.release();
        assertThat(busy.reply().text()).isEqualTo("inside");
      }
    }
  }

  private WaitingSite site(int insideMax, QueueConfig queue) throws IOException {
    RoomConfig room = WaitingSite.room(insideMax, 1_000).standing(When.FULL);
    WaitingSite site = new WaitingSite(folder, room, policy(queue));
    try (RawClient client = site.connect()) {
      Wait.until(() -> !ask(client, "GET /known", BROWSER).header("set-cookie").isEmpty());
    }
    return site;
  }

  /** What reached the upstream since the room was known. */
  private static List<String> reached(WaitingSite site) {
    return site.upstream.requests().stream().filter(one -> !one.contains("/known")).toList();
  }

  /** One request at a time. */
  private static UpstreamPolicy policy(QueueConfig queue) {
    return UpstreamPolicy.DEFAULT.limited(LimitConfig.MOST, LimitConfig.fixed(1), queue);
  }
}
