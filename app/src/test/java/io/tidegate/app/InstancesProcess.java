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

/** {@code up --instances} as a process of its own, on free ports. */
final class InstancesProcess extends ProgramProcess implements ServiceUnderTest {

  private static final Pattern UP =
      Pattern.compile("(?s)Tidegate is up: (http://[^,\\s]+),.*Ctrl-C stops all of it\\.");

  /** PostgreSQL is unpacked and made, and four JVMs start. */
  private static final long START_SECONDS_MAX = 180;

  private final Path data;
  private URI uri = URI.create("http://127.0.0.1");

  private InstancesProcess(Process process, Path said, Path data) {
    super(process, said);
    this.data = data;
  }

  /** No process, already ended. */
  static InstancesProcess none() {
    return new InstancesProcess(ended(), Path.of("/dev/null"), Path.of("none"));
  }

  /** That many instances, once all of them serve. */
  static InstancesProcess up(Path data, int instances) throws IOException, InterruptedException {
    InstancesProcess started = start(data, Integer.toString(instances));
    started.uri = URI.create(started.awaitSaid(UP, START_SECONDS_MAX).group(1));
    return started;
  }

  /** The same, which may not come up. */
  static InstancesProcess start(Path data, String instances) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("up", "--instances", instances));
    arguments.addAll(List.of("--port", "0", "--gate-port", "0", "--data", data.toString()));
    Path said = said();
    return new InstancesProcess(start(Main.class, List.of(), arguments, said), said, data);
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public String adminKey() {
    return RunningService.adminKey(data.resolve("secrets"));
  }

  /** Gets a coupon for a user, or not. */
  Reply coupon(long user) {
    return postJson("/coupon/issue", "{\"userId\":" + user + "}");
  }

  /** Its instances. */
  List<ProcessHandle> instances() {
    return handle().children().filter(InstancesProcess::isJvm).toList();
  }

  /** All that it started, and what they did, and itself. */
  List<ProcessHandle> everything() throws IOException {
    List<ProcessHandle> all = new ArrayList<>(handle().descendants().toList());
    all.add(handle());
    Path postgres = data.resolve("postgres/data/postmaster.pid");
    long main = Long.parseLong(Files.readAllLines(postgres).getFirst().strip());
    ProcessHandle.of(main).ifPresent(all::add);
    return all;
  }

  private ProcessHandle handle() {
    return ProcessHandle.of(pid()).orElseThrow();
  }

  private static boolean isJvm(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
  }
}
