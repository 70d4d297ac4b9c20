package io.tidegate.outbox.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A broker of Kafka in a process of its own, from the jars of the test's class path. */
final class KafkaBroker implements AutoCloseable {

  private static final String CLUSTER = "dGlkZWdhdGUtb3V0Ym94MA";

  private final Path folder;
  private final Path settings;
  final int port;
  private @Nullable Process process;

  KafkaBroker(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    port = freePort();
    int controller = freePort();
    settings = folder.resolve("server.properties");
    Files.writeString(
        settings,
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        log.cleaner.dedupe.buffer.size=2097152
        auto.create.topics.enable=false
        """
            .formatted(port, controller, folder.resolve("logs")));
    Process format =
        java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", settings.toString());
    if (format.waitFor() != 0)
      throw new IOException("format: " + Files.readString(folder.resolve("output")));
    start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private Process java(String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()));
    Map<String, String> environment = builder.environment();
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.start();
  }

  /** Starts it, and waits until it listens. */
  void start() throws IOException, InterruptedException {
    process = java("kafka.Kafka", settings.toString());
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!listens()) {
      if (System.nanoTime() > untilNs || !process.isAlive())
        throw new IOException("no broker: " + Files.readString(folder.resolve("output")));
      Thread.sleep(20);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it at once, as a crash does. */
  void kill() {
    Process running = process;
    process = null;
    if (running == null) return;
    running.destroyForcibly();
    try {
      if (!running.waitFor(20, TimeUnit.SECONDS)) throw new IllegalStateException("it stays");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    kill();
    try {
      Files.deleteIfExists(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
