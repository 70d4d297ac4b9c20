package io.tidegate.api;

import static io.tidegate.testkit.ServiceUnderTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.core.Command;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ServiceUnderTest;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The status of a room as those see it who stream it. */
@Timeout(60)
class RoomEventsTest {

  private static final String EVENTS = ServiceUnderTest.API + "/rooms/default/events";

  @TempDir private Path folder;
  private ServiceFixture service;
  private long sale;

  @BeforeEach
  void open() throws Exception {
    service = service();
    sale = service.roomSale(service.room("default", 2, 100));
  }

  private ServiceFixture service() throws IOException {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.http = HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(2).streams(3, Duration.ofMinutes(1));
    plan.api = ApiConfig.DEFAULT.selfTopUp(true).corsOrigins(Set.of("https://shop.example"));
    return new ServiceFixture(folder, plan);
  }

  @AfterEach
  void close() throws Exception {
    service.close();
  }

  @Test
  void all_streams_are_told_within_a_second_or_so_what_the_status_says() throws Exception {
    try (RawClient one = stream();
        RawClient two = stream();
        RawClient three = stream()) {
      service.ticket(1, "default");
      long factNs = System.nanoTime();
      List<Event> told = new ArrayList<>();
      for (RawClient each : List.of(one, two, three)) told.add(next(each, "\"lastNumber\":1,"));
      assertThat(System.nanoTime() - factNs).isLessThan(Duration.ofSeconds(5).toNanos());
      assertThat(told.stream().distinct().count()).isEqualTo(1);
      assertThat(told.getFirst().data()).isEqualTo(service.get("/rooms/default/status").text());
    }
  }

  @Test
  void the_stock_is_told_when_all_is_held_and_when_it_is_sold_out() throws Exception {
    service.created(new Command.CreateOffer(sale, "One", 2, 5, 2, 2, 60_000));
    String[] mine = with(service.ticket(1, "default"));
    service.patch("/pay/charge?amount=10", mine).is(200);
    try (RawClient stream = stream()) {
      Event told = next(stream, "\"stock\":\"available\"");
      assertThat(told.data()).contains(units(2, 2, 2, 0, 0));
      service.postJson("/offers/1/claims", "{\"quantity\":2}", mine).is(201);
      told = next(stream, "\"stock\":\"all-held\"");
      assertThat(told.data()).contains(units(2, 2, 0, 2, 0));
      service.post("/claims/1/pay", mine).is(200);
      told = next(stream, "\"stock\":\"sold-out\"");
      assertThat(told.data()).contains(units(2, 0, 0, 0, 2));
      service.delete("/claims/1", mine).is(204);
      told = next(stream, "\"stock\":\"available\"");
      assertThat(told.data()).contains(units(2, 2, 2, 0, 0));
    }
  }

  private static String units(int units, int left, int available, int held, int issued) {
    return "\"units\":%d,\"unitsLeft\":%d,\"unitsAvailable\":%d,\"unitsHeld\":%d,\"unitsIssued\":%d}"
        .formatted(units, left, available, held, issued);
  }

  @Test
  void who_comes_back_after_a_restart_with_the_newest_is_told_only_what_changes() throws Exception {
    service.ticket(1, "default");
    Event last;
    try (RawClient stream = stream()) {
      last = next(stream, "\"lastNumber\":1,");
    }
    service.close();
    service = service();
    try (RawClient stream = stream("Last-Event-ID", last.id())) {
      stream.message();
      service.ticket(2, "default");
      Event next = Event.of(stream.message());
      assertThat(next.data()).contains("\"lastNumber\":2,");
      assertThat(next.id()).isNotEqualTo(last.id());
    }
  }

