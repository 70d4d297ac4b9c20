package io.tidegate.lab.agent;

import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lab in a process of its own, and what it said. */
final class LabProcess implements AutoCloseable {

  private static final Pattern LISTENS = Pattern.compile("waits for runs at (\\S+)");
  private static final int SECONDS_MOST = 60;

  private final Process process;
  private final Path said;

  private LabProcess(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /** Starts one, with more in its environment. */
  static LabProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                LabMain.class.getName()));
    all.addAll(List.of(arguments));
    Path said = Files.createTempFile(folder, "said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().putAll(environment);
    return new LabProcess(builder.start(), said);
  }

  /** An agent that has begun to listen. */
  static LabProcess agent(Path folder) throws IOException {
    return agent(folder, Map.of());
  }

  static LabProcess agent(Path folder, Map<String, String> environment) throws IOException {
    LabProcess agent = start(folder, environment, "agent", "--listen", "127.0.0.1:0");
    Wait.until(() -> LISTENS.matcher(agent.said()).find());
    return agent;
  }

  /** Where an agent listens. */
  String address() throws IOException {
    Matcher found = LISTENS.matcher(said());
    if (!found.find()) throw new AssertionError("it does not listen: " + said());
    return found.group(1);
  }

  String said() throws IOException {
    return Files.readString(said);
  }

  /** Its exit code, once it has ended. */
  int exit() throws InterruptedException {
    if (!process.waitFor(SECONDS_MOST, TimeUnit.SECONDS)) throw new AssertionError("still running");
    return process.exitValue();
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
