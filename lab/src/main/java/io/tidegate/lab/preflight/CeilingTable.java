package io.tidegate.lab.preflight;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.recording.Ceiling;
import io.tidegate.lab.recording.Text;
import io.tidegate.lab.watch.LocalPorts;
import io.tidegate.lab.watch.SystemFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the options of a run ask for at most, beside what there is of it. */
final class CeilingTable {

  /** For how long a port that was closed here is not given away again, s. */
  private static final double TIME_WAIT_S = 60;

  /** What frames and heads below HTTP leave of a link. */
  private static final double LINK_PART = 0.94;

  private static final double NS = 1e9;

  private final RunOptions options;
  private final ClientConfig client;
  private final Map<ScenarioOptions, Rehearsal.Cost> costs;
  private final @Nullable TargetProbe target;
  private final double userBytes;
  private final List<Ceiling> all = new ArrayList<>();

  CeilingTable(
      RunOptions options,
      ClientConfig client,
      Map<ScenarioOptions, Rehearsal.Cost> costs,
      @Nullable TargetProbe target,
      double userBytes) {
    this.options = options;
    this.client = client;
    this.costs = costs;
    this.target = target;
    this.userBytes = userBytes;
  }

  List<Ceiling> all() {
    if (!costs.isEmpty()) cpu();
    link();
    ports();
    descriptors();
    memory();
    return all;
  }

  // ---- how much is asked for ----

  private double most(ToDoubleFunction<ScenarioOptions> of) {
    return Demand.most(options.scenarios(), of) * options.share().part();
  }

  private static double users(ScenarioOptions scenario) {
    return scenario.load().usersMost();
  }

  /**
   * Iterations a second at most. Users of a closed model make as many as their sleep and the round
   * trips let them.
   */
  private double perSecond(ScenarioOptions scenario) {
    double open = Demand.perSecond(scenario.load());
    if (!Double.isNaN(open)) return open;
    Rehearsal.Cost cost = cost(scenario);
    double roundTripNs = target == null ? 0 : target.roundTripMs() * 1e6;
    double restNs = options.minIterationDuration().toNanos();
    double ns = Math.max(cost.waitNs() + cost.requests() * roundTripNs + cost.cpuNs(), restNs);
    double perSecond = users(scenario) * NS / Math.max(1, ns);
    double bound =
        options.rps() > 0 && cost.requests() > 0 ? options.rps() / cost.requests() : perSecond;
    return Math.min(perSecond, bound);
  }

  private Rehearsal.Cost cost(ScenarioOptions scenario) {
    Rehearsal.Cost none = new Rehearsal.Cost(0, 0, 0, 1, 0, false);
    return costs.getOrDefault(scenario, none);
  }

  // ---- the rows ----

  private void cpu() {
    int cores = Runtime.getRuntime().availableProcessors();
    double perSecond = most(this::perSecond);
    double part = most(one -> perSecond(one) * cost(one).cpuNs()) / NS / cores;
    double cpuUs = perSecond == 0 ? 0 : part * cores * 1e6 / perSecond;
    double most = cpuUs == 0 ? 0 : cores * 1e6 / cpuUs;
    boolean closed =
        options.scenarios().stream().anyMatch(one -> Double.isNaN(Demand.perSecond(one.load())));
    String own =
        "%s µs of CPU each on %d cores, against a server inside".formatted(digits(cpuUs), cores);
    String ownKorean = "내부 서버를 상대로 잰 반복당 CPU %s µs, 코어 %d개".formatted(digits(cpuUs), cores);
    row(
        "cpu",
        new Text("CPU", "CPU"),
        rate(perSecond),
        rate(most),
        part,
        new Text(
            closed ? own + "; asked: what the users can make at the fewest waits" : own,
            closed ? ownKorean + ". 요구량은 사용자가 가장 적게 기다릴 때" : ownKorean));
  }

  private static Text rate(double perSecond) {
    String number = count(perSecond);
    return new Text(number + " iterations/s", "초당 반복 " + number + "회");
  }

