package io.tidegate.lab.cli;

import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionSources;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.output.FileFaults;
import io.tidegate.lab.script.JsonTree;
import io.tidegate.lab.script.ScriptException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of all who have a say, each over those before it. */
final class ConsolidatedOptions {

  private ConsolidatedOptions() {}

  /**
   * Those of a file, of the script, of the environment, and of the command line.
   *
   * @throws OptionException if the file cannot be read
   */
  static OptionTree of(
      @Nullable Path config, OptionTree script, OptionTree environment, OptionTree given)
      throws OptionException {
    List<OptionTree> sources = new ArrayList<>();
    if (config != null) sources.add(of(config));
    sources.add(script);
    sources.add(environment);
    sources.add(given);
    return OptionSources.over(sources);
  }

  private static OptionTree of(Path file) throws OptionException {
    String told = "failed to load the configuration file from the local file system: ";
    try {
      return JsonTree.parse(Files.readString(file));
    } catch (IOException e) {
      throw new OptionException(told + file + ": " + FileFaults.why(e));
    } catch (ScriptException e) {
      throw new OptionException(told + file + ": " + e.getMessage());
    }
  }
}
