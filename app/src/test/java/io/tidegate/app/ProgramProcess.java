package io.tidegate.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program as a process of its own, from the classes under test, with what it said in a file.
 */
class ProgramProcess {

  private static final long SECONDS_MAX = 60;

  private final Process process;
  private final Path said;

  ProgramProcess(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /** A process that has ended. */
  static Process ended() {
    try {
      return new ProcessBuilder("true").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file for what a process says. */
  static Path said() throws IOException {
    Path said = Files.createTempFile("tidegate-said", ".txt");
    said.toFile().deleteOnExit();
    return said;
  }

  /**
   * Starts it.
   *
   * @param before what it is called by, such as a shell
   */
  static Process start(Class<?> program, List<String> before, List<String> arguments, Path said)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(java.toString(), "--enable-native-access=ALL-UNNAMED", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  /**
   * Calls it by a shell that sets a limit.
   *
   * @param limit such as {@code -n 300}
   */
  static List<String> within(String limit) {
    return List.of("sh", "-c", "ulimit " + limit + "; exec \"$@\"", "sh");
  }

  /** Returns once it has said this. */
  Matcher awaitSaid(Pattern words) throws InterruptedException {
    return awaitSaid(words, SECONDS_MAX);
  }

  /** The same for what takes longer on a busy machine. */
  Matcher awaitSaid(Pattern words, long secondsMax) throws InterruptedException {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
    while (System.nanoTime() < endNs) {
      Matcher found = words.matcher(output());
      if (found.find()) return found;
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) break;
    }
    process.destroyForcibly();
    throw new IllegalStateException("did not say " + words + ": " + output());
  }

  /** What it said to the one who started it, in lines of their own. */
  List<String> complaints() {
    return output().lines().filter(line -> line.startsWith("tidegate: ")).toList();
  }

  String output() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Sends a signal, such as {@code HUP}, and does not wait. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its end, which comes by itself or after a signal. */
  void awaitEnd() throws InterruptedException {
    if (process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) return;
    process.destroyForcibly();
    throw new IllegalStateException("still running: " + output());
  }

  /** SIGTERM, and its end. */
  void terminate() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }

  /** SIGKILL, and its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(SECONDS_MAX, TimeUnit.SECONDS);
  }
}