  private void link() {
    if (target == null || target.ip() == null || costs.isEmpty()) return;
    double replyBytes = target.replyBytes();
    double asked = most(one -> perSecond(one) * cost(one).requests()) * replyBytes;
    NetworkInterface through = through(target.ip());
    double speed = through == null ? 0 : bytesPerSecond(through) * LINK_PART;
    if (through == null || isLoopback(through) || speed <= 0) return;
    row(
        "link",
        new Text("link " + through.getName(), "링크 " + through.getName()),
        Text.same(megabytes(asked) + "/s"),
        Text.same(megabytes(speed) + "/s"),
        asked / speed,
        new Text(
            "%s bytes a reply".formatted(count(replyBytes)),
            "응답 하나에 %s바이트".formatted(count(replyBytes))));
  }

  private static @Nullable NetworkInterface through(String ip) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(ip), 9)); // sends nothing
      return NetworkInterface.getByInetAddress(socket.getLocalAddress());
    } catch (IOException _) {
      return null;
    }
  }

  private static boolean isLoopback(NetworkInterface link) {
    try {
      return link.isLoopback();
    } catch (IOException _) {
      return false;
    }
  }

  private static double bytesPerSecond(NetworkInterface link) {
    String megabits = SystemFile.text(Path.of("/sys/class/net", link.getName(), "speed")).strip();
    return megabits.matches("[0-9]+") ? Double.parseDouble(megabits) * 1e6 / 8 : 0;
  }

  private void ports() {
    long ofAddress = LocalPorts.Range.ofMachine().count();
    if (ofAddress <= 0) return;
    double ports = (double) ofAddress * Math.max(1, client.localAddresses().size());
    boolean kept = costs.values().stream().allMatch(cost -> cost.opened() < 0.01);
    double asked =
        kept
            ? connections()
            : most(one -> users(one) + perSecond(one) * cost(one).opened() * TIME_WAIT_S);
    row(
        "ports",
        new Text("local ports", "로컬 포트"),
        Text.same(count(asked)),
        Text.same(count(ports)),
        asked / ports,
        kept
            ? new Text("connections are kept", "연결을 유지합니다")
            : new Text(
                "connections are not kept; a port rests for 60 s behind each",
                "연결을 유지하지 않습니다. 연결마다 포트가 60초 동안 쉽니다"));
  }

  /** Open at once. */
  private double connections() {
    return most(one -> users(one) * cost(one).held());
  }

  private void descriptors() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix))
      return;
    double asked = unix.getOpenFileDescriptorCount() + connections();
    double most = unix.getMaxFileDescriptorCount();
    row(
        "descriptors",
        new Text("open files", "열린 파일"),
        Text.same(count(asked)),
        Text.same(count(most)),
        asked / most,
        new Text("a connection each, and what is open", "연결마다 하나와 이미 열린 것"));
  }

  private void memory() {
    if (Double.isNaN(userBytes)) return;
    double most = Runtime.getRuntime().maxMemory();
    double asked = Rehearsal.heapBytes() + most(CeilingTable::users) * userBytes;
    row(
        "memory",
        new Text("memory", "메모리"),
        Text.same(megabytes(asked)),
        Text.same(megabytes(most)),
        asked / most,
        new Text(
            "%s KB of heap a user, idle".formatted(count(userBytes / 1e3)),
            "쉬는 사용자 한 명에 힙 %s KB".formatted(count(userBytes / 1e3))));
  }

  private void row(String name, Text what, Text asks, Text most, double part, Text how) {
    all.add(new Ceiling(name, what, asks, most, part, how));
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  private static String digits(double number) {
    return String.format(Locale.ROOT, number < 10 ? "%.1f" : "%,.0f", number);
  }

  private static String megabytes(double bytes) {
    return String.format(Locale.ROOT, bytes < 1e7 ? "%,.2f MB" : "%,.0f MB", bytes / 1e6);
  }
}
