package io.tidegate.app;

import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ServiceUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
final class ServiceProcess implements ServiceUnderTest {

  private static final Pattern UP = Pattern.compile("Tidegate is up: (http://\\S+)");
  private static final long SECONDS_MAX = 60;

  private final Process process;
  private final Path said;
  private Path data = Path.of("none");
  private URI uri = URI.create("http://127.0.0.1");

  private ServiceProcess(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /** No process, already ended. */
  static ServiceProcess none() {
    try {
      Process ended = new ProcessBuilder("true").start();
      return new ServiceProcess(ended, Path.of("/dev/null"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The service on a free port, once it says that it is up. */
  static ServiceProcess up(Path data, String... more) throws IOException, InterruptedException {
    return up(List.of(), data, more);
  }

  /**
   * The same under a limit that the shell sets.
   *
   * @param limit such as {@code -n 300}
   */
  static ServiceProcess upWithin(String limit, Path data, String... more)
      throws IOException, InterruptedException {
    return up(List.of("sh", "-c", "ulimit " + limit + "; exec \"$@\"", "sh"), data, more);
  }

  private static ServiceProcess up(List<String> before, Path data, String... more)
      throws IOException, InterruptedException {
    ServiceProcess started = starting(before, data, more);
    started.awaitUp();
    return started;
  }

  /** The service on a free port, which is not up yet. */
  static ServiceProcess starting(Path data, String... more) throws IOException {
    return starting(List.of(), data, more);
  }

  private static ServiceProcess starting(List<String> before, Path data, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("up", "--port", "0", "--gate-port", "none", "--data", data.toString()));
    arguments.addAll(List.of(more));
    ServiceProcess started = start(Main.class, before, arguments);
    started.data = data;
    return started;
  }

  /** A service whose memory is spoilt, as {@link SpoiltService} does it, once it is up. */
  static ServiceProcess spoilt(Path data) throws IOException, InterruptedException {
    ServiceProcess started = start(SpoiltService.class, List.of(), List.of(data.toString()));
    started.data = data;
    started.awaitUp();
    return started;
  }

  /** A command, to its end. */
  static ServiceProcess run(String... arguments) throws IOException, InterruptedException {
    ServiceProcess started = start(Main.class, List.of(), List.of(arguments));
    if (!started.process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      started.kill();
      throw new IllegalStateException("still running: " + started.output());
    }
    return started;
  }

  private static ServiceProcess start(Class<?> program, List<String> before, List<String> arguments)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(java.toString(), "--enable-native-access=ALL-UNNAMED", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    Path said = Files.createTempFile("tidegate-said", ".txt");
    said.toFile().deleteOnExit();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    return new ServiceProcess(process, said);
  }

  /** Returns once it says that it is up. */
  void awaitUp() throws InterruptedException {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (System.nanoTime() < endNs) {
      Matcher up = UP.matcher(output());
      if (up.find() && output().contains("Ctrl-C stops it.")) {
        uri = URI.create(up.group(1));
        return;
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) break;
    }
    process.destroyForcibly();
    throw new IllegalStateException("did not come up: " + output());
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public String adminKey() {
    return RunningService.adminKey(data);
  }

  /** Gets a coupon for a user, or not. */
  Reply coupon(long user) {
    return postJson("/coupon/issue", "{\"userId\":" + user + "}");
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

  /** What it has loaded, as Linux says it. */
  String memoryMaps() throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/maps"));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its end, which comes by itself or after a signal. */
  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS))
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
