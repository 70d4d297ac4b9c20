package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.service.Service;
import io.tidegate.store.journal.Recovery;
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
    String host = config.service().host();
    String url = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + service.port();
    PrintWriter out = spec.commandLine().getOut();
    out.println("Tidegate is up: " + url);
    out.println(
        "  data       "
            + config.service().data().toAbsolutePath().normalize()
            + " ("
            + found(service.backend().recovery())
            + ")");
    out.println(
        "  admin key  "
            + service.keys().adminFile()
            + (service.keys().made() ? " (made just now, readable by you alone)" : ""));
    out.println("  signing    " + service.keys().signingFile().path());
    out.println(
        "  API        "
            + url
            + "/openapi.json, metrics "
            + url
            + "/metrics, problems "
            + url
            + "/problems");
    out.println("Try:");
    out.println("  curl -s -X POST " + url + "/api/v1/user/7/queue/token/issue");
    out.println("  curl -s '" + url + "/api/v1/concerts/query?page=1'");
    out.println(
        "  curl -s -X POST "
            + url
            + "/api/v1/coupon/issue -H 'Content-Type: application/json' -d '{\"userId\":7}'");
    out.println("Ctrl-C stops it.");
    out.flush();
  }

  private static String found(Recovery recovery) {
    if (recovery.end().sequence() == 0) return "new";
    String how = recovery.stoppedCleanly() ? "stopped cleanly" : "recovered after a crash";
    return how + " at record " + recovery.end().sequence() + ", replayed " + recovery.replayed();
  }
}
