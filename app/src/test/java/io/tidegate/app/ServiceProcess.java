package io.tidegate.app;

import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ServiceUnderTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The service as a process of its own. */
final class ServiceProcess extends ProgramProcess implements ServiceUnderTest {

  private static final Pattern UP =
      Pattern.compile("(?s)Tidegate is up: (http://\\S+).*Ctrl-C stops it\\.");

  private Path data = Path.of("none");
  private URI uri = URI.create("http://127.0.0.1");

  private ServiceProcess(Process process, Path said) {
    super(process, said);
  }

  /** No process, already ended. */
  static ServiceProcess none() {
    return new ServiceProcess(ended(), Path.of("/dev/null"));
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
    return up(within(limit), data, more);
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
    started.awaitEnd();
    return started;
  }

  private static ServiceProcess start(Class<?> program, List<String> before, List<String> arguments)
      throws IOException {
    Path said = said();
    return new ServiceProcess(start(program, before, arguments, said), said);
  }

  /** Returns once it says that it is up. */
  void awaitUp() throws InterruptedException {
    uri = URI.create(awaitSaid(UP).group(1));
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

  /** What it has loaded, as Linux says it. */
  String memoryMaps() throws IOException {
    return Files.readString(Path.of("/proc/" + pid() + "/maps"));
  }
}
