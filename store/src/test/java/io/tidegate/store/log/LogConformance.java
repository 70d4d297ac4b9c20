package io.tidegate.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.log.AppendResult.Appended;
import io.tidegate.store.log.AppendResult.Conflict;
import io.tidegate.store.log.AppendResult.Unknown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every home of a log keeps, whatever it is made of. A home passes by extending this. */
public abstract class LogConformance {

  /** A new, empty log. */
  protected abstract Log open() throws Exception;

  /** The same log as another process, or a later one, sees it. */
  protected abstract Log reopened() throws Exception;

  /** From now on the home takes an append, or loses it, and does not say which. */
  protected abstract void silence(boolean lose) throws Exception;

  /**
   * Brings an append that came to nothing known to an end, as this home's writers do: the identical
   * bytes again, or a new start.
   *
   * @return what became of it
   */
  protected abstract AppendResult settle(long sequence, byte[] previousChain, LogRecord record)
      throws Exception;

  /** The log under test; a subclass may put another one here when it opens again. */
  protected Log log;

  private RecordMaker maker;

  @BeforeEach
  void open_an_empty_log() throws Exception {
    log = open();
    maker = new RecordMaker(log.identity(), log.identity().beginning());
  }

  @AfterEach
  void close_it() throws Exception {
    log.close();
  }

  private static List<String> texts(LogReader reader) throws IOException {
    List<String> texts = new ArrayList<>();
    while (reader.next()) texts.add(text(reader.record()));
    return texts;
  }

  private static String text(LogRecord record) {
    return StandardCharsets.UTF_8.decode(record.body()).toString();
  }

  private List<String> all() throws IOException {
    try (LogReader reader = log.read(log.identity().beginning())) {
      return texts(reader);
    }
  }

  @Test
  void an_empty_log_ends_at_its_beginning() throws Exception {
    assertThat(log.end()).isEqualTo(log.identity().beginning());
    assertThat(all()).isEmpty();
  }

