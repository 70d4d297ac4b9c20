package io.tidegate.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.log.LogRefusedException;
import io.tidegate.store.log.RecordMaker;
import io.tidegate.store.postgres.local.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers, roles and tables that break the promise are refused, with the reason. */
class PgSettingsTest {
  private static int databases;

  @Test
  void a_server_without_fsync_or_full_pages_is_refused(@TempDir Path folder) throws Exception {
    try (LocalPostgres server = TestPostgres.start(folder, Map.of("fsync", "off"))) {
      assertThatThrownBy(() -> PgHome.open(server.url()))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("it has fsync=off: a crash of the machine can lose")
          .hasMessageNotContaining("tidegate:");
    }
    try (LocalPostgres server = TestPostgres.start(folder, Map.of("full_page_writes", "off"))) {
      assertThatThrownBy(() -> PgHome.open(server.url()))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("full_page_writes=off");
    }
  }

  @Test
  void a_role_that_would_not_wait_for_the_disk_is_made_to_on_our_connections() throws Exception {
    String url = database("unsafe");
    admin(
        "ALTER ROLE unsafe SET synchronous_commit = off",
        "ALTER ROLE unsafe SET client_min_messages = error");
    try (PgHome home = PgHome.open(url)) {
      // The statement itself asks for both settings.
      new RecordMaker(home.log().identity(), home.log().end()).append(home.log(), "kept");
      assertThat(Writer.all(home.log())).hasSize(1);
    }
  }

  @Test
  void rights_on_the_schema_alone_are_enough() throws Exception {
    String url = database("narrow");
    try (Connection admin = adminOf(url);
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE SCHEMA tidegate");
      statement.execute("REVOKE CREATE ON SCHEMA tidegate, public FROM PUBLIC");
      statement.execute("REVOKE CREATE ON DATABASE " + databaseOf(url) + " FROM narrow");
      statement.execute("GRANT USAGE, CREATE ON SCHEMA tidegate TO narrow");
    }
    try (PgHome home = PgHome.open(url)) {
      new RecordMaker(home.log().identity(), home.log().end()).append(home.log(), "kept");
    }
    try (PgHome home = PgHome.open(url)) {
      assertThat(Writer.all(home.log())).hasSize(1);
    }
  }

  @Test
  void a_table_that_a_crash_would_empty_is_refused() throws Exception {
    String url = database("unlogged");
    PgHome.open(url).close();
    try (Connection admin = adminOf(url);
        Statement statement = admin.createStatement()) {
      statement.execute("ALTER TABLE tidegate.record SET UNLOGGED");
    }
    assertThatThrownBy(() -> PgHome.open(url))
        .isInstanceOf(LogRefusedException.class)
        .hasMessageContaining("UNLOGGED")
        .hasMessageContaining("record");
  }

  @Test
  void a_database_that_is_not_there_is_told_without_the_password() throws Exception {
    String url = TestPostgres.shared().url().replace("/postgres", "/nowhere");
    String password = PgAddress.parse(url, Map.of()).password();
    assertThatThrownBy(() -> PgHome.open(url))
        .hasMessageContaining("nowhere")
        .hasMessageNotContaining(password);
  }

  @Test
  void what_a_commit_means_is_told_in_words() throws Exception {
    try (PgHome home = PgHome.open(TestPostgres.newRealm())) {
      assertThat(home.promise()).contains("one database server").contains("is empty");
    }
    assertThat(PgPromise.words("ANY 1 (a, b)", "on")).contains("ANY 1 (a, b)", "on the disk of");
    assertThat(PgPromise.words("a", "remote_apply")).contains("applied by");
  }

  /** A database with a role that owns nothing but may make a schema. */
  private static synchronized String database(String role) throws Exception {
    String name = role + "_" + System.nanoTime() + "_" + databases++;
    admin(
        "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
        "CREATE DATABASE " + name,
        "GRANT CREATE ON DATABASE " + name + " TO " + role);
    return "postgres://%s:secret@127.0.0.1:%d/%s"
        .formatted(role, TestPostgres.shared().port(), name);
  }

  private static String databaseOf(String url) {
    return PgAddress.parse(url, Map.of()).database();
  }

  private static Connection adminOf(String url) throws Exception {
    PgAddress admin = PgAddress.parse(TestPostgres.shared().url(), Map.of());
    String jdbc = PgAddress.parse(url, Map.of()).jdbcUrl();
    return DriverManager.getConnection(jdbc, admin.user(), admin.password());
  }

  private static void admin(String... statements) throws Exception {
    try (Connection admin = PgFailureTest.admin(TestPostgres.shared())) {
      for (String sql : statements) execute(admin, sql);
    }
  }

  private static void execute(Connection admin, String sql) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }
}
