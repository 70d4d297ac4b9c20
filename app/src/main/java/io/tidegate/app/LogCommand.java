package io.tidegate.app;

import io.tidegate.store.journal.JournalLog;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogCopy;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.postgres.PgHome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code log}: takes a log from one home to another. */
@Command(
    name = "log",
    description = "Takes a log from one home to another.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class LogCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** A home that is open: what is closed, and the log in it. */
  private record Open(Closeable home, Log log, String name) implements Closeable {
    @Override
    public void close() throws IOException {
      home.close();
    }
  }

  @Command(
      name = "copy",
      description = {
        "Moves a log: every record with every chain value, and then a last one in FROM that says where it has gone,"
            + " so that it never goes on there.",
        "A home is a data folder or a URL such as postgres://user@host:5432/db. Nobody may serve from FROM meanwhile."
      },
      mixinStandardHelpOptions = true)
  int copy(
      @Parameters(paramLabel = "FROM", description = "Where the log is.") String from,
      @Parameters(
              paramLabel = "TO",
              description = "Where it goes: nothing is there yet, or the first part of it.")
          String to,
      @Option(
              names = "--keep",
              description =
                  "Copies only: FROM goes on, and the copy is for reading, say for audit.")
          boolean keep)
      throws IOException {
    try (Open source = open(from, null);
        Open target = open(to, source.log().identity())) {
      LogPosition end =
          keep
              ? LogCopy.copy(source.log(), target.log())
              : LogCopy.move(source.log(), target.log(), target.name(), System.currentTimeMillis());
      if (target.log() instanceof JournalLog files) files.closeVouched();
      spec.commandLine()
          .getOut()
          .printf(
              "%s to %s: record %d, chain %s%n",
              keep ? "Copied" : "Moved", target.name(), end.sequence(), end.chain());
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  /**
   * Opens a home.
   *
   * @param copied the log that is to come there; null for one that is there
   */
  private static Open open(String where, @Nullable LogIdentity copied) throws IOException {
    if (PgHome.isOne(where)) {
      PgHome home = PgHome.open(where, copied);
      return new Open(home, home.log(), home.name());
    }
    Path folder = Path.of(where);
    JournalLog files =
        copied == null ? JournalLog.openFolder(folder) : JournalLog.openCopy(folder, copied);
    return new Open(files, files, folder.toAbsolutePath().normalize().toString());
  }
}
