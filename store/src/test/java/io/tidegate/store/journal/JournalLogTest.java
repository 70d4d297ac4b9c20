package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.GatedDisk;
import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogConformance;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordMaker;
import io.tidegate.store.log.SignResult;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The files are a home of the log like any other. */
class JournalLogTest extends LogConformance {
  private static final JournalConfig CONFIG =
      new JournalConfig(44 << 10, 12 << 10, Duration.ofSeconds(10), Duration.ofMillis(1));

  private FaultyDisk disk = new FaultyDisk(1);

  private static Log open(Disk disk) throws IOException {
    return new JournalLog(Journal.open(disk, CONFIG, JournalObserver.NONE, new RecordCollector()));
  }

  @Override
  protected Log open() throws Exception {
    return open(new GatedDisk(disk));
  }

  @Override
  protected Log reopened() throws Exception {
    log.close();
    return open();
  }

  @Override
  protected void silence(boolean lose) {
    // The write is one step, the force the next: what was written may be there, or may not.
    disk.failIn(lose ? 1 : 2);
  }

  @Override
  protected AppendResult settle(long sequence, byte[] previousChain, LogRecord record)
      throws Exception {
    assertThat(log.append(sequence, previousChain, record))
        .isInstanceOf(AppendResult.Unknown.class);
    assertThat(log.sign(log.end())).isEqualTo(SignResult.UNKNOWN);
    log = reopened();
    return log.end().sequence() < sequence
        ? new AppendResult.Conflict(log.end())
        : AppendResult.Appended.APPENDED;
  }

  @Test
  void the_same_bytes_are_recognised_however_long_ago_they_were_appended() throws Exception {
    RecordMaker maker = new RecordMaker(log.identity(), log.end());
    byte[] chain = maker.chain();
    LogRecord first = maker.append(log, "first");
    for (int i = 0; i < 40; i++) maker.append(log, "more " + i);
    assertThat(log.append(1, chain, first)).isInstanceOf(AppendResult.Appended.class);
    assertThat(log.end().sequence()).isEqualTo(41);
  }

  @Test
  void a_reader_goes_on_over_segments_while_they_are_written() throws Exception {
    RecordMaker maker = new RecordMaker(log.identity(), log.end());
    try (LogReader reader = log.read(log.identity().beginning())) {
      for (int i = 0; i < 60; i++) {
        LogRecord sent = maker.append(log, "r" + i);
        assertThat(reader.next()).isTrue();
        assertThat(reader.record().chain()).isEqualTo(sent.chain());
        assertThat(reader.next()).isFalse();
      }
    }
  }

  @Test
  void a_record_that_was_written_and_not_forced_is_not_read() throws Exception {
    RecordMaker maker = new RecordMaker(log.identity(), log.end());
    maker.append(log, "first");
    LogRecord second = maker.batch("second");
    try (LogReader reader = log.read(log.identity().beginning())) {
      disk.failIn(2);
      assertThat(log.append(2, maker.chain(), second)).isInstanceOf(AppendResult.Unknown.class);
      assertThat(reader.next()).isTrue();
      assertThat(reader.next()).isFalse();
    }
  }

  /** Also where reader and writer are two processes: what was read outlives any power cut. */
  @Test
  void what_another_process_has_read_is_there_after_a_power_cut() throws Exception {
    int between = 0;
    for (long seed = 0; seed < 200; seed++) {
      FaultyDisk own = new FaultyDisk(seed);
      AtomicBoolean killed = new AtomicBoolean();
      Log writer = open(new GatedDisk(killedBeforeForce(own, killed)));
      RecordMaker maker = new RecordMaker(writer.identity(), writer.end());
      for (int i = new SplittableRandom(seed).nextInt(4); i >= 0; i--)
        maker.append(writer, "r" + i);
      long counted = writer.end().sequence();
      // The next record is written, and its writer is gone before it is forced.
      killed.set(true);
      writer.append(maker.next(), maker.chain(), maker.batch("in between"));
      long read;
      try (JournalReader reader = JournalReader.open((Disk) own)) {
        while (reader.next()) {}
        read = reader.position().sequence();
      }
      if (read > counted) between++;
      try (Log again = open(new GatedDisk(own.reboot()))) {
        assertThat(again.end().sequence()).as("seed %d", seed).isGreaterThanOrEqualTo(read);
      }
      writer.close();
    }
    // Otherwise nothing was shown.
    assertThat(between).isGreaterThan(100);
  }

  private static Disk killedBeforeForce(Disk disk, AtomicBoolean killed) {
    return proxy(
        Disk.class,
        disk,
        (method, result) ->
            result instanceof DiskFile file
                ? proxy(DiskFile.class, file, (_, value) -> value, killed)
                : result,
        new AtomicBoolean());
  }

  private static <T> T proxy(
      Class<T> type, T around, BiFunction<Method, Object, Object> then, AtomicBoolean killed) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (killed.get() && method.getName().equals("force")) throw new IOException("killed");
          try {
            return then.apply(method, method.invoke(around, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void a_place_that_the_files_do_not_have_is_refused() throws Exception {
    RecordMaker maker = new RecordMaker(log.identity(), log.end());
    maker.append(log, "first");
    maker.take(maker.batch("second"));
    LogPosition beyond = maker.batch("third").position();
    assertThatThrownBy(() -> log.read(beyond)).isInstanceOf(IOException.class);
  }
}
