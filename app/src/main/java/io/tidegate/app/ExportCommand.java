package io.tidegate.app;

import io.tidegate.export.Export;
import io.tidegate.export.ExportSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code export}: everything there ever was, as tables; also while the service runs. */
@Command(
    name = "export",
    description = "Writes everything there ever was as tables; the service may be running.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(multiplicity = "1")
  private Target target = new Target();

  @Option(names = "--force", description = "Replace an export that is there.")
  private boolean force;

  @Option(
      names = "--bom",
      description = "With --csv: begin each file with a byte order mark, for spreadsheets.")
  private boolean bom;

  /** Where to: one of the two. */
  private static final class Target {
    @Option(names = "--sqlite", paramLabel = "FILE", description = "Make one SQLite file.")
    private @Nullable Path sqlite;

    @Option(
        names = "--csv",
        paramLabel = "DIR",
        description = "Make a folder with a CSV file for each table.")
    private @Nullable Path csv;
  }

  @Override
  public Integer call() throws IOException {
    if (bom && target.csv == null) throw wrongUse("--bom needs --csv DIR");
    if (isDash(target.sqlite) || isDash(target.csv))
      throw wrongUse(
          "- is no place for an export, which is put there whole: name a file or folder");
    Path data = options.load(false).service().data();
    long startNs = System.nanoTime();
    ExportSummary exported;
    if (target.sqlite != null) exported = Export.toSqlite(data, target.sqlite, force);
    else if (target.csv != null) exported = Export.toCsv(data, target.csv, force, bom);
    else throw new IllegalStateException("picocli asks for one of the two");
    tell(exported, (System.nanoTime() - startNs) / 1e9);
    return 0;
  }

  /** What other programs take for their output; a file of that name is ./- here. */
  private static boolean isDash(@Nullable Path path) {
    return path != null && path.toString().equals("-");
  }

  private ParameterException wrongUse(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private void tell(ExportSummary exported, double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    exported
        .rows()
        .forEach((table, rows) -> out.println("  %-12s %,15d rows".formatted(table, rows)));
    out.println(
        "Exported %s to %s in %.1f s, as it was behind record %,d at %s."
            .formatted(
                options.load(false).service().data(),
                target.sqlite != null ? target.sqlite : target.csv,
                seconds,
                exported.end().sequence(),
                Instant.ofEpochMilli(exported.end().timeMs())));
    out.flush();
  }
}
