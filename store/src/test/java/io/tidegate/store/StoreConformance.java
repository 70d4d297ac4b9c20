package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.CoreDriver;
import io.tidegate.core.Event;
import io.tidegate.core.Limits;
import io.tidegate.core.SnapshotRoundTrip;
import io.tidegate.core.model.CommandTrace;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every store keeps, whatever it is made of: the rules, driven through it batch by batch, come
 * to the same results, the same events and the same state as on one state that never left memory. A
 * store passes by extending this.
 */
public abstract class StoreConformance {

  /** A new, empty store. */
  protected abstract Store open(long seed) throws Exception;

  /** Bounds the store is run with. */
  protected Limits limits() {
    return CommandTrace.TIGHT;
  }

  /** Whether events may let rows leave memory. */
  protected boolean retires() {
    return true;
  }

  /** Seeds to try. */
  protected int seeds() {
    return 80;
  }

  /** Commands a seed. */
  protected int commands() {
    return 300;
  }

  @Test
  void the_same_commands_come_to_the_same_results_events_and_state() throws Exception {
    for (long seed = 0; seed < seeds(); seed++) {
      CommandTrace trace = CommandTrace.of(seed, limits(), commands(), retires());
      try (Store store = open(seed)) {
        TraceReplay.all(seed, trace, limits(), store);
        SnapshotRoundTrip.assertSame(trace.end(), store.state());
      }
    }
  }

  @Test
  void what_is_durable_has_a_sequence_and_a_time_and_nothing_else_has() throws Exception {
    try (Store store = open(1)) {
      assertThat(store.lastMs()).isZero();
      long sequence = 0;
      CoreDriver driver = new CoreDriver(limits(), CommandTrace.START_MS);
      for (CommandTrace.Batch batch : CommandTrace.of(1, limits(), 50, false).batches()) {
        long last = store.lastMs();
        List<Event> events = TraceReplay.begun(store, driver, batch);
        assertThat(store.lastMs()).isEqualTo(last);
        long committed = store.commit(batch.atMs());
        assertThat(committed).isEqualTo(events.isEmpty() ? sequence : sequence + 1);
        assertThat(store.lastMs()).isEqualTo(events.isEmpty() ? last : batch.atMs());
        sequence = committed;
      }
      assertThat(sequence).isGreaterThan(5);
    }
  }

  @Test
  void a_batch_has_room_for_at_least_one_event_of_any_size() throws Exception {
    try (Store store = open(1)) {
      assertThat(store.begin()).isTrue();
      assertThat(store.remaining()).isGreaterThanOrEqualTo(Store.EVENT_BYTES_MAX);
    }
  }
}
