package io.tidegate.bench.link;

import io.tidegate.bench.load.OpenLoop;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.machine.Machine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Asks for a page over a {@link Link}: a process of its own, since a process is in one namespace.
 * Its arguments are port, path, coding, connections, seconds and the rate, 0 for as fast as replies
 * come; it prints one line of figures.
 */
public final class LinkLoad {

  private static final String FIGURES = "figures ";
  private static final int READY_SECONDS = 60;

  private LinkLoad() {}

  /**
   * What it found.
   *
   * @param perSecond replies a second
   * @param errors of requests that were sent or should have been
   */
  public record Figures(
      double perSecond, long errors, double p50, double p99, double p999, double max) {}

  /** One load: who asks for what, how fast. */
  public record Load(int port, String path, String coding, int connections, double perSecond) {}

  /** Runs a load on the asking side of a link. */
  public static Figures run(Link link, Path folder, Load load, double seconds)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(link.asking());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LinkLoad.class.getName());
    command.addAll(List.of(String.valueOf(load.port), load.path, load.coding));
    command.addAll(
        List.of(
            String.valueOf(load.connections),
            String.valueOf(seconds),
            String.valueOf(load.perSecond)));
    String said = Machine.output(command, folder);
    return said.lines()
        .filter(line -> line.startsWith(FIGURES))
        .findFirst()
        .map(LinkLoad::parsed)
        .orElseThrow(() -> new IOException("the load on the line failed: " + said));
  }

  private static Figures parsed(String line) {
    String[] f = line.substring(FIGURES.length()).split(" ", -1);
    return new Figures(
        Double.parseDouble(f[0]),
        Long.parseLong(f[1]),
        Double.parseDouble(f[2]),
        Double.parseDouble(f[3]),
        Double.parseDouble(f[4]),
        Double.parseDouble(f[5]));
  }

  /** The process itself. */
  public static void main(String[] args) throws IOException, InterruptedException {
    InetSocketAddress server = new InetSocketAddress(Link.SERVER, Integer.parseInt(args[0]));
    awaitReady(server);
    RequestTemplate ask = RequestTemplate.get(args[1], "Accept-Encoding: " + args[2]);
    OpenLoopResult one =
        OpenLoop.run(
            server,
            List.of(ask),
            new Users(),
            Integer.parseInt(args[3]),
            Double.parseDouble(args[5]),
            Double.parseDouble(args[4]),
            200);
    System.out.printf(
        Locale.ROOT,
        FIGURES + "%.1f %d %.3f %.3f %.3f %.3f%n",
        one.outcome().perSecond(),
        one.outcome().errors(),
        one.ms(50),
        one.ms(99),
        one.ms(99.9),
        one.ms(100));
  }

  private static void awaitReady(InetSocketAddress server)
      throws IOException, InterruptedException {
    long endNs = System.nanoTime() + READY_SECONDS * 1_000_000_000L;
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(server, 1_000);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > endNs) throw e;
        Thread.sleep(50);
      }
    }
  }
}
