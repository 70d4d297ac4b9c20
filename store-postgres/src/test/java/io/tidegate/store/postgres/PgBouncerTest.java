package io.tidegate.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.home.Member;
import io.tidegate.store.log.LogRefusedException;
import io.tidegate.store.log.RecordMaker;
import io.tidegate.store.log.SignResult;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real PgBouncer in transaction mode: each statement may run on another connection. */
class PgBouncerTest {
  @TempDir Path folder;
  private Process bouncer;
  private String url;

  @BeforeEach
  void start() throws Exception {
    Path program = Needs.program("pgbouncer");
    String direct = TestPostgres.newRealm();
    PgAddress address = PgAddress.parse(direct, Map.of());
    int port = freePort();
    Path settings = folder.resolve("pgbouncer.ini");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        settings,
        """
        [databases]
        * = host=127.0.0.1 port=%d user=%s password=%s
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = 3
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(TestPostgres.shared().port(), address.user(), address.password(), port));
    List<String> command = new ArrayList<>(List.of(program.toString(), settings.toString()));
    if ("root".equals(System.getProperty("user.name"))) command.addAll(1, List.of("-u", "nobody"));
    bouncer =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    url = TestPostgres.onPort(direct, port);
    Wait.until(() -> listens(port));
  }

  private boolean listens(int port) throws Exception {
    assertThat(bouncer.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void end() throws Exception {
    if (bouncer == null) return;
    bouncer.destroyForcibly();
    bouncer.waitFor();
  }

  @Test
  void everything_works_through_it() throws Exception {
    try (PgHome home = PgHome.open(url)) {
      RecordMaker maker = new RecordMaker(home.log().identity(), home.log().end());
      for (int i = 0; i < 30; i++) {
        maker.append(home.log(), "r" + i);
        assertThat(home.log().sign(home.log().end())).isEqualTo(SignResult.COUNTED);
      }
      assertThat(Writer.all(home.log())).hasSize(30);
      home.snapshots().write(home.log().end(), out -> out.room(4).putInt(1));
      assertThat(home.snapshots().newest()).isEqualTo(home.log().end());
      Member self = new Member(UUID.randomUUID(), "one", "", "", "leader", "1", 1, 0);
      for (int i = 0; i < 10; i++) assertThat(home.members().beat(self)).hasSize(1);
    }
  }

  @Test
  void a_role_whose_commits_mean_less_is_refused_since_it_cannot_be_set() throws Exception {
    String database = "bounced_" + System.nanoTime();
    try (Connection admin = PgFailureTest.admin(TestPostgres.shared());
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
      statement.execute("ALTER DATABASE " + database + " SET synchronous_commit = off");
    }
    String to = url.replaceFirst("/postgres\\?", "/" + database + "?");
    assertThatThrownBy(() -> PgHome.open(to))
        .isInstanceOf(LogRefusedException.class)
        .hasMessageContaining("a pooler stands between")
        .hasMessageContaining("synchronous_commit=off");
  }
}
