package io.tidegate.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Needs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generators that really have too little of something, as processes of their own against nginx:
 * each names what it was, and nothing else that was not short. CPU may be: these tests have no say
 * in what else their machine does.
 */
@Timeout(120)
class InjectedLimitsTest {

  private static final long SECONDS_MAX = 60;

  /** What does not depend on what else the machine does. */
  private static final Set<Limit> SURE = EnumSet.of(Limit.PORTS, Limit.DESCRIPTORS, Limit.LINK);

  /** Two namespaces, and between them a link that tells nobody how slow it is. */
  private static final String SLOW_LINK =
      """
      ip link set lo up
      unshare -n sleep 60 & other=$!
      until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.05; done
      ip link add v0 type veth peer name v1
      ip link set v1 netns $other
      ip addr add 10.99.0.1/24 dev v0
      ip link set v0 up
      nsenter -t $other -n sh -c 'ip link set lo up; ip addr add 10.99.0.2/24 dev v1; ip link set v1 up'
      tc qdisc add dev v0 root tbf rate 20mbit burst 32kbit latency 50ms
      "$SERVER" -p "$FOLDER" -c "$FOLDER/nginx.conf" & nginx=$!
      sleep 0.5
      nsenter -t $other -n "$@"
      kill $nginx $other
      """;

  private static final String FEW_PORTS =
      """
      ip link set lo up
      echo '40000 40099' >/proc/sys/net/ipv4/ip_local_port_range
      "$SERVER" -p "$FOLDER" -c "$FOLDER/nginx.conf" & nginx=$!
      sleep 0.5
      "$@"
      kill $nginx
      """;

  private static final String FEW_DESCRIPTORS =
      """
      ip link set lo up
      "$SERVER" -p "$FOLDER" -c "$FOLDER/nginx.conf" & nginx=$!
      sleep 0.5
      prlimit --nofile=150 "$@"
      kill $nginx
      """;

  private static final String BUSY_CORE =
      """
      ip link set lo up
      taskset -c 0 sh -c 'while :; do :; done' & spinner=$!
      "$SERVER" -p "$FOLDER" -c "$FOLDER/nginx.conf" & nginx=$!
      sleep 0.5
      nice -n -5 taskset -c 0 "$@"
      kill $nginx $spinner
      """;

  private static final String PLENTY =
      """
      ip link set lo up
      "$SERVER" -p "$FOLDER" -c "$FOLDER/nginx.conf" & nginx=$!
      sleep 0.5
      "$@"
      kill $nginx
      """;

  @TempDir private Path folder;
  private Path nginx;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    nginx = Needs.program("nginx");
    for (String program : List.of("prlimit", "unshare", "nsenter", "taskset", "ip", "tc"))
      Needs.program(program);
    int namespace = new ProcessBuilder("unshare", "-n", "true").start().waitFor();
    Needs.that(namespace == 0, "this user may not make network namespaces");
    Files.write(folder.resolve("big"), new byte[50 * 1024]);
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        user root; daemon off; worker_processes 1; pid %1$s/pid; error_log %1$s/errors;
        events { worker_connections 1000; }
        http { access_log off; keepalive_requests 1000000; server { listen 8080;
          location / { return 200 ok; }
          location /big { alias %1$s/big; } } }
        """
            .formatted(folder));
  }

  @Test
  void few_ports() throws Exception {
    assertThat(limits(FEW_PORTS, 120, 8, "127.0.0.1:8080/", "1")).containsExactly(Limit.PORTS);
  }

  @Test
  void few_descriptors() throws Exception {
    assertThat(limits(FEW_DESCRIPTORS, 200, 4, "127.0.0.1:8080/", "0.5"))
        .containsExactly(Limit.DESCRIPTORS);
  }

  @Test
  void a_slow_link() throws Exception {
    assertThat(limits(SLOW_LINK, 20, 9, "10.99.0.1:8080/big", "0")).containsExactly(Limit.LINK);
  }

  @Test
  void a_core_that_others_keep_busy() throws Exception {
    assertThat(all(BUSY_CORE, 20, 4, "127.0.0.1:8080/", "0"))
        .contains(Limit.CPU)
        .doesNotContainAnyElementsOf(SURE);
  }

  @Test
  void a_generator_that_has_enough_names_nothing() throws Exception {
    assertThat(limits(PLENTY, 10, 4, "127.0.0.1:8080/", "0.1")).isEmpty();
  }

  private List<Limit> limits(String around, int users, int seconds, String target, String sleep)
      throws IOException, InterruptedException {
    return all(around, users, seconds, target, sleep).stream().filter(SURE::contains).toList();
  }

  private List<Limit> all(String around, int users, int seconds, String target, String sleep)
      throws IOException, InterruptedException {
    Path script = folder.resolve("script.js");
    Files.writeString(
        script,
        """
        import http from 'k6/http';
        import { sleep } from 'k6';
        export const options = { vus: %d, duration: '%ds' };
        export default function () {
          http.get('http://%s');
          sleep(%s);
        }
        """
            .formatted(users, seconds, target, sleep));
    Path shell = Files.writeString(folder.resolve("around.sh"), "set -e\n" + around);
    List<String> command = new ArrayList<>(List.of("unshare", "-n", "sh", shell.toString()));
    command.addAll(generator());
    command.addAll(List.of("--quiet", "--no-summary", script.toString()));
    Path said = folder.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().putAll(Map.of("SERVER", nginx.toString(), "FOLDER", folder.toString()));
    Process process = builder.start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String all = Files.readString(said);
    assertThat(process.exitValue()).as(all).isZero();
    return Stream.of(Limit.values()).filter(limit -> all.contains(named(limit))).toList();
  }

  private static String named(Limit limit) {
    return "not a measurement of the target: " + limit.words() + ": ";
  }

  /** With its classes in jars, as they are for users: where no file can be opened any more. */
  private List<String> generator() throws IOException {
    List<String> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1))
      if (!entry.isEmpty())
        path.add(Files.isDirectory(Path.of(entry)) ? jar(Path.of(entry), path.size()) : entry);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String flags =
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx1g --enable-native-access=ALL-UNNAMED"
            + " --sun-misc-unsafe-memory-access=allow";
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(Stream.of(flags.split(" ", -1)).toList());
    command.addAll(List.of("-cp", String.join(File.pathSeparator, path)));
    command.add("io.tidegate.lab.oracle.LabRunner");
    return command;
  }

  private String jar(Path classes, int number) throws IOException {
    Path jar = folder.resolve(String.format(Locale.ROOT, "classes-%d.jar", number));
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    int code =
        tool.run(System.out, System.err, "cf0", jar.toString(), "-C", classes.toString(), ".");
    assertThat(code).isZero();
    return jar.toString();
  }
}
