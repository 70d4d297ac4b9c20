package io.tidegate.api.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.CommitmentVersion;
import io.tidegate.testkit.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is published of draws, and what organisers may do about them. */
@Timeout(60)
class DrawOperationsTest {

  private static final Duration TO_THE_OPENING = Duration.ofMinutes(10);

  private ServiceFixture service;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    service = new ServiceFixture(folder);
  }

  @AfterEach
  void stop() throws Exception {
    service.close();
  }

  private Reply make(String name, String more) {
    String room =
        "{'name':'%s','people':1,'everySeconds':60,'insideMax':9%s}".formatted(name, more);
    return service.admin("POST", "/rooms", room.replace('\'', '"'));
  }

  private void gather(String name, String more) {
    Instant opens = Instant.ofEpochMilli(service.clock.wallMs()).plus(TO_THE_OPENING);
    assertThat(make(name, ",'opensAt':'" + opens + "'" + more).status()).isEqualTo(201);
  }

  private Reply get(String path) {
    return service.send("GET", "/api/v1/rooms" + path, "");
  }

  private Reply join(long user, String room) {
    return service.send("POST", "/api/v1/user/" + user + "/queue/token/issue?room=" + room, "");
  }

  private void open() {
    service.clock.pass(TO_THE_OPENING);
    // Any command makes what is due happen before it.
    assertThat(service.admin("PATCH", "/rooms/1", "{}").status()).isEqualTo(200);
  }

  @Test
  void a_secret_is_published_with_its_draw_and_is_what_was_committed_to() {
    gather("evening", "");
    String commitment = String.valueOf(get("/evening/draw").get("commitment"));
    assertThat(get("/evening/draw").get("secret")).isNull();
    assertThat(get("/evening/draw").get("size")).isNull();
    for (long user = 1; user <= 4; user++) join(user, "evening");
    open();
    Reply drawn = get("/evening/draw");
    assertThat(drawn.get("state")).isEqualTo("drawn");
    assertThat(drawn.get("commitment")).isEqualTo(commitment);
    byte[] secret = HexFormat.of().parseHex(String.valueOf(drawn.get("secret")));
    assertThat(drawn.number("version")).isEqualTo(2);
    long firstMs = Instant.parse(String.valueOf(drawn.get("firstOpensAt"))).toEpochMilli();
    assertThat(CommitmentVersion.PLAN.of(Bytes32.of(secret), 1, "evening", "", firstMs).hex())
        .isEqualTo(commitment);
    assertThat(drawn.number("size")).isEqualTo(4);
    assertThat(get("/evening/draw/cohort").text()).isEqualTo("1\n2\n3\n4\n");
    assertThat(get("/evening/draw/order").text().lines())
        .containsExactlyInAnyOrder("1", "2", "3", "4");
  }

  @Test
  void every_move_of_the_hour_is_published_and_with_a_beacon_there_is_none_to_later() {
    gather("evening", ",'beacon':'round 7'");
    Reply planned = get("/evening/draw");
    String first = String.valueOf(planned.get("opensAt"));
    assertThat(planned.get("firstOpensAt")).isEqualTo(first);
    assertThat(planned.get("moves")).isEqualTo(List.of());
    String later = Instant.parse(first).plusSeconds(1).toString();
    Reply refused = service.admin("PATCH", "/rooms/1", "{\"opensAt\":\"" + later + "\"}");
    assertThat(refused.problem()).isEqualTo("conflict");
    assertThat(refused.get("detail"))
        .isEqualTo("opensAt cannot move later: a beacon was named for this hour.");
    String earlier = Instant.parse(first).minusSeconds(1).toString();
    assertThat(service.admin("PATCH", "/rooms/1", "{\"opensAt\":\"" + earlier + "\"}").status())
        .isEqualTo(200);
    Reply moved = get("/evening/draw");
    assertThat(moved.get("firstOpensAt")).isEqualTo(first);
    assertThat(moved.get("commitment")).isEqualTo(planned.get("commitment"));
    assertThat(moved.text()).contains("\"moves\":[{\"at\":\"", "\"opensAt\":\"" + earlier + "\"}]");
  }

  @Test
  void a_room_that_is_closed_over_its_hour_is_drawn_and_stays_closed() {
    gather("evening", "");
    for (long user = 1; user <= 3; user++) join(user, "evening");
    service.admin("PATCH", "/rooms/1", "{\"state\":\"closed\"}");
    open();
    assertThat(get("/evening/draw").get("state")).isEqualTo("drawn");
    assertThat(service.admin("GET", "/rooms/1", "").get("state")).isEqualTo("closed");
    assertThat(join(9, "evening").problem()).isEqualTo("room-closed");
  }

  @Test
  void two_rooms_never_have_the_same_secret() {
    gather("a", "");
    gather("b", "");
    assertThat(get("/a/draw").get("commitment")).isNotEqualTo(get("/b/draw").get("commitment"));
  }

  @Test
  void lists_come_in_pages_that_lead_to_one_another() {
    gather("crowd", "");
    int people = 10_001;
    for (int user = 1; user <= people; user += 100) {
      List<CompletableFuture<Reply>> joins = new ArrayList<>();
      for (int i = user; i < Math.min(user + 100, people + 1); i++)
        joins.add(
            service.sendLater("POST", "/api/v1/user/" + i + "/queue/token/issue?room=crowd", ""));
      joins.forEach(joining -> assertThat(joining.join().status()).isEqualTo(200));
    }
    open();
    Reply first = get("/crowd/draw/order");
    Reply second = get("/crowd/draw/order?page=2");
    assertThat(first.text().lines()).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(first.header("Link")).isEqualTo("<?page=2>; rel=\"next\"");
    assertThat(second.text().lines())
        .hasSize(1)
        .allMatch(line -> !first.text().contains("\n" + line + "\n"));
    assertThat(second.header("Link")).isEmpty();
    assertThat(get("/crowd/draw/order?page=3").status()).isEqualTo(404);
    assertThat(get("/crowd/draw/order?page=0").status()).isEqualTo(400);
    assertThat(get("/crowd/draw/order?page=x").status()).isEqualTo(400);
  }

  @Test
  void what_is_not_yet_is_said_to_come_and_what_is_not_is_not_found() {
    make("plain", "");
    gather("evening", "");
    assertThat(get("/plain/draw").status()).isEqualTo(404);
    assertThat(get("/nowhere/draw").status()).isEqualTo(404);
    assertThat(get("/evening/draw/cohort").problem()).isEqualTo("not-open");
    assertThat(get("/evening/draw/order").problem()).isEqualTo("not-open");
    gather("waits", ",'beacon':'round 7'");
    open();
    assertThat(get("/waits/draw/cohort").status()).isEqualTo(200);
    assertThat(get("/waits/draw/cohort").text()).isEmpty();
    assertThat(get("/waits/draw/order").problem()).isEqualTo("not-open");
  }

  @Test
  void hours_and_beacons_that_make_no_sense_are_refused() {
    Instant now = Instant.ofEpochMilli(service.clock.wallMs());
    String past = now.minusSeconds(9).toString();
    String later = now.plusSeconds(900).toString();
    assertThat(make("a", ",'opensAt':'" + past + "'").problem()).isEqualTo("malformed");
    assertThat(make("a", ",'beacon':'x'").text()).contains("beacon is for a room with opensAt");
    assertThat(make("a", ",'gathersAt':'" + later + "'").text()).contains("gathersAt");
    assertThat(make("a", ",'opensAt':'tomorrow'").problem()).isEqualTo("malformed");
    String backward = ",'opensAt':'" + later + "','gathersAt':'" + now.plusSeconds(901) + "'";
    assertThat(make("a", backward).text()).contains("gathersAt must not come after opensAt");
    gather("evening", "");
    assertThat(beacon("{\"value\":\"x\"}").text()).contains("is for a room with a beacon");
    assertThat(beacon("{}").problem()).isEqualTo("malformed");
    assertThat(service.admin("PATCH", "/rooms/1", "{\"state\":\"paused\"}").problem())
        .isEqualTo("conflict");
  }

  private Reply beacon(String body) {
    return service.admin("POST", "/rooms/1/beacon", body);
  }

  @Test
  void before_its_draw_a_place_says_when_the_room_opens_and_after_it_which_turn_it_has() {
    gather("evening", "");
    String ticket = "";
    for (long user = 1; user <= 9; user++)
      ticket = String.valueOf(join(user, "evening").get("waitingToken"));
    Reply before = place(ticket);
    assertThat(before.number("num")).as("the worst there is").isEqualTo(9);
    assertThat(before.text()).contains("\"opensAt\":").doesNotContain("\"turn\":");
    open();
    List<String> order = get("/evening/draw/order").text().lines().toList();
    int turn = 1 + order.indexOf("9");
    Reply after = place(ticket);
    if (turn == 1) assertThat(after.number("num")).isZero();
    else assertThat(after.number("turn")).isEqualTo(turn);
    assertThat(after.number("num")).isEqualTo(turn - 1);
    assertThat(after.text()).doesNotContain("\"opensAt\":");
  }

  private Reply place(String ticket) {
    return service.send("GET", "/api/v1/user/queue/token/query", "", "waitingToken", ticket);
  }
}
