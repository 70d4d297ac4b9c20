package io.tidegate.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.LogRefusedException;
import io.tidegate.store.log.RecordMaker;
import io.tidegate.store.log.SignResult;
import io.tidegate.store.postgres.local.LocalPostgres;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real servers, or one that waits for a second which is not there. */
class PgReplicationTest {
  @TempDir Path folder;
  private LocalPostgres primary;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    primary = TestPostgres.start(folder.resolve("primary"), Map.of());
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable part : open.reversed()) part.close();
    primary.close();
  }

  @Test
  void a_cancelled_wait_for_the_standby_is_never_success() throws Exception {
    try (PgHome home = PgHome.open(primary.url());
        Connection admin = PgFailureTest.admin(primary)) {
      RecordMaker maker = new RecordMaker(home.log().identity(), home.log().end());
      maker.append(home.log(), "before");
      synchronousStandby(admin, "nobody");
      LogRecord record = maker.batch("in doubt");
      CompletableFuture<AppendResult> cancelled = appending(home, maker, record);
      end(admin, "pg_cancel_backend", "INSERT%");
      assertThat(cancelled.get()).isInstanceOf(AppendResult.Unknown.class);

      // The row can be read now, and still is not safe.
      assertThat(home.log().end()).isEqualTo(record.position());
      CompletableFuture<AppendResult> again = appending(home, maker, record);
      end(admin, "pg_cancel_backend", "UPDATE%");
      assertThat(again.get()).isInstanceOf(AppendResult.Unknown.class);
      CompletableFuture<AppendResult> terminated = appending(home, maker, record);
      end(admin, "pg_terminate_backend", "UPDATE%");
      assertThat(terminated.get()).isInstanceOf(AppendResult.Unknown.class);
      CompletableFuture<SignResult> sign =
          CompletableFuture.supplyAsync(() -> home.log().sign(record.position()));
      end(admin, "pg_cancel_backend", "UPDATE%");
      assertThat(sign.get()).isEqualTo(SignResult.UNKNOWN);

      synchronousStandby(admin, "");
      assertThat(appending(home, maker, record).get()).isInstanceOf(AppendResult.Appended.class);
      assertThat(Writer.all(home.log())).hasSize(2);
    }
  }

  private static CompletableFuture<AppendResult> appending(
      PgHome home, RecordMaker maker, LogRecord record) {
    return CompletableFuture.supplyAsync(() -> home.log().append(2, maker.chain(), record));
  }

  private static void synchronousStandby(Connection admin, String names) throws Exception {
    try (Statement statement = admin.createStatement()) {
      statement.execute("ALTER SYSTEM SET synchronous_standby_names = '" + names + "'");
      statement.execute("SELECT pg_reload_conf()");
    }
    Wait.until(() -> one(admin, "SHOW synchronous_standby_names").equals(names));
  }

  private static void end(Connection admin, String how, String query) {
    Wait.until(() ->
        one(
                admin,
                "SELECT count("
                    + how
                    + "(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query LIKE '"
                    + query
                    + "'")
            .equals("1"));
  }

  private static String one(Connection admin, String query) throws Exception {
    try (Statement statement = admin.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void a_synchronous_replica_that_is_promoted_has_all_that_was_acknowledged() throws Exception {
    PgHome.open(primary.url()).close();
    LocalPostgres standby = standby();
    try (Connection admin = PgFailureTest.admin(primary)) {
      synchronousStandby(admin, "standby");
      Wait.until(() ->
          one(admin, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
              .equals("1"));
    }
    PgHome home = PgHome.open(both(standby));
    open.add(home);
    assertThat(home.promise()).contains("synchronous standbys (standby)");
    try (Writer writer = new Writer(home.log())) {
      Wait.until(() -> writer.count() >= 50);
      primary.stop(LocalPostgres.Stop.IMMEDIATE);
      promote(standby);
      int before = writer.count();
      Wait.until(() -> writer.count() >= before + 20);
      PgFailureTest.check(home.log(), writer.stopped());
    }
  }

  @Test
  void a_replica_that_is_promoted_short_of_records_is_seen_and_can_be_healed() throws Exception {
    PgHome.open(primary.url()).close();
    LocalPostgres standby = standby();
    PgHome home = PgHome.open(both(standby));
    open.add(home);
    RecordMaker maker = new RecordMaker(home.log().identity(), home.log().end());
    LogPosition replicated = maker.append(home.log(), "replicated").position();
    try (Connection admin = PgFailureTest.admin(primary)) {
      Wait.until(() ->
          one(
                  admin,
                  "SELECT count(*) FROM pg_stat_replication"
                      + " WHERE replay_lsn >= pg_current_wal_lsn()")
              .equals("1"));
    }
    standby.stop(LocalPostgres.Stop.FAST);
    List<LogRecord> lost = new ArrayList<>();
    List<byte[]> chains = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      chains.add(maker.chain());
      lost.add(maker.append(home.log(), "lost " + i));
    }
    LogReader reader = home.log().read(lost.getLast().position());
    open.add(reader);
    primary.stop(LocalPostgres.Stop.IMMEDIATE);
    standby.restart();
    promote(standby);

    assertThat(eventually(() -> home.log().end())).isEqualTo(replicated);
    assertThat(eventually(reader::next)).isFalse();
    LogRecord late = maker.batch("behind what was lost");
    // Unknown: it met the old connection.
    assertThat(home.log().append(7, maker.chain(), late)).isInstanceOf(AppendResult.Unknown.class);
    assertThat(home.log().append(7, maker.chain(), late))
        .isEqualTo(new AppendResult.Conflict(replicated));
    // Signs have a connection of their own, which was never used before.
    assertThat(home.log().sign(lost.getLast().position())).isEqualTo(SignResult.PASSED);
    for (int i = 0; i < lost.size(); i++)
      assertThat(home.log().append(lost.get(i).sequence(), chains.get(i), lost.get(i)))
          .isInstanceOf(AppendResult.Appended.class);
    maker.append(home.log(), "after");
    assertThat(reader.next()).isTrue();
    assertThat(Writer.text(reader.record())).isEqualTo("after");
    assertThat(Writer.all(home.log())).hasSize(7);
  }

  @Test
  void a_replica_alone_is_refused_in_words() throws Exception {
    PgHome.open(primary.url()).close();
    LocalPostgres standby = standby();
    assertThatThrownBy(() -> PgHome.open(standby.url()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a replica cannot take records");
  }

  @Test
  void another_server_at_the_same_address_is_refused() throws Exception {
    LocalPostgres other = TestPostgres.start(folder.resolve("other"), Map.of());
    open.add(other);
    // The same password, so that it would let us in.
    String password = PgAddress.parse(primary.url(), Map.of()).password();
    try (Connection admin = PgFailureTest.admin(other);
        Statement statement = admin.createStatement()) {
      statement.execute("ALTER ROLE tidegate PASSWORD '" + password + "'");
    }
    try (UnreliableProxy proxy = new UnreliableProxy(primary.port());
        PgHome home = PgHome.open(TestPostgres.onPort(primary.url(), proxy.port()))) {
      RecordMaker maker = new RecordMaker(home.log().identity(), home.log().end());
      maker.append(home.log(), "here");
      proxy.upstream(other.port());
      proxy.cutAll();
      assertThatThrownBy(() -> eventually(() -> home.log().end()))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("system identifier");
      LogRecord record = maker.batch("there");
      // The first one meets the old connection.
      assertThat(home.log().append(2, maker.chain(), record))
          .isInstanceOf(AppendResult.Unknown.class);
      assertThat(home.log().append(2, maker.chain(), record))
          .isInstanceOfSatisfying(
              AppendResult.Unknown.class,
              unknown -> assertThat(unknown.why()).isInstanceOf(LogRefusedException.class));
    }
  }

  private interface Ask<T> {
    T once() throws IOException;
  }

  /** The first call after a failure meets the old connection. */
  private static <T> T eventually(Ask<T> ask) throws IOException {
    for (int i = 0; i < 20; i++) {
      try {
        return ask.once();
      } catch (LogRefusedException e) {
        throw e;
      } catch (IOException _) {
        Thread.onSpinWait();
      }
    }
    return ask.once();
  }

  private String both(LocalPostgres standby) {
    return primary.url().replace("/postgres", ",127.0.0.1:" + standby.port() + "/postgres");
  }

  private static void promote(LocalPostgres standby) throws Exception {
    try (Connection admin = PgFailureTest.admin(standby)) {
      assertThat(one(admin, "SELECT pg_promote(true, 20)")).isEqualTo("t");
    }
  }

  /** A copy of the primary's data that follows it. */
  private LocalPostgres standby() throws Exception {
    primary.stop(LocalPostgres.Stop.FAST);
    Path copy = folder.resolve("standby");
    copy(folder.resolve("primary"), copy);
    Files.delete(copy.resolve("port"));
    primary.restart();
    PgAddress address = PgAddress.parse(primary.url(), Map.of());
    Files.createFile(copy.resolve("data/standby.signal"));
    Files.writeString(
        copy.resolve("data/postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s application_name=standby'\n"
            .formatted(primary.port(), address.user(), address.password()),
        StandardOpenOption.APPEND);
    LocalPostgres standby = TestPostgres.start(copy, Map.of());
    open.add(standby);
    return standby;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        Path target = to.resolve(from.relativize(path));
        Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
