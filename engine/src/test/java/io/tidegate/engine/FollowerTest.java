package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.Command;
import io.tidegate.core.Event;
import io.tidegate.core.SnapshotRoundTrip;
import io.tidegate.core.State;
import io.tidegate.core.model.CommandTrace;
import io.tidegate.engine.view.Views;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.journal.JournalLog;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordBuffer;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows a log shows what its leader shows, and holds what it holds. */
class FollowerTest {
  private static final Event RESTOCKED = new Event.Restocked(1, 5);
  private static final int SEEDS = 4;
  private static final int COMMANDS = 200;
  private static final int LOOKS = 2_000;

  @TempDir private Path folder;

  @Test
  void a_second_state_and_its_views_are_the_leader_s_after_every_batch() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) follow(seed, folder.resolve("s" + seed));
  }

  private static void follow(long seed, Path data) throws Exception {
    ManualClock clock = new ManualClock(CommandTrace.START_MS);
    State state = new State(seed + 1);
    Views views = new Views();
    Follower follower = new Follower(state, views);
    try (EngineFixture service = EngineFixture.started(data, EngineFixture.config(1_000), clock);
        LogReader log = JournalLog.readFolder(data)) {
      long nowMs = CommandTrace.START_MS;
      if (seed % 2 == 1) clock.stepWall(-3_600_000);
      for (CommandTrace.Batch batch :
          CommandTrace.of(seed, CommandTrace.TIGHT, COMMANDS, false).batches()) {
        clock.pass(batch.atMs() - nowMs);
        nowMs = batch.atMs();
        for (Command command : batch.commands()) service.ask(command);
        agree(seed, service, follower, views, log);
      }
      assertThat(service.stop()).isTrue();
      follower.catchUp(log);
      assertThat(log.position()).isEqualTo(service.store.journal().position());
      SnapshotRoundTrip.assertSame(service.store.journal().state(), state);
    }
  }

  /** The loop may be at a further batch by itself, so it may take more than one look. */
  private static void agree(
      long seed, EngineFixture service, Follower follower, Views views, LogReader log)
      throws Exception {
    List<String> mine = List.of();
    List<String> theirs = List.of("nothing yet");
    for (int i = 0; i < LOOKS && !mine.equals(theirs); i++) {
      if (i > 0) Thread.sleep(1);
      theirs = ViewDump.plain(service.views);
      follower.catchUp(log);
      mine = ViewDump.plain(views);
    }
    assertThat(mine).as("seed %d at record %d", seed, log.position().sequence()).isEqualTo(theirs);
  }

  @Test
  void views_never_go_back_while_a_state_made_anew_catches_up_with_them() throws Exception {
    Path data = folder.resolve("anew");
    follow(7, data);
    Views views = new Views();
    try (LogReader log = JournalLog.readFolder(data)) {
      new Follower(new State(1), views).catchUp(log);
    }
    List<String> before = ViewDump.plain(views);
    try (LogReader log = JournalLog.readFolder(data)) {
      while (log.next()) {}
      long end = log.position().sequence();
      Follower anew = new Follower(new State(2), views, end);
      try (LogReader again = JournalLog.readFolder(data)) {
        while (again.next()) {
          anew.apply(again.record());
          assertThat(ViewDump.plain(views)).isEqualTo(before);
        }
      }
    }
  }

  @Test
  void an_event_that_it_does_not_know_stops_it_and_changes_nothing() {
    LogIdentity log = new LogIdentity(new byte[16], new byte[32]);
    RecordBuffer buffer = new RecordBuffer(log, 1 << 10);
    buffer.begin();
    EventCodec.write(RESTOCKED, buffer.room(EventCodec.bytesMax(RESTOCKED)));
    buffer.room(1).put((byte) 127);
    Chain chain = new Chain(log.firstChain());
    LogRecord record = buffer.seal(RecordKind.BATCH, 1, 1_000, 2, chain);
    State state = new State(1);
    Follower follower = new Follower(state, new Views());
    assertThatThrownBy(() -> follower.apply(record))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("record 1")
        .hasMessageContaining("newer version");
    SnapshotRoundTrip.assertSame(new State(1), state);
  }
}
