package io.tidegate.bench.peer;

import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A server's process, from exec to its end. */
public final class Server implements AutoCloseable {
  private static final long POLL_MS = 2;
  private static final long GOODBYE_SECONDS = 30;

  private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

  static {
    // Whoever ends a bench ends what it started.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> LIVING.forEach(Process::destroyForcibly), "end-servers"));
  }

  private final Process process;
  private final int port;
  private final Path log;
  private final long startNs = System.nanoTime();
  private long readyNs;

  private Server(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param environment beside this process's own
   * @param ready path that is answered with 200 once it is ready; null if it is ready once it
   *     accepts connections
   * @param log file for what it prints
   * @throws IOException if it ends or takes longer than that many seconds; the message has its last
   *     words
   */
  public static Server start(
      List<String> command,
      Map<String, String> environment,
      int port,
      @Nullable String ready,
      Path log,
      int secondsMax)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Server server = new Server(tended(builder.start()), port, log);
    try {
      server.awaitReady(ready, secondsMax);
      return server;
    } catch (IOException | InterruptedException e) {
      server.kill();
      throw e;
    }
  }

  /** The same process, which ends with this one. */
  @SuppressWarnings("FutureReturnValueIgnored") // nothing to hear from it but that it ended
  static Process tended(Process process) {
    LIVING.add(process);
    process.onExit().thenAccept(LIVING::remove);
    return process;
  }

  private void awaitReady(@Nullable String path, int secondsMax)
      throws IOException, InterruptedException {
    while (!(path == null ? accepts() : answers(path))) {
      if (!process.isAlive())
        throw new IOException("it ended with code " + process.exitValue() + ": " + lastWords());
      if (System.nanoTime() - startNs > secondsMax * 1_000_000_000L)
        throw new IOException("not ready after " + secondsMax + " s: " + lastWords());
      Thread.sleep(POLL_MS);
    }
    readyNs = System.nanoTime();
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean answers(String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setReadTimeout(1_000);
      connection.setConnectTimeout(1_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String lastWords() throws IOException {
    List<String> said = Files.readAllLines(log);
    return String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size()));
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** From before exec to its first good answer, ms. */
  public double startMs() {
    return (readyNs - startNs) / 1e6;
  }

  /** Its process. */
  public Process process() {
    return process;
  }

  /** What it has used so far. */
  public Usage usage() {
    return Usage.of(process.toHandle());
  }

  /** What of a JVM's heap is in use, by its own count after a full collection. */
  public long liveHeapBytes() throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> command = List.of(jcmd, Long.toString(process.pid()), "GC.class_histogram");
    String said = Machine.output(command, Path.of("."));
    String[] total = said.substring(said.lastIndexOf('\n') + 1).split(" +", -1);
    if (!total[0].equals("Total")) throw new IOException("no total of the heap: " + said);
    return Long.parseLong(total[2]);
  }

  /** Kills it as {@code kill -9} does, and waits for its end. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Asks it to end, and kills it if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(GOODBYE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      kill();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
