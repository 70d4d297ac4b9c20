package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.instances.InstanceRange;
import io.tidegate.app.log.ServiceLog;
import io.tidegate.app.service.Service;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code up}: starts the service and stays until Ctrl-C or SIGTERM, or until its engine fails. */
@Command(
    name = "up",
    description = "Starts the service.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:stopped by SIGTERM or SIGINT; everything accepted is finished and on disk",
      "1:cannot be started: a folder, a file or the port; the message says which and why",
      "2:wrong usage or wrong configuration",
      "70:a fault of the program ended it, which the log describes; start it anew",
      "74:the disk failed while it ran; start it anew",
      "143:SIGTERM came before it was up, or not everything accepted was finished in time"
    })
final class UpCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(UpCommand.class);

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--empty", description = "No demo data; users do not top up their wallets.")
  private boolean empty;

  @Option(
      names = "--instances",
      paramLabel = "N",
      description =
          "Runs N instances as processes of their own, in [1, 16], with a PostgreSQL that they share"
              + " (or that of --store) and the gate before them; A..B begins with A.")
  private @Nullable String instances;

  @Override
  public Integer call() throws Exception {
    Signals.on("HUP", () -> {}); // there is no log yet to be opened again, nor a reason to end
    Config config = options.load(!empty);
    ServiceLog.use(new ServiceLog(config.log().format(), config.log().level(), System.err));
    warnIfOpenToOthers(config);
    boolean demo = !empty && options.file() == null;
    if (instances != null) {
      PrintWriter out = spec.commandLine().getOut();
      return new UpInstances(config, options.file(), demo, range(instances), out).run();
    }
    Service service = Service.start(config, demo);
    Shutdown shutdown = Shutdown.of(service);
    Signals.on("HUP", service::reopenLog);
    warnOfVoidTickets(service);
    say(config, service);
    return shutdown.await();
  }

  private InstanceRange range(String text) {
    try {
      return InstanceRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--instances " + e.getMessage(), e);
    }
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

  private void say(Config config, Service service) {
    PrintWriter out = spec.commandLine().getOut();
    new Banner(config, service).lines().forEach(out::println);
    out.flush();
  }
}
