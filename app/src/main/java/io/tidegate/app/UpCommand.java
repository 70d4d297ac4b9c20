package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.service.Service;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code up}: starts the service and stays until Ctrl-C or SIGTERM. */
@Command(name = "up", description = "Starts the service.", mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(UpCommand.class);

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--empty", description = "No demo data; wallets are not charged by their users.")
  private boolean empty;

  @Override
  public Integer call() throws Exception {
    Config config = options.load(!empty);
    warnIfOpenToOthers(config);
    Service service = Service.start(config, !empty && options.file() == null);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(service, stopped), "stop"));
    warnOfVoidTickets(service);
    say(config, service);
    stopped.await();
    return 0;
  }

  private static void warnIfOpenToOthers(Config config) throws UnknownHostException {
    String host = config.service().host();
    if (InetAddress.getByName(host).isLoopbackAddress()) return;
    LOG.warn(
        "{} lets other machines in, and `identity: trusted` believes whoever calls: let only your own backend reach it.",
        host);
  }

  /** A folder that was in use and lost its signing keys. */
  private static void warnOfVoidTickets(Service service) {
    if (!Banner.ticketsAreVoid(service)) return;
    LOG.warn(
        "{} was not there: the tickets given out before are void, and everybody in a room has to join"
            + " again. To keep them, stop the service and put the file back from a backup.",
        service.keys().signingFile().path());
  }

  private static void stop(Service service, CountDownLatch stopped) {
    try {
      boolean finished = service.stop();
      LOG.info(
          finished
              ? "Stopped; everything accepted is finished and on disk."
              : "Stopped before everything accepted was finished; what was answered is on disk.");
    } catch (InterruptedException e) {
      LOG.warn("Stopping was interrupted; what was answered is on disk.");
    }
    stopped.countDown();
  }

  private void say(Config config, Service service) {
    PrintWriter out = spec.commandLine().getOut();
    new Banner(config, service).lines().forEach(out::println);
    out.flush();
  }
}
