package io.tidegate.api;

import io.tidegate.api.call.Routes;
import io.tidegate.api.http.Exchange;
import io.tidegate.api.http.Handler;
import io.tidegate.api.http.Router;
import io.tidegate.engine.Engine;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.engine.view.Views;
import java.util.List;

/** The whole API as one handler: every route there is, assembled in one place. Any thread. */
public final class Api implements Handler {

  private final Router router;

  /**
   * @param engine started, or about to be
   * @param views the views the engine publishes to
   * @param tickets signs and checks tickets
   * @param others parts with routes of their own: administration, metrics, documentation
   */
  public Api(
      ApiConfig config, Engine engine, Views views, TicketCodec tickets, List<Routes> others) {
    Router.Builder routes = Router.builder();
    new Health(engine).addTo(routes);
    others.forEach(part -> part.addTo(routes));
    router = routes.build();
  }

  @Override
  public void handle(Exchange exchange) {
    router.handle(exchange);
  }
}
