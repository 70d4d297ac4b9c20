package io.tidegate.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One that runs k6 scripts: k6, or ours.
 *
 * @param command it without options and script
 * @param options that only this one has
 */
record ScriptGenerator(String name, List<String> command, List<String> options)
    implements Generator {

  private static final Pattern REQUESTS =
      Pattern.compile("\"http_reqs\"\\s*:\\s*\\{[^}]*?\"count\"\\s*:\\s*([0-9.e+]+)");
  private static final Pattern FAILED =
      Pattern.compile("\"http_req_failed\"\\s*:\\s*\\{[^}]*?\"passes\"\\s*:\\s*([0-9.e+]+)");

  /** In the folder of a run: its figures, as k6 exports them. */
  static final String SUMMARY = "summary.json";

  @Override
  public Run run(Path folder, Path script, String base, int users, double seconds)
      throws IOException, InterruptedException {
    String length = Math.round(seconds) + "s";
    return run(folder, script, base, seconds, List.of("--vus", "" + users, "--duration", length));
  }

  /**
   * Runs a script.
   *
   * @param seconds how long it lasts
   * @param more options
   */
  Run run(Path folder, Path script, String base, double seconds, List<String> more)
      throws IOException, InterruptedException {
    Path summary = folder.resolve(SUMMARY);
    Files.deleteIfExists(summary);
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("run", "--quiet", "-e", "BASE=" + base));
    all.addAll(options);
    all.addAll(more);
    all.addAll(List.of("--summary-export", summary.toString(), script.toString()));
    Generator.Run run = Generator.watched(all, folder.resolve("said"), seconds);
    String figures = Files.exists(summary) ? Files.readString(summary) : "";
    return run.with(Generator.number(REQUESTS, figures), Generator.number(FAILED, figures));
  }
}
