package io.tidegate.gate.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.room.WaitReason;
import io.tidegate.engine.room.RoomAnswer.Gathering;
import io.tidegate.engine.room.RoomAnswer.OfPlace;
import io.tidegate.engine.room.RoomAnswer.Waiting;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.http.page.PageLanguage;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlaceJsonTest {

  private static final long NOW_MS = 1_795_777_395_000L; // 2026-11-27 20:03:15 in Seoul
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final TicketRef TICKET = new TicketRef(1, 1, 1L << 52, 1_042_042);

  private static RoomFacts facts(@Nullable WaitReason reason) {
    RoomSettings settings =
        new RoomSettings("r", RoomState.OPEN, 50, 1_000, 1_000, 120_000, 600_000);
    RoomStatus status =
        new RoomStatus(
            NOW_MS,
            0,
            1,
            1,
            settings,
            50,
            NOW_MS + 900_000,
            9,
            9,
            9,
            0,
            10,
            12_000,
            3_000,
            1_200,
            reason,
            null);
    return new RoomFacts(
        PlaceView.State.ofLine(reason), 1_800, NOW_MS - 60_000, status, RoomMessage.NONE);
  }

  private static String json(OfPlace answer, RoomFacts facts, PageLanguage language) {
    return new String(
        PlaceJson.place(
            PlaceView.of(answer, facts), facts, new WaitingTexts(language), NOW_MS, SEOUL),
        StandardCharsets.UTF_8);
  }

  private static Waiting waiting(@Nullable WaitReason reason) {
    return new Waiting(TICKET, NOW_MS, 1_042_042, 123_456, 1_234, 2_500_000, reason);
  }

  @Test
  void a_poll_is_at_most_300_bytes_in_either_language() {
    for (PageLanguage language : PageLanguage.values())
      for (WaitReason reason : new WaitReason[] {null, WaitReason.ALL_HELD, WaitReason.ROOM_PAUSED})
        assertThat(json(waiting(reason), facts(reason), language).getBytes(StandardCharsets.UTF_8))
            .hasSizeLessThanOrEqualTo(300);
  }

  @Test
  void it_says_what_the_state_has_and_nothing_else() {
    assertThat(json(waiting(null), facts(null), PageLanguage.KOREAN))
        .contains(
            "\"ahead\":123456,\"returned\":1234",
            "\"estimate\":\"약 1시간 이상\"",
            "\"rate\":\"1분에 약 1,800명\"",
            "\"stock\":\"12,000개 중 1,200개\"",
            "\"at\":\"20:03:15 KST\"")
        .doesNotContain("since", "headline", "left");
    assertThat(
            json(
                waiting(WaitReason.ROOM_PAUSED),
                facts(WaitReason.ROOM_PAUSED),
                PageLanguage.ENGLISH))
        .contains("\"state\":\"paused\"", "\"since\":\"20:02 KST\"")
        .doesNotContain("estimate", "rate");
  }

  @Test
  void the_headline_before_the_draw_has_its_hour_with_the_zone() {
    Gathering gathering = new Gathering(TICKET, NOW_MS, 5, 900_000, WaitReason.NOT_OPEN_YET);
    RoomFacts facts = facts(WaitReason.NOT_OPEN_YET);
    assertThat(json(gathering, facts, PageLanguage.KOREAN))
        .contains(
            "\"headline\":\"20:18 KST에 추첨해요\"", "\"number\":\"1,042,042\"", "\"left\":900000");
    assertThat(json(gathering, facts, PageLanguage.ENGLISH)).contains("Drawn by lot at 20:18 KST");
  }

  @Test
  void an_estimate_is_a_range_in_minutes_that_people_say() {
    WaitingTexts texts = new WaitingTexts(PageLanguage.ENGLISH);
    long[] etaMs = {-1, 20_000, 60_000, 300_000, 900_000, 3_000_000, 9_000_000};
    String[] said = {
      "being worked out",
      "less than a minute",
      "about 1 to 2 minutes",
      "about 5 to 10 minutes",
      "about 15 to 30 minutes",
      "about 45 minutes to over an hour",
      "more than an hour"
    };
    for (int i = 0; i < said.length; i++) {
      Waiting place = new Waiting(TICKET, NOW_MS, 9, 0, 0, etaMs[i], null);
      assertThat(texts.estimate(PlaceView.of(place, facts(null)))).isEqualTo(said[i]);
    }
  }

  @Test
  void who_missed_a_call_is_told_so_and_nothing_of_a_turn() {
    Waiting missed = new Waiting(TICKET, NOW_MS, 0, 3, 3, 9_000, null);
    assertThat(json(missed, facts(null), PageLanguage.ENGLISH))
        .contains("\"state\":\"returning\"")
        .doesNotContain("turn\"");
  }
}
