package io.tidegate.store.postgres.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.security.auth.module.UnixSystem;
import io.tidegate.store.log.RecordMaker;
import io.tidegate.store.postgres.PgHome;
import io.tidegate.store.postgres.TestPostgres;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {
  @TempDir Path folder;

  private LocalPostgres start() throws IOException {
    return TestPostgres.start(folder.resolve("postgres"), Map.of());
  }

  @Test
  void what_was_confirmed_survives_a_kill_and_the_address_stays() throws Exception {
    String url;
    try (LocalPostgres server = start()) {
      url = server.url();
      try (PgHome home = PgHome.open(url)) {
        new RecordMaker(home.log().identity(), home.log().end()).append(home.log(), "kept");
      }
      ProcessHandle main = ProcessHandle.of(server.processId()).orElseThrow();
      main.destroyForcibly();
      server.awaitEnd();
      assertThat(server.alive()).isFalse();
      server.restart();
      assertThat(server.url()).isEqualTo(url);
      assertKept(url);
    }
    try (LocalPostgres server = start()) {
      assertKept(server.url());
    }
  }

  private static void assertKept(String url) throws IOException {
    try (PgHome home = PgHome.open(url)) {
      assertThat(home.log().end().sequence()).isEqualTo(1);
    }
  }

  @Test
  void it_keeps_what_it_confirms_asks_for_a_password_and_listens_on_the_loopback_alone()
      throws Exception {
    try (LocalPostgres server = start()) {
      try (Connection connection = connect(server, password(server))) {
        for (String name : List.of("fsync", "full_page_writes", "synchronous_commit"))
          assertThat(show(connection, name)).as(name).isEqualTo("on");
        assertThat(show(connection, "data_checksums")).isEqualTo("on");
      }
      assertThatThrownBy(() -> connect(server, "wrong")).hasMessageContaining("password");
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList())
        for (InetAddress address : each.inetAddresses().toList())
          if (address instanceof Inet4Address && !address.isLoopbackAddress())
            assertThatThrownBy(() -> new Socket(address, server.port()).close())
                .isInstanceOf(IOException.class);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("postgres"))))
          .isEqualTo("rwx------");
      assertThat(server.toString()).doesNotContain(password(server));
    }
  }

  @Test
  void two_have_nothing_to_do_with_each_other_and_one_folder_has_one() throws Exception {
    try (LocalPostgres one = start();
        LocalPostgres two = TestPostgres.start(folder.resolve("second"), Map.of())) {
      assertThat(one.port()).isNotEqualTo(two.port());
      assertThatThrownBy(this::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another process runs");
      assertThatThrownBy(() -> connect(two, password(one))).hasMessageContaining("password");
    }
  }

  @Test
  void one_that_a_killed_process_left_behind_is_ended_first() throws Exception {
    Path home = folder.resolve("postgres");
    long orphan;
    try (LocalPostgres server = start()) {
      orphan = server.processId();
      // Lets go of the folder as a killed process does, and leaves the server.
      server.abandon();
      try (LocalPostgres next = TestPostgres.start(home, Map.of())) {
        assertThat(next.processId()).isNotEqualTo(orphan);
        assertThat(ProcessHandle.of(orphan).map(ProcessHandle::isAlive).orElse(false)).isFalse();
        try (PgHome _ = PgHome.open(next.url())) {
          assertThat(next.alive()).isTrue();
        }
      }
    }
  }

  @Test
  void a_taken_port_is_left_to_whoever_has_it() throws Exception {
    int port;
    try (LocalPostgres server = start()) {
      port = server.port();
    }
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        LocalPostgres server = start()) {
      assertThat(server.port()).isNotEqualTo(port);
    }
  }

  @Test
  void root_without_name_spaces_runs_it_as_nobody() throws Exception {
    Needs.that(new UnixSystem().getUid() == 0, "the test does not run as root");
    Needs.program("setpriv");
    // The folder of the test is root's alone; this one is for anybody.
    Path open = Files.createTempDirectory("tidegate-nobody-");
    try {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path home = open.resolve("postgres");
      for (Unprivileged how : List.of(Unprivileged.AS_NOBODY, Unprivileged.IN_NAME_SPACE)) {
        try (LocalPostgres server =
            LocalPostgres.start(home, TestPostgres.programs(), Map.of(), how)) {
          PgHome.open(server.url()).close();
        }
      }
    } finally {
      PostgresProgram.delete(open);
    }
  }

  @Test
  void a_folder_it_cannot_use_is_told_with_the_reason() throws Exception {
    Path home = folder.resolve("postgres");
    start().close();
    Files.writeString(home.resolve("data/PG_VERSION"), "9.6\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not start")
        .hasMessageContaining("version 9.6");
  }

  @Test
  void its_end_is_clean() throws Exception {
    LocalPostgres server = start();
    long id = server.processId();
    server.close();
    Wait.until(() -> ProcessHandle.of(id).isEmpty());
    assertThat(folder.resolve("postgres/data/postmaster.pid")).doesNotExist();
  }

  private static String password(LocalPostgres server) {
    String url = server.url();
    return url.substring(url.indexOf(':', 12) + 1, url.indexOf('@'));
  }

  private static Connection connect(LocalPostgres server, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres", "tidegate", password);
  }

  private static String show(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + name)) {
      row.next();
      return row.getString(1);
    }
  }
}
