package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.service.DemoData;
import io.tidegate.app.service.FolderBackend;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.view.RoomView;
import io.tidegate.store.journal.JournalObserver;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code seed}: adds concerts, dates and seats to a data folder that no service is using. */
@Command(
    name = "seed",
    description = "Adds concerts, dates and seats; the service must be stopped.",
    mixinStandardHelpOptions = true)
final class SeedCommand implements Callable<Integer> {

  private static final Duration STOP = Duration.ofMinutes(1);

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--concerts",
      paramLabel = "N",
      defaultValue = "500",
      description = "Concerts, 1 to 100,000.")
  private int concerts;

  @Option(
      names = "--dates",
      paramLabel = "N",
      defaultValue = "2",
      description = "Dates of each, 1 to 100.")
  private int dates;

  @Option(
      names = "--seats",
      paramLabel = "N",
      defaultValue = "50",
      description = "Seats of each date, 1 to 25,974.")
  private int seats;

  @Override
  public Integer call() throws Exception {
    within("--concerts", concerts, 100_000);
    within("--dates", dates, 100);
    within("--seats", seats, 26 * 999);
    Config config = options.load(false);
    long startNs = System.nanoTime();
    FolderBackend backend = FolderBackend.start(config, JournalObserver.NONE, EngineObserver.NONE);
    try {
      seed(backend, config.engine().inbox());
    } finally {
      backend.stop(STOP);
    }
    long tookMs = (System.nanoTime() - startNs) / 1_000_000;
    out()
        .printf(
            "Added %,d concerts, %,d dates, %,d seats to %s in %.1f s.%n",
            concerts,
            concerts * dates,
            (long) concerts * dates * seats,
            config.service().data(),
            tookMs / 1e3);
    return 0;
  }

  private void seed(FolderBackend backend, int inbox) throws InterruptedException {
    RoomView room = backend.views().roomNamed("default");
    new DemoData(backend.engine(), inbox, System.currentTimeMillis())
        .seed(room == null ? 0 : room.room(), concerts, dates, seats, this::progress);
  }

  private void progress(long made) {
    out().printf("  %,d of %,d concerts%n", made, concerts);
    out().flush();
  }

  private void within(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          spec.commandLine(), option + " must be in [1, " + most + "], not " + value);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
