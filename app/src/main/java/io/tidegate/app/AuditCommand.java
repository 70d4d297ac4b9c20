package io.tidegate.app;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.audit.pack.SalePack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code audit}: recounts everything from the journal alone, also while the service
 * runs.
 */
@Command(
    name = "audit",
    description = "Recounts everything from the journal alone; the service may be running.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:sound, as far as the journal reaches: the first line says how far that is",
      "1:not sound: something that always holds did not",
      "2:no journal that can be read, a damaged one, or a pack that cannot be written",
      "3:sound, but the last record cannot be read; it may have been acknowledged"
    })
final class AuditCommand implements Callable<Integer> {
  private static final int NOT_SOUND = 1;
  private static final int UNREADABLE = 2;
  private static final int UNREADABLE_END = 3;

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Write the whole report as one JSON object.")
  private boolean json;

  @Option(
      names = "--pack",
      arity = "2",
      paramLabel = "SALE DIR",
      hideParamSyntax = true,
      description = "Write the audit pack of this sale, by its id, into this new folder.")
  private List<String> pack = List.of();

  @Option(
      names = "--pseudonyms",
      description = "With --pack: name users by pseudonyms that nobody can undo.")
  private boolean pseudonyms;

  @Override
  public Integer call() {
    if (pack.size() > 2) throw wrongUse("--pack comes once: one sale, one folder");
    long sale = pack.isEmpty() ? 0 : sale(pack.getFirst());
    if (!pack.isEmpty() && pack.getLast().equals("-"))
      throw wrongUse("- is no place for a pack: name a folder");
    if (pack.isEmpty() && pseudonyms) throw wrongUse("--pseudonyms needs --pack SALE DIR");
    try {
      Path data = options.load(false).service().data();
      AuditReport report =
          pack.isEmpty()
              ? Auditor.audit(data)
              : SalePack.write(data, sale, Path.of(pack.getLast()), pseudonyms);
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? report.toJson() + System.lineSeparator() : report.toText());
      out.flush();
      if (!report.sound()) return NOT_SOUND;
      return report.journal().unreadable() == null ? 0 : UNREADABLE_END;
    } catch (IOException e) {
      spec.commandLine().getErr().println("tidegate: " + Main.reason(e));
      return UNREADABLE;
    }
  }

  private long sale(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw wrongUse("--pack needs the id of a sale, not \"" + id + "\"");
    }
  }

  private ParameterException wrongUse(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