  @Test
  void a_page_of_an_origin_that_is_listed_may_read_the_stream_and_that_there_are_too_many()
      throws Exception {
    String[] origin = {"Origin", "https://shop.example"};
    try (RawClient one = service.connect();
        RawClient two = service.connect();
        RawClient three = service.connect();
        RawClient four = service.connect()) {
      for (RawClient each : List.of(one, two, three))
        assertThat(each.events(EVENTS, origin).header("access-control-allow-origin"))
            .isEqualTo("https://shop.example");
      Reply full = four.ask("GET", EVENTS, "", origin).is(200);
      assertThat(full.header("access-control-allow-origin")).isEqualTo("https://shop.example");
      assertThat(full.text()).matches("retry: 1\\d{4}\nevent: full\ndata: \\{}\n\n");
    }
  }

  @Test
  void a_room_that_draws_tells_its_states_and_when_it_opens() throws Exception {
    long opensAtMs = service.clock.wallMs() + 60_000;
    RoomSettings settings =
        new RoomSettings("evening", RoomState.OPEN, 5, 60_000, 9, 60_000, 60_000);
    Bytes32 secret = Bytes32.of(new byte[32]);
    service.created(
        new Command.CreateRoom(settings, new Command.DrawPlan(0, opensAtMs, "", secret)));
    String path = ServiceUnderTest.API + "/rooms/evening/events";
    try (RawClient stream = service.connect()) {
      stream.events(path).is(200);
      Event gathering = next(stream, "\"state\":\"gathering\"");
      assertThat(gathering.data()).contains("\"opensAt\":\"2026-11-20T20:01:00Z\"");
      service.ticket(1, "evening");
      next(stream, "\"waiting\":1,");
      service.clock.pass(Duration.ofMinutes(1));
      assertThat(next(stream, "\"state\":\"open\"").data()).contains("\"called\":1,");
      service.ask(new Command.UpdateRoom(2, RoomState.PAUSED, null, null, null, null, null));
      next(stream, "\"state\":\"paused\"");
      service.ask(new Command.UpdateRoom(2, RoomState.CLOSED, null, null, null, null, null));
      next(stream, "\"state\":\"closed\"");
    }
  }

  @Test
  void a_room_that_is_not_there_has_no_stream() {
    service.get("/rooms/other/events").is(404);
  }

  @Test
  void the_status_is_new_at_once_after_a_quiet_time() {
    String tag = service.get("/rooms/default/status").is(200).header("ETag");
    service.get("/rooms/default/status", "If-None-Match", tag).is(304);
    long seenNs = System.nanoTime();
    service.ticket(1, "default");
    Wait.until(() -> System.nanoTime() - seenNs > 1_000_000_000);
    Reply status = service.get("/rooms/default/status", "If-None-Match", tag).is(200);
    assertThat(status.number("lastNumber")).isEqualTo(1);
    assertThat(status.header("ETag")).startsWith("\"").doesNotStartWith("W/");
    assertThat(status.header("Cache-Control")).isEqualTo("public, max-age=1");
    Reply head = service.send("HEAD", "/api/v1/rooms/default/status", "").is(200);
    assertThat(head.header("ETag")).isEqualTo(status.header("ETag"));
    assertThat(head.header("Content-Length")).isEqualTo("" + status.bytes().length);
    assertThat(head.bytes()).isEmpty();
  }

  private RawClient stream(String... headers) throws IOException {
    RawClient stream = service.connect();
    stream.events(EVENTS, headers).is(200);
    return stream;
  }

  /** The next event that says this. */
  private static Event next(RawClient stream, String said) throws IOException {
    String message = stream.message();
    while (!message.contains(said)) message = stream.message();
    return Event.of(message);
  }

  private record Event(String id, String data) {
    static Event of(String message) {
      String[] lines = message.split("\n", -1);
      assertThat(lines).hasSize(3);
      assertThat(lines[0]).isEqualTo("event: status");
      assertThat(lines[1]).startsWith("id: ");
      assertThat(lines[2]).startsWith("data: {");
      return new Event(lines[1].substring(4), lines[2].substring(6));
    }
  }
}
