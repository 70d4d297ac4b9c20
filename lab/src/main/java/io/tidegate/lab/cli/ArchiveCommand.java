package io.tidegate.lab.cli;

import io.tidegate.lab.archive.ScriptArchive;
import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.script.ScriptBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lab archive}: a script with all that it reads in one file. */
@Command(
    name = "archive",
    description = "Writes a script, with all that it reads, into one file that lab and k6 run.",
    mixinStandardHelpOptions = true)
final class ArchiveCommand implements Callable<Integer> {

  private static final String STDOUT = "-";

  @Mixin private ScriptFlags script = new ScriptFlags();

  @Mixin private OptionFlags options = new OptionFlags();

  @Option(
      names = {"-c", "--config"},
      description = "Options as a JSON file.")
  private @Nullable Path config;

  @Option(
      names = {"-O", "--archive-out"},
      defaultValue = "archive.tar",
      description = "The file, by default ${DEFAULT-VALUE}; - for standard output.")
  private String out = "archive.tar";

  @Option(names = "--exclude-env-vars", description = "Keeps what -e says out of the archive.")
  private boolean excludeEnv;

  @Override
  public Integer call() {
    return ReadScript.of(script, Map.of(), this::write);
  }

  private void write(Path main, ScriptBundle read, OptionTree own)
      throws IOException, OptionException {
    OptionTree all =
        ConsolidatedOptions.of(config, own, EnvironmentOptions.of(System.getenv()), options.tree());
    RunOptions.of(all);
    Map<String, @Nullable Object> json = OptionsJson.of(all);
    if (json.get("summaryTrendStats") == null)
      json.put("summaryTrendStats", RunOptions.TREND_STATS);
    if (json.get("systemTags") == null)
      json.put("systemTags", List.copyOf(new TreeSet<>(RunOptions.SYSTEM_TAGS)));
    ScriptArchive archive =
        new ScriptArchive(main, read.byAllNames(), all, excludeEnv ? Map.of() : script.env());
    if (out.equals(STDOUT)) {
      archive.write(json, System.currentTimeMillis(), System.out);
      return;
    }
    try (OutputStream to = Files.newOutputStream(Path.of(out))) {
      archive.write(json, System.currentTimeMillis(), to);
    }
  }
}
