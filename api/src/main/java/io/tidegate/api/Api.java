package io.tidegate.api;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Cors;
import io.tidegate.api.call.Principals;
import io.tidegate.api.call.Routes;
import io.tidegate.api.dialect.ConcertCalls;
import io.tidegate.api.dialect.LineCalls;
import io.tidegate.api.dialect.ReservationCalls;
import io.tidegate.api.dialect.WalletCalls;
import io.tidegate.api.document.Documents;
import io.tidegate.api.draw.DrawCalls;
import io.tidegate.api.feed.FeedCalls;
import io.tidegate.api.problems.ProblemPages;
import io.tidegate.api.room.RoomCalls;
import io.tidegate.api.room.Rooms;
import io.tidegate.api.sale.ClaimCalls;
import io.tidegate.api.sale.OfferCalls;
import io.tidegate.engine.Engine;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.engine.view.Views;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Hosts;
import io.tidegate.http.server.Problem;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole API as one handler: every route there is, assembled in one place. Any thread. */
public final class Api implements Handler {

  private final Cors cors;
  private final Hosts hosts;
  private final Documents documents;
  private final Health health;
  private final Router router;
  private final ProblemPages problems = new ProblemPages();

  /**
   * @param engine started, or about to be
   * @param views the views the engine publishes to
   * @param tickets signs and checks tickets
   * @param others parts with routes of their own: administration, metrics, documentation
   */
  public Api(
      ApiConfig config, Engine engine, Views views, TicketCodec tickets, List<Routes> others) {
    cors = new Cors(config.corsOrigins());
    hosts = config.hosts();
    documents = new Documents(config.cacheBytes());
    Calls calls = new Calls(engine, cors);
    Principals principals = new Principals(tickets, views);
    Rooms rooms = new Rooms(views);
    Router.Builder routes = Router.builder();
    new LineCalls(calls, principals, rooms, views, tickets, config.room()).addTo(routes);
    new ConcertCalls(calls, principals, views, documents).addTo(routes);
    new ReservationCalls(calls, principals, views).addTo(routes);
    new WalletCalls(calls, principals, config.selfTopUp()).addTo(routes);
    new ClaimCalls(calls, principals, config.coupon()).addTo(routes);
    new OfferCalls(calls, views, documents).addTo(routes);
    new RoomCalls(calls, rooms, views).addTo(routes);
    new DrawCalls(calls, rooms).addTo(routes);
    new FeedCalls(calls, views, documents).addTo(routes);
    health = new Health(engine);
    health.addTo(routes);
    problems.addTo(routes);
    others.forEach(part -> part.addTo(routes));
    router = routes.build();
  }

  /** The encoded documents, for the metrics of their cache. */
  public Documents documents() {
    return documents;
  }

  /** What the probes are told; parts of the service add how they are. */
  public Health health() {
    return health;
  }

  @Override
  public void handle(Exchange exchange) {
    if (!hosts.answer(exchange)) {
      exchange.refuse(Refusals.MISDIRECTED);
      return;
    }
    Response preflight = cors.preflight(exchange);
    if (preflight == null) router.handle(exchange);
    else exchange.reply(preflight);
  }

  @Override
  public Response refused(Refusal refusal, @Nullable Exchange exchange) {
    Response page = exchange == null ? null : problems.met(exchange, refusal);
    return cors.onRefusal(exchange, page != null ? page : Problem.of(refusal).response());
  }
}
