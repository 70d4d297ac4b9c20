package io.tidegate.lab.cli;

import io.tidegate.lab.engine.ExitCode;
import io.tidegate.lab.output.FileFaults;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.script.ScriptUser;
import io.tidegate.lab.summary.RunSummary;
import io.tidegate.lab.summary.SummaryJson;
import io.tidegate.lab.summary.TextSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the summary of a run to where it is wanted, as the script wants it. */
final class SummaryWriter {

  private final RunSession.SummaryWishes wishes;
  private final LogLines log;
  private final PrintWriter out;

  /** What a script makes of the summary. */
  @FunctionalInterface
  interface Handler {
    ScriptUser.End handleSummary(String json) throws ScriptException, InterruptedException;
  }

  SummaryWriter(RunSession.SummaryWishes wishes, LogLines log, PrintWriter out) {
    this.wishes = wishes;
    this.log = log;
    this.out = out;
  }

  void write(RunSummary summary, Handler script) throws ScriptException, InterruptedException {
    if (wishes.export() != null) export(wishes.export(), summary);
    if (wishes.none()) return;
    switch (script.handleSummary(SummaryJson.forScript(summary))) {
      case ScriptUser.End.Summary own -> write(own.files());
      case ScriptUser.End.Refused refused -> notHandled(refused.message());
      case ScriptUser.End.Failed failed -> {
        log.say("error", failed.message(), RunSession.hint(ExitCode.SCRIPT));
        out.println(TextSummary.of(summary));
      }
      case ScriptUser.End.Done _, ScriptUser.End.Stopped _, ScriptUser.End.Aborted _ ->
          out.println(TextSummary.of(summary));
    }
    out.flush();
  }

  /** As in k6, a disk that fails at the end changes nothing of how the run ended. */
  private void export(Path file, RunSummary summary) {
    try {
      Files.writeString(file, SummaryJson.forExport(summary));
    } catch (IOException e) {
      notSaved(List.of(unsaved(file.toString(), FileFaults.why(e))));
    }
  }

  private static String unsaved(String name, String why) {
    return "\n\t- could not open '" + name + "': " + why;
  }

  private void notSaved(List<String> failed) {
    notHandled("Could not save some summary information:" + String.join("", failed));
  }

  private void notHandled(String why) {
    log.say("error", "failed to handle the end-of-test summary", Map.of("error", why));
  }

  /** What the script makes of the summary: for files, and for the process's own streams. */
  private void write(Map<String, byte[]> files) {
    List<String> failed = new ArrayList<>();
    files.forEach((name, bytes) -> {
      try {
        switch (name) {
          case "stdout" -> out.print(new String(bytes, StandardCharsets.UTF_8));
          case "stderr" -> System.err.print(new String(bytes, StandardCharsets.UTF_8));
          default -> Files.write(Path.of(name), bytes);
        }
      } catch (IOException e) {
        failed.add(unsaved(name, FileFaults.why(e)));
      } catch (InvalidPathException e) {
        failed.add(unsaved(name, e.getReason()));
      }
    });
    if (!failed.isEmpty()) notSaved(failed);
  }
}
