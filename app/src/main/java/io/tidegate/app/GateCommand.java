package io.tidegate.app;

import io.tidegate.app.config.FileLook;
import io.tidegate.app.config.FileWatcher;
import io.tidegate.app.gate.EndpointCheck;
import io.tidegate.app.gate.EndpointCheck.Finding;
import io.tidegate.app.gate.GateFile;
import io.tidegate.app.log.LogFormat;
import io.tidegate.app.log.LogLevel;
import io.tidegate.app.log.ServiceLog;
import io.tidegate.gate.EntryConfig;
import io.tidegate.gate.GateConfig;
import io.tidegate.http.tls.DevCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gate}: starts the gate and stays until Ctrl-C or SIGTERM. */
@Command(
    name = "gate",
    description = "Starts the gate: a load balancer and a waiting room before any web service.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:stopped by SIGTERM or SIGINT; requests under way had up to 10 s to end",
      "1:cannot be started: a file or the port; the message says which and why",
      "2:wrong usage or wrong configuration",
      "3:with --check: the file is right, and an endpoint cannot be reached or is not well"
    })
final class GateCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(GateCommand.class);
  private static final int NOT_REACHABLE = 3;
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final String DEV_TLS_FOLDER = ".dev-tls";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--config", required = true, description = "The gate's file.")
  private Path file = Path.of("gate.yaml");

  @Option(names = "--port", description = "Port to listen on, instead of the file's; 0 for any.")
  private @Nullable Integer port;

  @Option(
      names = "--data",
      description =
          "Folder of the keys, the waiting rooms and the registry, made at the first start:"
              + " ${DEFAULT-VALUE}.")
  private Path data = Path.of("gate-data");

  @Option(
      names = "--dev-tls",
      description =
          "Speak HTTPS with a certificate for localhost that is made for trying out, in the folder"
              + " .dev-tls beside the file.")
  private boolean devTls;

  @Option(
      names = "--check",
      description = "Only say whether the file is right, and try each endpoint.")
  private boolean check;

  @Override
  public Integer call() throws Exception {
    ServiceLog.use(new ServiceLog(LogFormat.TEXT, LogLevel.INFO, System.err));
    FileLook look = FileLook.at(file);
    GateConfig config = read();
    if (check) return check(config);
    CountDownLatch stopped = new CountDownLatch(1);
    OpenGate open = OpenGate.open(config, data);
    try {
      Runnable reload = () -> reload(open);
      Signals.on("HUP", reload);
      Signals.on("TERM", stopped::countDown);
      Signals.on("INT", stopped::countDown);
      say(open, config.entry().certificates().isEmpty() ? "http" : "https");
      try (FileWatcher _ = FileWatcher.start(file, look, reload)) {
        stopped.await();
      }
      return 0;
    } finally {
      open.stop(STOP);
    }
  }

  private void say(OpenGate open, String scheme) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("The gate is open at " + scheme + "://localhost:" + open.gate().port());
    if (open.door() != null) out.println("It shows itself at " + open.door());
    out.println("Connections: " + open.connections().text());
    out.flush();
  }

  private int check(GateConfig config) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(file + " is right.");
    List<Finding> findings = EndpointCheck.of(config);
    findings.forEach(out::println);
    return findings.stream().allMatch(Finding::reachable) ? 0 : NOT_REACHABLE;
  }

  private GateConfig read() {
    GateConfig config = GateFile.read(file);
    Integer other = port;
    GateConfig there = other == null ? config : config.on(other);
    return devTls ? there.entered(devTls()) : there;
  }

  private EntryConfig devTls() {
    try {
      Path folder = file.toAbsolutePath().resolveSibling(DEV_TLS_FOLDER);
      return EntryConfig.tls(List.of(DevCertificate.in(folder)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void reload(OpenGate open) {
    open.sight().reopenLog();
    try {
      open.gate().reload(read());
      LOG.info("{} is read again and holds.", file);
    } catch (RuntimeException | IOException e) {
      LOG.error("{} is not taken over, what held before still holds: {}", file, e.getMessage());
    }
  }
}
