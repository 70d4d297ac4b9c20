package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.CoreDriver;
import io.tidegate.core.CoreDriver.Happened;
import io.tidegate.core.Event;
import io.tidegate.core.Limits;
import io.tidegate.core.model.CommandTrace;
import io.tidegate.store.codec.RecordText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Plays a trace to a store, as an engine would drive it, and fails at the first difference. */
final class TraceReplay {

  private TraceReplay() {}

  static void all(long seed, CommandTrace trace, Limits limits, Store store) throws IOException {
    CoreDriver driver = new CoreDriver(limits, CommandTrace.START_MS);
    int number = 0;
    for (CommandTrace.Batch batch : trace.batches()) {
      String at = "seed " + seed + ", batch " + number++;
      try {
        begun(store, driver, batch);
        store.commit(batch.atMs());
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(at, e);
      }
    }
  }

  /** A batch decided on what the store loads, its results compared, its events appended. */
  static List<Event> begun(Store store, CoreDriver driver, CommandTrace.Batch batch) {
    assertThat(store.begin()).isTrue();
    driver.at(batch.atMs());
    driver.state(store.state());
    int before = driver.history().size();
    driver.due();
    for (int i = 0; i < batch.commands().size(); i++) {
      Command command = batch.commands().get(i);
      assertThat(RecordText.text(driver.decide(command)))
          .as(command.toString())
          .isEqualTo(RecordText.text(batch.results().get(i)));
    }
    int decided = batch.events().size() - batch.retired();
    batch.events().subList(decided, batch.events().size()).forEach(driver::happen);
    List<Event> events = new ArrayList<>();
    for (Happened happened : driver.history().subList(before, driver.history().size()))
      events.add(happened.event());
    assertThat(RecordText.text(events)).isEqualTo(RecordText.text(batch.events()));
    events.forEach(store::append);
    return events;
  }
}
