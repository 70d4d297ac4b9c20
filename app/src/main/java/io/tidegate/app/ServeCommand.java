package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.instances.ParentPipe;
import io.tidegate.app.log.ServiceLog;
import io.tidegate.app.service.Service;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: runs one instance of the service, of any number that share a home. */
@Command(
    name = "serve",
    description = "Runs one instance of the service, without a gate.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--demo",
      description = "Demo data in a log that is empty; users top up their wallets.")
  private boolean demo;

  @Option(
      names = "--with-parent",
      hidden = true,
      description = "Stops when the standard input ends; Ctrl-C is the parent's.")
  private boolean withParent;

  @Override
  public Integer call() throws Exception {
    Signals.on("HUP", () -> {}); // there is no log yet to be opened again, nor a reason to end
    ParentPipe parent = withParent ? ParentPipe.watch() : null;
    Config config = options.withoutGate().load(demo);
    ServiceLog.use(new ServiceLog(config.log().format(), config.log().level(), System.err));
    Service service = Service.start(config, demo);
    Shutdown shutdown = Shutdown.of(service);
    Signals.on("HUP", service::reopenLog);
    if (parent != null) {
      Signals.on("INT", () -> {}); // the terminal's Ctrl-C reaches children too, and not in order
      parent.stopBy(shutdown::stop);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("Tidegate serves: http://" + config.service().host() + ":" + service.port());
    out.println("  log        " + service.backend().found());
    out.flush();
    return shutdown.await();
  }
}
