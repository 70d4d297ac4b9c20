package io.tidegate.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Event;
import io.tidegate.core.State;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.model.CommandTrace;
import io.tidegate.core.room.Room;
import io.tidegate.core.room.TicketState;
import io.tidegate.core.room.TicketTable;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.SaleTables;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of what random commands came to, against the state the same commands left in memory. */
class ExportOfTraceTest {

  private static final JournalConfig CONFIG =
      new JournalConfig(1 << 20, 1 << 18, Duration.ofSeconds(10), Duration.ofMillis(1));

  @TempDir private Path folder;

  @Test
  void every_row_is_as_the_state_in_memory_and_what_ended_is_there_too() throws Exception {
    Set<String> types = new HashSet<>();
    for (long seed = 1; seed <= 3; seed++) {
      CommandTrace trace = CommandTrace.of(seed, CommandTrace.TIGHT, 1_500, true);
      Path file = exported(trace, seed);
      assertAsInMemory(file, trace.end());
      assertEveryEvent(file, trace);
      assertTimes(file);
      types.addAll(ExportQuery.rows(file, "SELECT DISTINCT type FROM events"));
    }
    assertThat(types)
        .contains("Drawn", "CohortClosed", "EpochBegan", "Lapsed", "Paid", "Cancelled");
  }

  private static void assertAsInMemory(Path file, State state) throws SQLException {
    assertThat(ExportQuery.rows(file, "PRAGMA foreign_key_check")).isEmpty();
    assertThat(ExportQuery.rows(file, "SELECT id, total, available, held, issued FROM offers"))
        .isEqualTo(offers(state.sale()));
    assertThat(
            ExportQuery.rows(
                file,
                "SELECT id, user_id, quantity, state, created_at FROM claims WHERE retired_at IS NULL"))
        .isEqualTo(claims(state.sale()));
    assertThat(ExportQuery.rows(file, "SELECT id, schedule_id, state FROM seats"))
        .isEqualTo(seats(state.sale()));
    assertThat(
            ExportQuery.rows(
                file,
                """
                SELECT room_id, number, iif(state = 'waiting', turn, 0), user_id, state, joined_at FROM tickets
                WHERE state <> 'ended' ORDER BY room_id, number\
                """))
        .containsExactlyInAnyOrderElementsOf(tickets(state.rooms().tickets));
    assertThat(ExportQuery.rows(file, "SELECT id, name, state, epoch FROM rooms"))
        .isEqualTo(rooms(state));
    assertThat(ExportQuery.rows(file, "SELECT room_id, state, secret FROM draws"))
        .isEqualTo(draws(state));
    for (String wallet : ExportQuery.rows(file, "SELECT user_id, balance FROM wallets")) {
      String[] cells = wallet.split("\\|", -1);
      assertThat(state.sale().users.balance(Long.parseLong(cells[0])))
          .isEqualTo(Long.parseLong(cells[1]));
    }
  }

  private static void assertEveryEvent(Path file, CommandTrace trace) throws SQLException {
    long events = trace.batches().stream().mapToLong(batch -> batch.events().size()).sum();
    assertThat(ExportQuery.rows(file, "SELECT count(*) FROM events")).containsExactly("" + events);
    assertThat(ExportQuery.rows(file, "SELECT count(*) FROM events WHERE NOT json_valid(fields)"))
        .containsExactly("0");
  }

  private static void assertTimes(Path file) throws SQLException {
    assertThat(
            ExportQuery.rows(
                file,
                """
                SELECT count(*) FROM claims WHERE (state = 'lapsed') <> (lapsed_at IS NOT NULL)
                  OR (state = 'cancelled') <> (cancelled_at IS NOT NULL) OR created_at IS NULL
                  OR paid_at < created_at OR lapsed_at < held_until\
                """))
        .containsExactly("0");
    assertThat(
            ExportQuery.rows(
                file,
                """
                SELECT count(*) FROM tickets WHERE (state = 'ended') <> (ended_at IS NOT NULL)
                  OR (ended_at IS NULL) <> (cause IS NULL) OR (calls > 0) <> (called_at IS NOT NULL)
                  OR (calls > 1) <> (recalled_at IS NOT NULL) OR lapses > calls OR returns > lapses
                  OR called_at < joined_at OR entered_at < called_at\
                """))
        .containsExactly("0");
    assertThat(
            ExportQuery.rows(
                file,
                """
                SELECT count(*) FROM wallets AS w
                WHERE balance <> (SELECT sum(amount) FROM entries AS e WHERE e.user_id = w.user_id)
                  OR balance <> (SELECT e.balance FROM entries AS e WHERE e.user_id = w.user_id ORDER BY id DESC LIMIT 1)\
                """))
        .containsExactly("0");
  }

  private Path exported(CommandTrace trace, long seed) throws IOException {
    Path data = folder.resolve("data-" + seed);
    try (JournalStore store =
        JournalStore.open(data, CONFIG, JournalObserver.NONE, 1, Long.MAX_VALUE)) {
      for (CommandTrace.Batch batch : trace.batches()) {
        store.begin();
        for (Event event : batch.events()) store.append(event);
        store.commit(batch.atMs());
      }
    }
    Path file = folder.resolve(seed + ".sqlite");
    Export.toSqlite(data, file, true);
    return file;
  }

  private static List<String> offers(SaleTables sale) {
    List<String> all = new ArrayList<>();
    for (long id = 1; sale.offers.exists(id); id++)
      all.add(
          row(
              id,
              sale.offers.total(id),
              sale.offers.available(id),
              sale.offers.held(id),
              sale.offers.issued(id)));
    return all;
  }

  private static List<String> claims(SaleTables sale) {
    List<String> all = new ArrayList<>();
    for (long id = 1; id < sale.claims.end(); id++)
      if (sale.claims.state(id) != ClaimState.NONE)
        all.add(
            row(
                id,
                sale.claims.user(id),
                sale.claims.quantity(id),
                word(sale.claims.state(id)),
                sale.claims.createdMs(id)));
    return all;
  }

  private static List<String> seats(SaleTables sale) {
    List<String> all = new ArrayList<>();
    for (long id = 1; sale.seats.schedule(id) != 0; id++) {
      String state = sale.seats.claim(id) == 0 ? "free" : sale.seats.sold(id) ? "sold" : "held";
      all.add(row(id, sale.seats.schedule(id), state));
    }
    return all;
  }

  private static List<String> tickets(TicketTable tickets) {
    List<String> all = new ArrayList<>();
    for (int ticket = 0; ticket < 2_000; ticket++) {
      if (tickets.state(ticket) == TicketState.ENDED) continue;
      all.add(
          row(
              tickets.room(ticket),
              tickets.number(ticket),
              tickets.state(ticket) == TicketState.WAITING ? tickets.turn(ticket) : 0,
              tickets.user(ticket),
              word(tickets.state(ticket)),
              tickets.issuedMs(ticket)));
    }
    return all;
  }

  private static List<String> rooms(State state) {
    return state.rooms().all().stream()
        .map(room ->
            row(room.id(), room.settings().name(), word(room.settings().state()), room.epoch()))
        .toList();
  }

  private static List<String> draws(State state) {
    List<String> all = new ArrayList<>();
    for (Room room : state.rooms().all()) {
      Draw draw = room.draw();
      if (draw == null) continue;
      String at = draw.drawn() != null ? "drawn" : draw.closed() != null ? "closed" : "planned";
      all.add(row(room.id(), at, draw.drawn() != null ? draw.secret().hex() : "null"));
    }
    return all;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String row(Object... cells) {
    return String.join("|", Arrays.stream(cells).map(Object::toString).toList());
  }
}
