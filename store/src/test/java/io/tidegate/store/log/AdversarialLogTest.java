package io.tidegate.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.log.AdversarialLog.Faults;
import io.tidegate.store.log.AdversarialLog.Medium;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The adversarial log is a log: what it does to its clients, any home may do. */
class AdversarialLogTest {

  /** A log, its time, and one side that a test speaks through. */
  abstract static class InMemory extends LogConformance {
    private final LogIdentity identity = new LogIdentity(new byte[16], new byte[32]);
    private final SimulatedTime time = new SimulatedTime();
    final AdversarialLog home;

    InMemory(Medium medium) {
      home = new AdversarialLog(identity, medium, time, new Random(1), Faults.NONE);
    }

    @Override
    protected Log open() {
      return reopened();
    }

    @Override
    protected Log reopened() {
      return new BlockingLog(identity, home, time);
    }

    @Override
    protected void silence(boolean lose) {
      home.faults(new Faults(1, 0, 0, lose ? 1 : 0, lose ? 0 : 1, 0, 0, 0));
    }

    @Override
    protected AppendResult settle(long sequence, byte[] previousChain, LogRecord record) {
      home.faults(Faults.NONE);
      AppendResult result = log.append(sequence, previousChain, record);
      assertThat(result).isInstanceOf(AppendResult.Appended.class);
      return result;
    }

    @Test
    void a_twin_that_lands_late_changes_nothing() throws Exception {
      RecordMaker maker = new RecordMaker(identity, identity.beginning());
      home.faults(new Faults(1, 0, 0, 0, 0, 1, 5_000, 0));
      for (int i = 0; i < 10; i++) maker.append(log, "r" + i);
      time.runUntil(time.nowMs() + 10_000);
      assertThat(home.counted()).hasSize(10);
    }

    @Test
    void a_log_that_came_back_shorter_gives_nothing_and_one_that_grew_again_is_refused()
        throws Exception {
      RecordMaker maker = new RecordMaker(identity, identity.beginning());
      LogPosition first = maker.append(log, "first").position();
      RecordMaker other = new RecordMaker(identity, first);
      maker.append(log, "second");
      LogPosition third = maker.append(log, "third").position();
      LogReader reader = log.read(third);
      home.cut(2);
      assertThat(log.end()).isEqualTo(first);
      assertThat(reader.next()).isFalse();
      for (int i = 0; i < 4; i++) other.append(log, "another " + i);
      assertThatThrownBy(reader::next).isInstanceOf(LogRefusedException.class);
    }
  }

  @Nested
  class AsTable extends InMemory {
    AsTable() {
      super(Medium.TABLE);
    }
  }

  @Nested
  class AsPartition extends InMemory {
    AsPartition() {
      super(Medium.PARTITION);
    }

    @Test
    void foreign_bytes_between_records_are_passed_over() throws Exception {
      LogIdentity identity = log.identity();
      RecordMaker maker = new RecordMaker(identity, identity.beginning());
      silenceNothingButAddForeign();
      for (int i = 0; i < 10; i++) maker.append(log, "r" + i);
      assertThat(log.end().sequence()).isEqualTo(10);
    }

    private void silenceNothingButAddForeign() {
      home.faults(new Faults(1, 0, 0, 0, 0, 0, 0, 1));
    }
  }
}
