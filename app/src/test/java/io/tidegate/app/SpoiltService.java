package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.service.FolderBackend;
import io.tidegate.app.service.Service;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.SaleView;
import io.tidegate.testkit.Wait;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A program: the service with the demo data, and a row of sale 2 that no view can be made of. */
final class SpoiltService {

  private SpoiltService() {}

  /**
   * Runs until the service ends.
   *
   * @param args the data folder
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = Map.of("--data", args[0], "--port", "0", "--gate-port", "none");
    Config config = ConfigLoader.load(Config.DEMO, null, Map.of(), options);
    Service service = Service.start(config, true);
    Wait.until(() -> isOpen(service.backend().views().sale(2)));
    var sales = ((FolderBackend) service.backend()).store().state().sale().rows().get("sales");
    Objects.requireNonNull(sales).set(2, 2, 99);
    Shutdown shutdown = Shutdown.of(service);
    System.out.println("Tidegate is up: http://127.0.0.1:" + service.port());
    System.out.println("Ctrl-C stops it.");
    System.exit(shutdown.await());
  }

  private static boolean isOpen(@Nullable SaleView sale) {
    return sale != null && sale.state() == SaleState.OPEN;
  }
}
