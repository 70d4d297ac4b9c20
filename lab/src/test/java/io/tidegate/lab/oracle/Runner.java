package io.tidegate.lab.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that runs k6 scripts: real k6, or the lab. */
@FunctionalInterface
interface Runner {

  /** Longer takes none of the scripts. */
  int RUN_SECONDS_MAX = 60;

  /** How a run ended, and what it said. */
  record Ended(int exit, String stdout, String stderr) {}

  /**
   * Runs it.
   *
   * @param arguments those of {@code k6 run}; the last is the script
   * @param folder to run in, which is its home too
   */
  Ended run(K6Script script, List<String> arguments, Path folder)
      throws IOException, InterruptedException;
}
