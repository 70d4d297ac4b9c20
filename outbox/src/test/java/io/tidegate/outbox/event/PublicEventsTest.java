package io.tidegate.outbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.tidegate.core.Event;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.CommitmentVersion;
import io.tidegate.core.room.EndCause;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.outbox.event.PublicEvents.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is public, against the schema and the page that others read. */
class PublicEventsTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Origin ORIGIN =
      new Origin("0f".repeat(16), "/tidegate/x", 42, 1_800_000_000_123L, "ab".repeat(32));
  private static final long LATER_MS = 1_800_000_060_000L;
  private static final RoomSettings ROOM =
      new RoomSettings("main", RoomState.OPEN, 1_000, 10_000, 24_000, 120_000, 600_000);
  private static final Map<Long, ClaimFacts> FACTS =
      Map.of(7L, new ClaimFacts(3, 8, 42, 2, 200, new long[] {11, 12}));
  private static final Bytes32 SECRET = new Bytes32(0x5EC2E75EC2E75EC2L, 2, 3, 4);

  private static List<Event> all() {
    return List.of(
        new Event.Claimed(7, 3, 42, 2, 200, LATER_MS, new long[] {11, 12}, null),
        new Event.Claimed(8, 3, 42, 1, 0, 0, new long[0], null),
        new Event.Paid(7, 42, 200, null),
        new Event.Lapsed(7),
        new Event.Cancelled(7, 42, 0),
        new Event.Refunded(7, 42, 200, "ill \"x\"\n\u0001"),
        new Event.SaleCreated(2, "käuf 🎫", LATER_MS, Long.MAX_VALUE, Entry.ROOM, 1),
        new Event.SaleUpdated(2, "sale", 0, LATER_MS),
        new Event.SaleSwitched(2, SaleState.OPEN, ""),
        new Event.SaleResumed(2, SaleState.PAUSED, "ok"),
        new Event.OfferCreated(3, 2, "cup", 100, 50, 2, 4, 60_000),
        new Event.OfferUpdated(3, "cup", 2, 4),
        new Event.Restocked(3, 120),
        new Event.ConcertCreated(6, "한강", ""),
        new Event.ConcertUpdated(6, "t", "p"),
        new Event.ScheduleCreated(
            8, 3, 6, 2, LATER_MS, 1_000, 2_000, 26, 999, 501, 50, 60_000, 2, 4),
        new Event.ScheduleUpdated(8, LATER_MS, 1_000, 2_000),
        new Event.RoomCreated(1, 5, ROOM),
        new Event.RoomUpdated(1, ROOM),
        new Event.DrawPlanned(1, CommitmentVersion.PLAN, 0, LATER_MS, "drand 7", SECRET),
        new Event.Drawn(1, "ab"),
        new Event.Joined(1, 42, 9),
        new Event.Called(1, 42, 9, LATER_MS),
        new Event.CallLapsed(1, 42, 9),
        new Event.Returned(1, 42, 9, 4),
        new Event.Entered(1, 42, 9, LATER_MS),
        new Event.Ended(1, 42, 9, EndCause.TIMED_OUT),
        new Event.Posted(12, 3, "항구", "t", "a\nb"));
  }

  private static PublicEvent of(Event event, Map<Long, ClaimFacts> facts) {
    PublicEvent found = PublicEvents.of(ORIGIN, 3, event, facts);
    if (found == null) throw new AssertionError("not public: " + event);
    return found;
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(Files.readString(DOCS.resolve("events.schema.json")));
  }

  @Test
  void every_public_event_is_what_its_schema_says() throws IOException {
    JsonSchema schema = schema();
    for (Event event : all()) {
      for (Map<Long, ClaimFacts> facts : List.of(FACTS, Map.<Long, ClaimFacts>of())) {
        String json = new String(of(event, facts).structured(), StandardCharsets.UTF_8);
        assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
      }
    }
  }

  @Test
  void the_schema_refuses_what_is_not_so() throws IOException {
    JsonSchema schema = schema();
    String json = new String(of(all().getFirst(), FACTS).structured(), StandardCharsets.UTF_8);
    for (String wrong :
        List.of(
            json.replace("\"user\":42,", ""),
            json.replace("\"claim\":7", "\"claim\":0"),
            json.replace("\"quantity\":2", "\"quantity\":2,\"secret\":1"),
            json.replace("claim.held", "claim.held2"),
            json.replace("\"1.0\"", "\"2.0\"")))
      assertThat(schema.validate(wrong, InputFormat.JSON)).as(wrong).isNotEmpty();
  }

  @Test
  void the_page_names_every_type_and_no_other() throws IOException {
    Set<String> produced = new HashSet<>();
    for (Event event : all()) produced.add(PublicEvents.what(event));
    Set<String> onPage = new HashSet<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `([a-z]+\\.[a-z-]+)` \\| ")
            .matcher(Files.readString(DOCS.resolve("events.md")));
    while (row.find()) if (!row.group(1).matches("(webhook|kafka)\\..*")) onPage.add(row.group(1));
    assertThat(onPage).isEqualTo(produced);
  }

  @Test
  void an_id_is_log_record_and_place_and_sorts_by_its_order() {
    PublicEvent event = of(new Event.Lapsed(7), FACTS);
    assertThat(event.id()).isEqualTo("0f".repeat(16) + ":42:3");
    assertThat(event.order()).isEqualTo("00000000000000000042.0000000003");
    assertThat(event.type()).isEqualTo("io.tidegate.claim.lapsed.v1");
    assertThat(event.subject()).isEqualTo("claims/7");
    assertThat(event.time()).isEqualTo("2027-01-15T08:00:00.123Z");
  }

  @Test
  void an_event_that_names_only_a_claim_is_completed_while_that_is_known() {
    assertThat(of(new Event.Lapsed(7), FACTS).data())
        .isEqualTo(
            "{\"claim\":7,\"user\":42,\"offer\":3,\"quantity\":2,\"schedule\":8,\"seats\":[11,12]}");
    assertThat(of(new Event.Lapsed(7), Map.of()).data()).isEqualTo("{\"claim\":7}");
  }

  @Test
  void a_secret_of_a_draw_is_nowhere() {
    for (Event event : all())
      assertThat(new String(of(event, FACTS).structured(), StandardCharsets.UTF_8))
          .doesNotContainIgnoringCase(SECRET.hex().substring(0, 16));
  }

  @Test
  void wallets_keys_upkeep_and_cursors_are_not_public() {
    for (Event event :
        List.of(
            new Event.ToppedUp(42, 1_000, null),
            new Event.KeysExpired(new long[] {1, 2}),
            new Event.ClaimsRetired(new long[] {1}),
            new Event.CursorMoved("shop", 1),
            new Event.RateMeasured(1, 2),
            new Event.CohortClosed(1, 2, SECRET)))
      assertThat(PublicEvents.of(ORIGIN, 0, event, Map.of())).as(event.toString()).isNull();
  }

  @Test
  void a_filter_takes_names_and_all_of_a_thing() {
    EventFilter filter = new EventFilter(List.of("claim.*", "sale.switched"));
    assertThat(filter.takes("claim.held")).isTrue();
    assertThat(filter.takes("sale.switched")).isTrue();
    assertThat(filter.takes("sale.created")).isFalse();
    assertThat(filter.takes("claims.held")).isFalse();
  }
}
