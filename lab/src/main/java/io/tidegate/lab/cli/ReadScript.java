package io.tidegate.lab.cli;

import io.tidegate.lab.engine.ExitCode;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.output.FileFaults;
import io.tidegate.lab.script.BundlingSource;
import io.tidegate.lab.script.Disk;
import io.tidegate.lab.script.Script;
import io.tidegate.lab.script.ScriptBundle;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.script.ScriptFacts;
import io.tidegate.lab.script.ScriptSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads a script for what it says, without running it. */
final class ReadScript {

  private static final int NO_SCRIPT = 255;

  private ReadScript() {}

  /** What is done with it. */
  @FunctionalInterface
  interface Use {
    /**
     * Does it.
     *
     * @param read all that it has read, itself among it
     * @param options its own, or those of its archive
     */
    void with(Path main, ScriptBundle read, OptionTree options) throws IOException, OptionException;
  }

  /** Reads one; the exit code. */
  static int of(ScriptFlags flags, Map<String, String> more, Use use) {
    LogLines log = new LogLines(System.err, LogLines.Format.TEXT, false);
    try {
      ScriptInput input = ScriptInput.of(flags.script(), flags.type(), System.in);
      Map<String, String> env = new TreeMap<>(input.env());
      env.putAll(more);
      env.putAll(flags.env());
      ScriptSettings settings =
          new ScriptSettings(
              env, RunSession.LIBRARIES, new MetricRegistry(), (_, _, _, _) -> {}, log::say);
      BundlingSource source = new BundlingSource(input.source(new Disk(RunSession.LIBRARIES)));
      try (Script script = Script.of(input.main(), source, settings)) {
        ScriptFacts facts = script.read(Script.READ_MAX);
        use.with(script.file(), source.bundle(), input.options(facts.options()));
        return 0;
      }
    } catch (ScriptException e) {
      log.say("error", String.valueOf(e.getMessage()), Map.of("hint", "script exception"));
      return ExitCode.SCRIPT.code();
    } catch (OptionException e) {
      log.say("error", String.valueOf(e.getMessage()));
      return ExitCode.OPTIONS.code();
    } catch (IOException e) {
      log.say("error", FileFaults.text(e));
      return NO_SCRIPT;
    }
  }
}
