package io.tidegate.bench.scale;

import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.peer.Server;
import io.tidegate.bench.peer.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Debian's Redis: a primary with an append-only file that is forced every second, and a replica
 * where one is wanted. Clients know one port, which the replica takes over when it is promoted, as
 * an address that moves would.
 */
final class Redis implements AutoCloseable {
  private static final int SECONDS_MAX = 20;
  private static final long POLL_MS = 20;

  private final Path folder;
  private final int port;
  private String primaryName = "primary";
  private Server primary;
  private String replicaName = "";
  private @Nullable Server replica;
  private int starts;

  private Redis(Path folder, int port) throws IOException, InterruptedException {
    this.folder = folder;
    this.port = port;
    primary = exec(primaryName, port, List.of());
  }

  /** Whether there is one on this machine. */
  static boolean found() {
    return Machine.has("redis-server") && Machine.has("redis-cli");
  }

  /** Starts a primary on an empty folder. */
  static Redis start(Path folder) throws IOException, InterruptedException {
    return new Redis(folder, Subject.freePort());
  }

  private Server exec(String name, int at, List<String> more)
      throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve(name));
    List<String> command = new ArrayList<>();
    command.add(Machine.where("redis-server"));
    command.addAll(List.of("--port", "" + at, "--bind", "127.0.0.1", "--dir", data.toString()));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""));
    command.addAll(more);
    Path log = folder.resolve(name + "-" + starts++ + ".log");
    Server server = Server.start(command, Map.of(), at, null, log, SECONDS_MAX);
    for (int tries = 0; !cli(at, "ping").equals("PONG"); tries++) {
      if (tries * POLL_MS > SECONDS_MAX * 1_000L) {
        server.kill();
        throw new IOException("Redis is not ready: " + cli(at, "ping"));
      }
      Thread.sleep(POLL_MS);
    }
    return server;
  }

  /** For clients. */
  String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Its version. */
  static String version(Path folder) throws InterruptedException {
    String said = Machine.output(List.of(Machine.where("redis-server"), "--version"), folder);
    return said.replaceAll(".*v=([0-9.]+).*", "Redis $1");
  }

  private String cli(int at, String... words) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("redis-cli", "-p", "" + at));
    command.addAll(List.of(words));
    return Machine.output(command, folder);
  }

  /** Forgets everything. */
  void empty() throws InterruptedException {
    cli(port, "flushall");
  }

  /** Starts a replica, and waits until it has what the primary has. */
  void replicate() throws IOException, InterruptedException {
    int at = Subject.freePort();
    replicaName = "replica-" + at;
    replica = exec(replicaName, at, List.of("--replicaof", "127.0.0.1", "" + port));
    for (int tries = 0;
        !cli(at, "info", "replication").contains("master_link_status:up");
        tries++) {
      if (tries * POLL_MS > SECONDS_MAX * 1_000L)
        throw new IOException("the replica does not follow");
      Thread.sleep(POLL_MS);
    }
  }

  /**
   * Cuts the replica off from the primary. To stop its process would not do: what the primary sent
   * meanwhile lies in the socket's buffer, and is read afterwards.
   */
  void cutReplica() throws IOException, InterruptedException {
    if (replica == null) throw new IllegalStateException("there is no replica");
    expectOk(cli(replica.port(), "replicaof", "no", "one"));
  }

  /** Kills the primary. */
  void kill() {
    primary.kill();
  }

  /** Starts the primary again on what it left. */
  void restart() throws IOException, InterruptedException {
    primary = exec(primaryName, port, List.of());
  }

  /** Makes the replica the primary, at the primary's port. */
  void promote() throws IOException, InterruptedException {
    Server next = replica;
    if (next == null) throw new IllegalStateException("there is no replica");
    expectOk(cli(next.port(), "replicaof", "no", "one"));
    cli(next.port(), "config", "set", "port", "" + port); // closes its own connection
    for (int tries = 0; !cli(port, "ping").equals("PONG"); tries++) {
      if (tries * POLL_MS > SECONDS_MAX * 1_000L)
        throw new IOException("the replica did not take over");
      Thread.sleep(POLL_MS);
    }
    primary = next;
    primaryName = replicaName; // whose folder a restart must read
    replica = null;
  }

  private static void expectOk(String said) throws IOException {
    if (!said.equals("OK")) throw new IOException("Redis said " + said);
  }

  /** Of the primary and the replica. */
  Usage usage() {
    Usage first = primary.usage();
    if (replica == null) return first;
    Usage second = replica.usage();
    return new Usage(
        first.cpuNs() + second.cpuNs(), first.residentBytes() + second.residentBytes());
  }

  @Override
  public void close() {
    primary.kill();
    if (replica != null) replica.kill();
  }
}
