package io.tidegate.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.Event;
import io.tidegate.core.State;
import io.tidegate.core.StateSnapshot;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.journal.Journal;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalFailedException;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.store.journal.RecoveryListener;
import io.tidegate.store.journal.SnapshotSource;
import io.tidegate.store.log.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The journal store's own edges; what all stores keep is in {@link StoreConformance}. */
class JournalStoreTest {

  private static final JournalConfig CONFIG =
      new JournalConfig(192 << 10, 96 << 10, Duration.ofSeconds(10), Duration.ofMillis(1));
  private static final RecoveryListener NOTHING =
      new RecoveryListener() {
        @Override
        public void chunk(int section, ByteBuffer rows) {}

        @Override
        public void record(LogRecord record) {}
      };

  private final FaultyDisk disk = new FaultyDisk(1);
  private final GatedDisk gated = new GatedDisk(disk);

  @Test
  void a_record_that_says_nothing_known_is_refused_with_its_number() throws Exception {
    write(1, body -> EventCodec.write(new Event.ToppedUp(1, 5, null), body));
    write(1, body -> body.put((byte) 99));
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("record 2")
        .hasMessageContaining("no event has type 99");
  }

  /** Its numbers stand elsewhere: read as one of today it would be a wrong state. */
  @Test
  void a_snapshot_of_another_version_is_passed_over_and_the_journal_replayed() throws Exception {
    passesOver(out -> {
      out.section(1); // as snapshots began before they named their layout
      out.room(64).putShort((short) 0).putInt(1).put((byte) 0).putLong(4_711);
    });
  }

  /** Of before the time of an outage in a stop or a quarantine was given back once. */
  @Test
  void so_is_one_of_the_same_columns_with_another_meaning() throws Exception {
    String today = StateSnapshot.layoutOf(new State(1));
    byte[] layout = today.replaceFirst("meanings [0-9]+", "meanings 2").getBytes(UTF_8);
    passesOver(out -> {
      out.section(2);
      out.room(1_000).putShort((short) layout.length).put(layout);
    });
  }

  private void passesOver(SnapshotSource snapshot) throws Exception {
    write(1, body -> EventCodec.write(new Event.ToppedUp(1, 5, null), body));
    try (Journal journal = Journal.open(gated, CONFIG, JournalObserver.NONE, NOTHING)) {
      journal.snapshot(snapshot).join();
    }
    try (JournalStore store = open()) {
      assertThat(store.recovery().skippedSnapshots())
          .singleElement()
          .satisfies(skipped -> assertThat(skipped.what()).contains("another version"));
      assertThat(store.state().sale().users.balance(1)).isEqualTo(5);
      assertThat(store.begin()).isTrue();
      topUp(store);
      store.snapshot().join();
    }
    try (JournalStore store = open()) {
      assertThat(store.recovery().skippedSnapshots()).isEmpty();
      assertThat(store.recovery().replayed()).isZero();
      assertThat(store.state().sale().users.balance(1)).isGreaterThan(5);
    }
  }

  @Test
  void a_record_with_fewer_events_than_it_says_or_something_behind_them_is_refused()
      throws Exception {
    write(2, body -> EventCodec.write(new Event.ToppedUp(1, 5, null), body));
    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("record 1");
    FaultyDisk other = new FaultyDisk(2);
    GatedDisk more = new GatedDisk(other);
    try (Journal journal = Journal.open(more, CONFIG, JournalObserver.NONE, NOTHING)) {
      journal.begin();
      ByteBuffer body = journal.room(1_000);
      EventCodec.write(new Event.ToppedUp(1, 5, null), body);
      body.put((byte) 0);
      journal.commit(1, 1);
    }
    assertThatThrownBy(() -> JournalStore.open(more, CONFIG, JournalObserver.NONE, 1, 1_000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("record 1");
  }

  @Test
  void a_folder_that_was_refused_can_be_opened_by_who_understands_it() throws Exception {
    write(1, body -> body.put((byte) 99));
    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    try (Journal journal = Journal.open(gated, CONFIG, JournalObserver.NONE, NOTHING)) {
      assertThat(journal.position().sequence()).isEqualTo(1);
    }
  }

  @Test
  void on_a_full_disk_a_batch_may_ask_and_not_change_until_there_is_room() throws Exception {
    try (JournalStore store = open()) {
      disk.spare(0);
      int written = 0;
      while (store.begin()) {
        topUp(store);
        written++;
      }
      assertThat(written).isPositive();
      Event event = new Event.ToppedUp(1, 1, null);
      assertThatThrownBy(() -> store.append(event)).isInstanceOf(IllegalStateException.class);
      assertThat(store.commit(9_000)).isEqualTo(written);
      assertThat(store.begin()).isFalse();
      disk.spare(Long.MAX_VALUE);
      awaitRoom(store);
      topUp(store);
      assertThat(store.position().sequence()).isEqualTo(written + 1);
    }
  }

  /** The segment is made by a thread of its own; each look waits for it, bounded. */
  private static void awaitRoom(JournalStore store) {
    for (int look = 0; look < 10_000; look++) if (store.begin()) return;
    throw new AssertionError("still full");
  }

  @Test
  void a_failing_force_is_final() throws Exception {
    try (JournalStore store = open()) {
      assertThat(store.begin()).isTrue();
      topUp(store);
      store.begin();
      disk.failIn(1);
      assertThatThrownBy(() -> topUp(store)).isInstanceOf(JournalFailedException.class);
      assertThat(store.begin()).isFalse();
      store.stop(10_000);
    }
    try (JournalStore again =
        JournalStore.open(new GatedDisk(disk.restart()), CONFIG, JournalObserver.NONE, 1, 1_000)) {
      assertThat(again.recovery().stoppedCleanly()).isFalse();
      assertThat(again.state().sale().users.balance(1)).isBetween(1L, 2L);
    }
  }

  @Test
  void a_clean_stop_is_seen_by_the_next_start() throws Exception {
    try (JournalStore store = open()) {
      assertThat(store.begin()).isTrue();
      topUp(store);
      store.stop(5_000);
    }
    try (JournalStore again = open()) {
      assertThat(again.recovery().stoppedCleanly()).isTrue();
      assertThat(again.lastMs()).isEqualTo(5_000);
      assertThat(again.state().sale().users.balance(1)).isEqualTo(1);
    }
  }

  private interface Body {
    void into(ByteBuffer body);
  }

  private void write(int events, Body what) throws IOException {
    try (Journal journal = Journal.open(gated, CONFIG, JournalObserver.NONE, NOTHING)) {
      journal.begin();
      what.into(journal.room(1_000));
      journal.commit(1, events);
    }
  }

  private JournalStore open() throws IOException {
    return JournalStore.open(gated, CONFIG, JournalObserver.NONE, 1, 1 << 20);
  }

  /** One unit of money more, in the batch that has begun. */
  private static void topUp(JournalStore store) throws IOException {
    Event event = new Event.ToppedUp(1, 1, null);
    store.state().apply(event, 1);
    store.append(event);
    store.commit(store.lastMs() + 1);
  }
}
