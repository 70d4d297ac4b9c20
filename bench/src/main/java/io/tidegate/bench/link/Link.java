package io.tidegate.bench.link;

import io.tidegate.bench.machine.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two network namespaces and a line between them of {@value #MBIT} Mbit/s each way, by a
 * token-bucket filter at either end. Nothing of it is reachable from outside of the two, and
 * nothing is left of it when this is closed or the process ends. Needs root and iproute2.
 */
public final class Link implements AutoCloseable {

  /** Width of the line, each way. */
  public static final int MBIT = 100;

  /** Where a server on the line listens. */
  public static final String SERVER = "10.213.7.1";

  private static final String CLIENT = "10.213.7.2";

  private final Path folder;
  private final String serving;
  private final String asking;
  private final Thread atEnd = new Thread(this::remove, "remove-link");

  private Link(Path folder) {
    this.folder = folder;
    String name = "tidegate-" + ProcessHandle.current().pid();
    serving = name + "-s";
    asking = name + "-c";
  }

  /** Why there can be none on this machine; empty if there can. */
  public static String missing() {
    if (!Machine.has("ip") || !Machine.has("tc")) return "iproute2 (`apt-get install iproute2`)";
    return "root".equals(System.getProperty("user.name")) ? "" : "root, to make namespaces";
  }

  /**
   * Lays the line.
   *
   * @throws IOException if the machine does not allow it; nothing is left then
   */
  public static Link lay(Path folder) throws IOException, InterruptedException {
    Link link = new Link(folder);
    Runtime.getRuntime().addShutdownHook(link.atEnd);
    try {
      link.lay();
      return link;
    } catch (IOException | InterruptedException e) {
      link.close();
      throw e;
    }
  }

  private void lay() throws IOException, InterruptedException {
    String ours = "tgs" + ProcessHandle.current().pid();
    String theirs = "tgc" + ProcessHandle.current().pid();
    for (String namespace : List.of(serving, asking)) {
      run("ip", "netns", "add", namespace);
      run("ip", "-n", namespace, "link", "set", "lo", "up");
    }
    // Both ends are born within the namespaces, so the machine's own network never has them.
    run(
        "ip", "-n", serving, "link", "add", ours, "type", "veth", "peer", "name", theirs, "netns",
        asking);
    end(serving, ours, SERVER);
    end(asking, theirs, CLIENT);
  }

  private void end(String namespace, String device, String address)
      throws IOException, InterruptedException {
    run("ip", "-n", namespace, "address", "add", address + "/30", "dev", device);
    run("ip", "-n", namespace, "link", "set", device, "up");
    run(
        "tc",
        "-n",
        namespace,
        "qdisc",
        "add",
        "dev",
        device,
        "root",
        "tbf",
        "rate",
        MBIT + "mbit",
        "burst",
        "32kbit",
        "latency",
        "400ms");
  }

  /** What stands before a command so that it runs where servers are. */
  public List<String> serving() {
    return List.of(Machine.where("ip"), "netns", "exec", serving);
  }

  /** What stands before a command so that it runs where clients are. */
  public List<String> asking() {
    return List.of(Machine.where("ip"), "netns", "exec", asking);
  }

  private void run(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(command));
    all.set(0, Machine.where(command[0]));
    String said = Machine.output(all, folder);
    if (!said.isEmpty()) throw new IOException(String.join(" ", command) + ": " + said);
  }

  /** With a namespace goes the interface in it, and with that the other end. */
  private void remove() {
    for (String namespace : List.of(serving, asking)) {
      try {
        Machine.output(List.of(Machine.where("ip"), "netns", "delete", namespace), folder);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException _) {
      // The process ends already; removing twice does no harm.
    }
  }
}
