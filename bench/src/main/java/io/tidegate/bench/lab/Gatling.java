package io.tidegate.bench.lab;

import io.tidegate.bench.peer.PeerBuild;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Gatling, with simulations in Java that do what the scripts do.
 *
 * @param jar of the simulations; what they need is beside it
 */
record Gatling(Path jar) implements Generator {

  private static final Pattern REQUESTS = all("([0-9,]+) +\\|[^|\\n]*\\|[^|\\n]*");
  private static final Pattern FAILED = all("[^|\\n]*\\|[^|\\n]*\\| *([0-9,]+) *");

  private static Pattern all(String columns) {
    return Pattern.compile("(?m)^> Global +\\| *" + columns + "$(?![\\s\\S]*^> Global)");
  }

  /**
   * From Maven, where it was not wanted before.
   *
   * @throws IOException if it cannot be had here; the message says why
   */
  static Gatling of(Path home) throws IOException, InterruptedException {
    return new Gatling(PeerBuild.jar(home, "gatling"));
  }

  @Override
  public String name() {
    return "Gatling";
  }

  @Override
  public Run run(Path folder, Path script, String base, int users, double seconds)
      throws IOException, InterruptedException {
    String file = script.getFileName().toString();
    String simulation =
        "peer." + Character.toUpperCase(file.charAt(0)) + file.substring(1, file.indexOf('.'));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Dusers=" + users,
            "-Dseconds=" + Math.round(seconds),
            "-Dbase=" + base,
            "-cp",
            jar + File.pathSeparator + jar.resolveSibling("lib").resolve("*"),
            "io.gatling.app.Gatling",
            "--simulation",
            simulation,
            "--results-folder",
            folder.resolve("gatling").toString(),
            "--no-reports");
    Path said = folder.resolve("said");
    Run run = Generator.watched(command, said, seconds);
    String text = Files.readString(said);
    return run.with(Generator.number(REQUESTS, text), Generator.number(FAILED, text));
  }
}
