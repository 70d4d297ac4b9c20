package io.tidegate.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.AppendResult.Appended;
import io.tidegate.store.log.AppendResult.Conflict;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.LogRefusedException;
import io.tidegate.store.log.RecordMaker;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several at the same time, and a table that somebody cut. */
class PgRaceTest {
  private static final int ROUNDS = 1_000;

  @Test
  void of_two_writers_for_the_same_place_exactly_one_wins() throws Exception {
    String url = TestPostgres.newRealm();
    CyclicBarrier barrier = new CyclicBarrier(2);
    AtomicInteger won = new AtomicInteger();
    try (PgHome one = PgHome.open(url);
        PgHome two = PgHome.open(url);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Integer> first = threads.submit(() -> race(one, "one", barrier, won));
      Future<Integer> second = threads.submit(() -> race(two, "two", barrier, won));
      assertThat(first.get() + second.get()).isEqualTo(ROUNDS);
      assertThat(first.get()).isPositive();
      assertThat(second.get()).isPositive();
      assertThat(Writer.all(one.log())).hasSize(ROUNDS);
    }
  }

  private static int race(PgHome home, String name, CyclicBarrier barrier, AtomicInteger won)
      throws Exception {
    RecordMaker maker = new RecordMaker(home.log().identity(), home.log().end());
    int wins = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      LogRecord mine = maker.batch(name + " " + round);
      barrier.await();
      AppendResult result = home.log().append(round, maker.chain(), mine);
      if (result instanceof Appended) {
        wins++;
        won.incrementAndGet();
      } else {
        assertThat(result).isInstanceOf(Conflict.class);
      }
      barrier.await();
      assertThat(won.get()).isEqualTo(round);
      if (result instanceof Conflict(LogPosition end)) {
        assertThat(end.sequence()).isEqualTo(round);
        assertThat(end).isEqualTo(home.log().end());
      }
      maker = new RecordMaker(home.log().identity(), home.log().end());
    }
    return wins;
  }

  @Test
  void many_that_open_a_new_database_at_once_find_one_log() throws Exception {
    String database = "fresh_" + System.nanoTime();
    try (Connection admin = PgFailureTest.admin(TestPostgres.shared());
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    }
    String url = TestPostgres.shared().url().replace("/postgres", "/" + database);
    List<Callable<LogIdentity>> opening = new ArrayList<>();
    for (int i = 0; i < 6; i++)
      opening.add(() -> {
        try (PgHome home = PgHome.open(url)) {
          return home.log().identity();
        }
      });
    Set<LogIdentity> found = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(opening.size())) {
      for (Future<LogIdentity> each : threads.invokeAll(opening)) found.add(each.get());
    }
    assertThat(found).hasSize(1);
  }

  @Test
  void a_table_that_was_cut_gives_nothing_until_it_is_healed_and_is_refused_if_it_grew_otherwise()
      throws Exception {
    try (PgHome home = PgHome.open(TestPostgres.newRealm());
        Connection admin = PgFailureTest.admin(TestPostgres.shared());
        Statement statement = admin.createStatement()) {
      RecordMaker maker = new RecordMaker(home.log().identity(), home.log().end());
      LogPosition first = maker.append(home.log(), "first").position();
      byte[] before = maker.chain();
      LogRecord second = maker.append(home.log(), "second");
      String cut = "DELETE FROM tidegate.record WHERE chain = '\\x" + second.chain() + "'";
      try (LogReader reader = home.log().read(second.position())) {
        assertThat(statement.executeUpdate(cut)).isEqualTo(1);
        assertThat(home.log().end()).isEqualTo(first);
        assertThat(reader.next()).isFalse();
        assertThat(home.log().append(2, before, second)).isInstanceOf(Appended.class);
        assertThat(reader.next()).isFalse();

        assertThat(statement.executeUpdate(cut)).isEqualTo(1);
        RecordMaker other = new RecordMaker(home.log().identity(), first);
        other.append(home.log(), "another second");
        assertThatThrownBy(reader::next)
            .isInstanceOf(LogRefusedException.class)
            .hasMessageContaining("record 2 was read with chain");
      }
    }
  }

  @Test
  void a_record_that_is_missing_or_changed_stops_the_reader() throws Exception {
    try (PgHome home = PgHome.open(TestPostgres.newRealm());
        Connection admin = PgFailureTest.admin(TestPostgres.shared());
        Statement statement = admin.createStatement()) {
      RecordMaker maker = new RecordMaker(home.log().identity(), home.log().end());
      maker.append(home.log(), "first");
      LogRecord second = maker.append(home.log(), "second");
      maker.append(home.log(), "third");
      String where = " WHERE chain = '\\x" + second.chain() + "'";
      statement.execute("UPDATE tidegate.record SET bytes = set_byte(bytes, 70, 33)" + where);
      assertThatThrownBy(() -> Writer.all(home.log()))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("damaged at the row with sequence 2");
      statement.execute("DELETE FROM tidegate.record" + where);
      assertThatThrownBy(() -> Writer.all(home.log()))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("record 3 stands there");
    }
  }

  @Test
  void a_reader_sees_signs_and_how_long_the_home_has_heard_nothing() throws Exception {
    try (PgHome home = PgHome.open(TestPostgres.newRealm());
        LogReader reader = home.log().read(home.log().identity().beginning())) {
      assertThat(reader.silentMs()).isEqualTo(-1);
      home.log().sign(home.log().end());
      reader.next();
      assertThat(reader.signs()).isEqualTo(1);
      assertThat(reader.silentMs()).isBetween(0L, 10_000L);
      assertThat(reader.homeMs()).isGreaterThan(1_700_000_000_000L);
      RecordMaker maker = new RecordMaker(home.log().identity(), home.log().end());
      maker.append(home.log(), "a record");
      assertThat(reader.next()).isTrue();
      assertThat(reader.signs()).isEqualTo(1);
    }
  }

  @Test
  void pages_are_bounded_and_join_without_a_seam() throws Exception {
    try (PgHome home = PgHome.open(TestPostgres.newRealm())) {
      RecordMaker maker = new RecordMaker(home.log().identity(), home.log().end());
      int records = PgReader.PAGE_RECORDS + 50;
      List<LogPosition> appended = new ArrayList<>();
      for (int i = 0; i < records; i++)
        appended.add(maker.append(home.log(), "x".repeat(3_000)).position());
      assertThat(records * 3_000).isGreaterThan(PgReader.PAGE_BYTES);
      assertThat(Writer.all(home.log())).isEqualTo(appended);
    }
  }
}
