package io.tidegate.export;

import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Exports a data folder: all sales, offers, concerts, seats, claims, wallets, entries, rooms,
 * tickets and events that there ever were, as they are after the last whole record. Takes no lock
 * and writes nothing into the folder. The memory it needs does not grow with the history, since
 * everything is written to the disk at once.
 *
 * <p>An export is there whole or not at all: it is made beside its place, in a folder {@code
 * .tidegate-export-…}, and renamed when all of it is on the disk.
 */
public final class Export {

  private Export() {}

  /**
   * Exports into one SQLite file.
   *
   * @param data the data folder
   * @param file the file to make
   * @param force whether a file that is there is replaced
   * @throws IOException if the folder cannot be read, is none or is damaged, or the file is there
   *     or cannot be written; the message says which, where and why
   */
  public static ExportSummary toSqlite(Path data, Path file, boolean force) throws IOException {
    FileTarget target = new FileTarget(file, force);
    target.check();
    try (LogReader log = SourceJournal.open(data);
        StagingFolder staging = StagingFolder.beside(file)) {
      Path made = staging.path("export.sqlite");
      ExportSummary exported = fill(log, made, file, true);
      target.take(made);
      return exported;
    }
  }

  /**
   * Exports into a folder, one CSV file for each table.
   *
   * @param data the data folder
   * @param folder the folder to make
   * @param force whether a folder that holds an export is replaced
   * @param bom whether each file begins with a byte order mark, by which a spreadsheet knows UTF-8
   * @throws IOException as {@link #toSqlite}
   */
  public static ExportSummary toCsv(Path data, Path folder, boolean force, boolean bom)
      throws IOException {
    FolderTarget target = new FolderTarget(folder, force);
    target.check();
    try (LogReader log = SourceJournal.open(data);
        StagingFolder staging = StagingFolder.beside(folder)) {
      Path sqlite = staging.path("export.sqlite");
      ExportSummary exported = fill(log, sqlite, folder, false);
      Path made = staging.folder("export");
      try (Database database = Database.open(sqlite)) {
        CsvFiles.write(database, made, bom);
      } catch (SQLException | IOException e) {
        throw notWritten(folder, e);
      }
      target.take(made);
      return exported;
    }
  }

  private static ExportSummary fill(LogReader log, Path sqlite, Path target, boolean indexes)
      throws IOException {
    try (Database database = Database.make(sqlite)) {
      database.script("tables.sql");
      LogPosition end = new LogEvents(log).tell(new Projection(database));
      database.script("finish.sql");
      if (indexes) database.script("indexes.sql");
      MetaTable.write(database, log.identity(), end);
      database.commit();
      return new ExportSummary(end, database.rows());
    } catch (SQLException e) {
      throw notWritten(target, e);
    }
  }

  private static IOException notWritten(Path target, Exception e) {
    // Of what is wrong with SQLite itself, on a platform it has no code for, the cause tells.
    String why = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
    return new IOException(target + " cannot be written: " + e.getMessage() + why, e);
  }
}
