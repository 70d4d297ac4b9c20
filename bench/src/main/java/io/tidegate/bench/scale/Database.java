package io.tidegate.bench.scale;

import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.scale.ScaleSubject.Issued;
import io.tidegate.store.postgres.local.LocalPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of its own with the durability that PostgreSQL has unless told otherwise. */
final class Database implements AutoCloseable {
  private final LocalPostgres server;

  private Database(LocalPostgres server) {
    this.server = server;
  }

  /**
   * Starts one on an empty folder. Beside what makes it durable it only notes when each transaction
   * was committed.
   *
   * @param programs where the program is unpacked, once for all runs
   */
  static Database start(Path data, Path programs) throws IOException {
    Map<String, String> settings = Map.of("track_commit_timestamp", "on");
    return new Database(LocalPostgres.start(data, programs, settings));
  }

  /** For clients of JDBC, with its password. */
  String url() {
    URI address = URI.create(server.url());
    String[] who = address.getUserInfo().split(":", 2);
    return "jdbc:postgresql://127.0.0.1:%d%s?user=%s&password=%s"
        .formatted(address.getPort(), address.getPath(), who[0], who[1]);
  }

  /** For our instances, with its password. */
  String storeUrl() {
    return server.url();
  }

  /** Its version and what makes it durable. */
  String describe() throws IOException {
    return "PostgreSQL %s (fsync %s, synchronous_commit %s, full_page_writes %s)"
        .formatted(
            ask("show server_version"),
            ask("show fsync"),
            ask("show synchronous_commit"),
            ask("show full_page_writes"));
  }

  private String ask(String sql) throws IOException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IOException(sql + ": " + e.getMessage(), e);
    }
  }

  /** Drops everything that was made in it. */
  void empty() throws IOException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema public cascade");
      statement.execute("drop schema if exists tidegate cascade");
      statement.execute("create schema public");
      statement.execute("checkpoint"); // what the last one wrote is no load of the next one
    } catch (SQLException e) {
      throw new IOException("cannot empty the database: " + e.getMessage(), e);
    }
  }

  /** The claims of an offer in the peers' table, with the time of each one's commit. */
  List<Issued> claims(long offer) throws IOException {
    String sql =
        "select user_id, (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000000)::bigint"
            + " from claim where offer_id = ?";
    try (Connection connection = DriverManager.getConnection(url());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, offer);
      try (ResultSet rows = statement.executeQuery()) {
        List<Issued> claims = new ArrayList<>();
        while (rows.next()) claims.add(new Issued(rows.getLong(1), rows.getLong(2)));
        return claims;
      }
    } catch (SQLException e) {
      throw new IOException("cannot read the claims: " + e.getMessage(), e);
    }
  }

  /**
   * When the records of our log were committed, µs since the epoch, by their own times in ms; of
   * records with the same time the last.
   */
  Map<Long, Long> commits() throws IOException {
    String sql =
        "select at_ms, max(extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000000)::bigint from tidegate.record group by at_ms";
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Map<Long, Long> commits = new HashMap<>();
      while (rows.next()) commits.put(rows.getLong(1), rows.getLong(2));
      return commits;
    } catch (SQLException e) {
      throw new IOException("cannot read the records: " + e.getMessage(), e);
    }
  }

  /** Of the postmaster and all below it. */
  Usage usage() {
    return ProcessHandle.of(server.processId()).map(Usage::of).orElse(new Usage(0, 0));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
