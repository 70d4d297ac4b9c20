package io.tidegate.app;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code audit}: recounts everything from the journal alone, also while the service runs. */
@Command(
    name = "audit",
    description = "Recounts everything from the journal alone; the service may be running.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:sound",
      "1:not sound: something that always holds did not",
      "2:no journal that can be read, or a damaged one"
    })
final class AuditCommand implements Callable<Integer> {
  private static final int NOT_SOUND = 1;
  private static final int UNREADABLE = 2;

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Write the whole report as one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    try {
      AuditReport report = Auditor.audit(options.load(false).service().data());
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? report.toJson() + System.lineSeparator() : report.toText());
      out.flush();
      return report.sound() ? 0 : NOT_SOUND;
    } catch (IOException e) {
      spec.commandLine().getErr().println("tidegate: " + Main.reason(e));
      return UNREADABLE;
    }
  }
}
