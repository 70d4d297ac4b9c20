package io.tidegate.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.postgres.UnreliableProxy.Does;
import io.tidegate.store.postgres.local.LocalPostgres;
import io.tidegate.testkit.Wait;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there exactly once, whatever becomes of the server meanwhile. */
class PgFailureTest {
  private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(5);

  @TempDir static Path folder;
  private static LocalPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = TestPostgres.start(folder, Map.of());
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
  }

  @Test
  void a_killed_server_loses_and_doubles_nothing_and_is_used_again_at_once() throws Exception {
    try (PgHome home = PgHome.open(server.url() + "?realm=killed");
        Writer writer = new Writer(home.log())) {
      for (int round = 1; round <= 3; round++) {
        more(writer, 20);
        server.stop(LocalPostgres.Stop.IMMEDIATE);
        server.restart();
        recovered(writer);
      }
      assertThat(writer.unknown()).isPositive();
      check(home.log(), writer.stopped());
    }
  }

  @Test
  void a_server_that_stands_still_for_ten_seconds_loses_and_doubles_nothing() throws Exception {
    try (PgHome home = PgHome.open(server.url() + "?realm=paused");
        Writer writer = new Writer(home.log())) {
      more(writer, 20);
      List<String> processes = processes();
      signal("STOP", processes);
      try {
        long pausedNs = System.nanoTime();
        Wait.until(() -> System.nanoTime() - pausedNs > 10_000_000_000L);
      } finally {
        signal("CONT", processes);
      }
      recovered(writer);
      assertThat(writer.unknown()).isPositive();
      check(home.log(), writer.stopped());
    }
  }

  private static List<String> processes() throws Exception {
    ProcessHandle main = ProcessHandle.of(server.processId()).orElseThrow();
    return Stream.concat(Stream.of(main), main.descendants())
        .map(process -> Long.toString(process.pid()))
        .toList();
  }

  private static void signal(String name, List<String> processes) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    command.addAll(processes);
    // One that ended meanwhile makes this fail, and matters not.
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Test
  void backends_that_are_terminated_lose_and_double_nothing() throws Exception {
    try (PgHome home = PgHome.open(server.url() + "?realm=terminated");
        Writer writer = new Writer(home.log());
        Connection admin = admin(server);
        Statement statement = admin.createStatement()) {
      for (int round = 1; round <= 20; round++) {
        more(writer, 5);
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'tidegate'");
      }
      more(writer, 5);
      check(home.log(), writer.stopped());
    }
  }

  @Test
  void connections_that_are_cut_lose_and_double_nothing() throws Exception {
    Random random = new Random(34);
    try (UnreliableProxy proxy = new UnreliableProxy(server.port());
        PgHome home = PgHome.open(TestPostgres.onPort(server.url(), proxy.port()) + "?realm=cut");
        Writer writer = new Writer(home.log())) {
      List<Does> faults = List.of(Does.CUT_BEFORE_REPLY, Does.CUT_BEFORE_REQUEST);
      for (int round = 1; round <= 30; round++) {
        more(writer, 1 + random.nextInt(5));
        int before = writer.unknown();
        proxy.does(faults.get(random.nextInt(2)));
        Wait.until(() -> writer.unknown() > before);
        proxy.does(Does.PASS);
      }
      more(writer, 5);
      check(home.log(), writer.stopped());
    }
  }

  @Test
  void a_reply_that_never_comes_is_given_up_and_settled() throws Exception {
    try (UnreliableProxy proxy = new UnreliableProxy(server.port());
        PgHome home =
            PgHome.open(TestPostgres.onPort(server.url(), proxy.port()) + "?realm=swallowed");
        Writer writer = new Writer(home.log())) {
      more(writer, 5);
      int before = writer.unknown();
      proxy.does(Does.SWALLOW_REPLIES);
      Wait.until(() -> writer.unknown() > before);
      proxy.does(Does.PASS);
      recovered(writer);
      check(home.log(), writer.stopped());
    }
  }

  private static void more(Writer writer, int records) {
    int until = writer.count() + records;
    Wait.until(() -> writer.count() >= until);
  }

  private static void recovered(Writer writer) {
    long backNs = System.nanoTime();
    more(writer, 5);
    assertThat(Duration.ofNanos(System.nanoTime() - backNs)).isLessThan(RECOVERS_WITHIN);
  }

  /** The reader has checked every chain value, so there are no doubles and no gaps. */
  static void check(Log log, List<LogPosition> acknowledged) throws Exception {
    List<LogPosition> there = Writer.all(log);
    assertThat(there).startsWith(acknowledged.toArray(LogPosition[]::new));
    // The one that was on its way when the writer stopped.
    assertThat(there.size()).isLessThanOrEqualTo(acknowledged.size() + 1);
  }

  static Connection admin(LocalPostgres server) throws SQLException {
    PgAddress address = PgAddress.parse(server.url(), Map.of());
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }
}