  @Test
  void records_come_back_in_order_with_every_byte() throws Exception {
    List<LogRecord> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) sent.add(maker.append(log, "record " + "x".repeat(i) + i));
    try (LogReader reader = log.read(log.identity().beginning())) {
      for (LogRecord record : sent) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.record().body()).isEqualTo(record.body());
        assertThat(reader.record().chain()).isEqualTo(record.chain());
        assertThat(reader.position()).isEqualTo(record.position());
      }
      assertThat(reader.next()).isFalse();
    }
    assertThat(log.end()).isEqualTo(sent.getLast().position());
  }

  @Test
  void an_append_at_another_end_conflicts_and_says_where_the_log_ends() throws Exception {
    RecordMaker other = new RecordMaker(log.identity(), log.identity().beginning());
    LogRecord first = maker.append(log, "mine");
    LogRecord late = other.batch("theirs");
    assertThat(log.append(1, other.chain(), late)).isEqualTo(new Conflict(first.position()));
    other.take(late);
    LogRecord beyond = other.batch("behind theirs");
    assertThat(log.append(2, other.chain(), beyond)).isEqualTo(new Conflict(first.position()));
    assertThat(all()).containsExactly("mine");
  }

  @Test
  void an_append_beyond_the_end_conflicts() throws Exception {
    LogRecord first = maker.append(log, "first");
    LogRecord second = maker.batch("second");
    maker.take(second);
    LogRecord third = maker.batch("third");
    AppendResult result = log.append(3, maker.chain(), third);
    assertThat(result).isEqualTo(new Conflict(first.position()));
  }

  @Test
  void the_same_bytes_again_count_once_and_say_so_every_time() throws Exception {
    byte[] before = maker.chain();
    LogRecord record = maker.append(log, "once");
    assertThat(log.append(1, before, record)).isInstanceOf(Appended.class);
    maker.append(log, "behind");
    assertThat(all()).containsExactly("once", "behind");
  }

  @Test
  void an_append_without_an_answer_is_settled_when_it_had_landed() throws Exception {
    unknownIsSettled(false);
  }

  @Test
  void an_append_without_an_answer_is_settled_when_it_was_lost() throws Exception {
    unknownIsSettled(true);
  }

  private void unknownIsSettled(boolean lost) throws Exception {
    maker.append(log, "before");
    LogRecord record = maker.batch("in doubt");
    silence(lost);
    assertThat(log.append(2, maker.chain(), record)).isInstanceOf(Unknown.class);
    AppendResult settled = settle(2, maker.chain(), record);
    boolean counts = settled instanceof Appended;
    if (counts) maker.take(record);
    assertThat(log.end().sequence()).isEqualTo(counts ? 2 : 1);
    maker.append(log, "after");
    assertThat(all()).containsSubsequence("before", "after").hasSize(counts ? 3 : 2);
  }

  @Test
  void a_sign_counts_at_the_end_and_nowhere_else() throws Exception {
    LogPosition empty = log.end();
    assertThat(log.sign(empty)).isEqualTo(SignResult.COUNTED);
    LogRecord first = maker.append(log, "first");
    assertThat(log.sign(empty)).isEqualTo(SignResult.PASSED);
    assertThat(log.sign(first.position())).isEqualTo(SignResult.COUNTED);
    assertThat(log.end()).isEqualTo(first.position());
    maker.append(log, "a sign takes no sequence");
    assertThat(all()).hasSize(2);
  }

  @Test
  void a_reader_begins_behind_any_place_and_goes_on_with_what_comes() throws Exception {
    List<LogPosition> marks = new ArrayList<>();
    marks.add(log.identity().beginning());
    for (int i = 1; i <= 5; i++) marks.add(maker.append(log, "r" + i).position());
    for (int from = 0; from <= 5; from++) {
      try (LogReader reader = log.read(marks.get(from))) {
        assertThat(reader.position()).isEqualTo(marks.get(from));
        assertThat(texts(reader)).hasSize(5 - from);
        assertThat(reader.position()).isEqualTo(marks.get(5));
      }
    }
    try (LogReader reader = log.read(marks.get(5))) {
      assertThat(reader.next()).isFalse();
      maker.append(log, "r6");
      assertThat(texts(reader)).containsExactly("r6");
    }
  }

  @Test
  void the_place_behind_any_record_can_be_asked_for() throws Exception {
    LogPosition first = maker.append(log, "first").position();
    LogPosition second = maker.append(log, "second").position();
    assertThat(log.position(0)).isEqualTo(log.identity().beginning());
    assertThat(log.position(1)).isEqualTo(first);
    assertThat(log.position(2)).isEqualTo(second);
    assertThat(log.position(3)).isNull();
  }

  @Test
  void a_reader_of_another_history_is_refused() throws Exception {
    RecordMaker other = new RecordMaker(log.identity(), log.identity().beginning());
    maker.append(log, "ours");
    maker.append(log, "ours too");
    LogPosition theirs = other.batch("theirs").position();
    assertThatThrownBy(() -> log.read(theirs)).isInstanceOf(LogRefusedException.class);
  }

  @Test
  void nothing_follows_a_record_that_moved_the_log() throws Exception {
    maker.append(log, "here");
    LogRecord moved = maker.record(RecordKind.MOVED, 2_000, "postgres://there");
    assertThat(log.append(2, maker.chain(), moved)).isInstanceOf(Appended.class);
    maker.take(moved);
    LogRecord more = maker.batch("more");
    assertThat(log.append(3, maker.chain(), more)).isEqualTo(new Conflict(moved.position()));
    try (LogReader reader = log.read(log.identity().beginning())) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.next()).isTrue();
      assertThat(reader.record().kind()).isEqualTo(RecordKind.MOVED);
      assertThat(reader.record().movedTo()).isEqualTo("postgres://there");
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void a_record_beyond_the_bound_is_not_taken() throws Exception {
    assertThat(log.recordBytesMax()).isLessThanOrEqualTo(LogRecord.BYTES_MAX);
    RecordBuffer large = new RecordBuffer(log.identity(), log.recordBytesMax() + 8);
    large.begin();
    large.room(large.bodyBytesMax()).put(new byte[large.bodyBytesMax()]);
    LogRecord record = large.seal(RecordKind.BATCH, 1, 1, 0, new Chain(maker.chain()));
    assertThatThrownBy(() -> log.append(1, maker.chain(), record))
        .isInstanceOf(IllegalArgumentException.class);
    maker.append(log, "small");
    assertThat(all()).containsExactly("small");
  }

  @Test
  void the_log_is_the_same_one_for_whoever_opens_it_again() throws Exception {
    LogIdentity before = log.identity();
    LogPosition end = maker.append(log, "kept").position();
    log = reopened();
    assertThat(log.identity()).isEqualTo(before);
    assertThat(log.end()).isEqualTo(end);
    assertThat(all()).containsExactly("kept");
  }
}
