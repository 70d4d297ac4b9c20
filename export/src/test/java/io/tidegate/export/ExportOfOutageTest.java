package io.tidegate.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deadlines in an export, behind an hour in which nobody was served. */
class ExportOfOutageTest {

  private static final JournalConfig CONFIG =
      new JournalConfig(1 << 20, 1 << 18, Duration.ofSeconds(10), Duration.ofMillis(1));
  private static final RoomSettings ROOM =
      new RoomSettings("main", RoomState.OPEN, 9, 10_000, 9, 60_000, 60_000);
  private static final long START_MS = 1_800_000_000_000L;
  private static final long HOUR_MS = 3_600_000;
  private static final long UNTIL_MS = START_MS + 60_000;

  @TempDir private Path folder;

  /** Sale, offer, claim and room with this id; user 1 is called, user 2 inside. */
  private static void alive(JournalStore store, long id) throws IOException {
    for (Event event :
        List.of(
            new Event.SaleCreated(id, "sale", 0, Long.MAX_VALUE, Entry.OPEN, 0),
            new Event.OfferCreated(id, id, "units", 5, 0, 1, 1, 60_000),
            new Event.SaleSwitched(id, SaleState.OPEN, ""),
            new Event.Claimed(id, id, 1, 1, 0, UNTIL_MS, new long[0], null),
            new Event.RoomCreated(id, 1, ROOM.named("room " + id)),
            new Event.Joined(id, 1, 1),
            new Event.Joined(id, 2, 2),
            new Event.Called(id, 1, 1, UNTIL_MS),
            new Event.Called(id, 2, 2, UNTIL_MS),
            new Event.Entered(id, 2, 2, UNTIL_MS))) store.append(event);
  }

  @Test
  void they_are_an_hour_later_and_no_more_where_a_stop_or_a_quarantine_was_around_it()
      throws Exception {
    Path data = folder.resolve("data");
    try (JournalStore store =
        JournalStore.open(data, CONFIG, JournalObserver.NONE, 1, Long.MAX_VALUE)) {
      store.begin();
      alive(store, 1);
      alive(store, 2);
      store.append(new Event.SaleSwitched(2, SaleState.STOPPED, "why"));
      store.append(new Event.RoomQuarantined(2, "why"));
      store.commit(START_MS);
      store.begin();
      long endMs = START_MS + HOUR_MS;
      store.lead(new Leader(1, new UUID(1, 2), "", store.home(), START_MS, endMs), endMs);
      store.begin();
      store.append(new Event.SaleResumed(2, SaleState.OPEN, "mended"));
      store.append(new Event.RoomUpdated(2, ROOM.named("room 2")));
      store.commit(endMs);
    }
    Path file = folder.resolve("export.sqlite");
    Export.toSqlite(data, file, true);
    String late = Long.toString(UNTIL_MS + HOUR_MS);
    assertThat(ExportQuery.rows(file, "SELECT held_until FROM claims ORDER BY id"))
        .containsExactly(late, late);
    assertThat(
            ExportQuery.rows(
                file, "SELECT called_until FROM tickets WHERE state = 'called' ORDER BY room_id"))
        .containsExactly(late, late);
    assertThat(
            ExportQuery.rows(
                file, "SELECT inside_until FROM tickets WHERE state = 'inside' ORDER BY room_id"))
        .containsExactly(late, late);
  }
}
