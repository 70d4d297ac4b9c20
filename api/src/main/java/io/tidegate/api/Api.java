package io.tidegate.api;

import io.tidegate.api.admin.AdminOperations;
import io.tidegate.api.call.Access;
import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Cors;
import io.tidegate.api.call.Operation;
import io.tidegate.api.call.Principals;
import io.tidegate.api.call.ReplicaSequence;
import io.tidegate.api.dialect.ConcertOperations;
import io.tidegate.api.dialect.LineOperations;
import io.tidegate.api.dialect.ReservationOperations;
import io.tidegate.api.dialect.WalletOperations;
import io.tidegate.api.document.DocumentCache;
import io.tidegate.api.draw.DrawOperations;
import io.tidegate.api.feed.FeedOperations;
import io.tidegate.api.problems.ProblemPages;
import io.tidegate.api.room.RoomOperations;
import io.tidegate.api.room.Rooms;
import io.tidegate.api.sale.ClaimOperations;
import io.tidegate.api.sale.OfferOperations;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.engine.view.Views;
import io.tidegate.http.admin.AdminGuard;
import io.tidegate.http.admin.AdminKey;
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

/** The whole API as one handler: every operation there is, assembled in one place. Any thread. */
public final class Api implements Handler {

  private final Cors cors;
  private final Hosts hosts;
  private final DocumentCache documents;
  private final Health health;
  private final List<Operation> operations;
  private final Router router;
  private final ReplicaSequence sequence;
  private final ProblemPages problems = new ProblemPages();

  /**
   * @param engine started, or about to be
   * @param views the views the engine publishes to
   * @param tickets signs and checks tickets
   * @param adminKey what organisers must show
   * @param pages what the service has beside its API: metrics, documentation, pages for people
   */
  public Api(
      ApiConfig config,
      CommandPort engine,
      Views views,
      TicketCodec tickets,
      AdminKey adminKey,
      List<Operation> pages) {
    cors = new Cors(config.corsOrigins());
    hosts = config.hosts();
    documents = new DocumentCache(config.cacheBytes());
    health = new Health(engine);
    sequence = new ReplicaSequence(engine);
    CommandDispatcher commands = new CommandDispatcher(engine);
    List<Operation> open = open(config, commands, views, tickets);
    List<Operation> ours =
        joined(
            List.of(
                AdminOperations.of(commands, views),
                health.operations(),
                problems.operations(),
                pages));
    operations = joined(List.of(open, ours));
    AdminGuard guard = new AdminGuard(adminKey);
    Router.Builder routes = Router.builder();
    for (Operation each : open) add(routes, each, cors.around(guarded(each, guard)));
    for (Operation each : ours) add(routes, each, guarded(each, guard));
    router = routes.build();
  }

  /** The operations whose replies pages of other origins may read, if the operator lists them. */
  private List<Operation> open(
      ApiConfig config, CommandDispatcher commands, Views views, TicketCodec tickets) {
    Principals principals = new Principals(tickets, views);
    Rooms rooms = new Rooms(views);
    return joined(
        List.of(
            new LineOperations(commands, principals, rooms, views, tickets, config.room())
                .operations(),
            new ConcertOperations(commands, principals, views, documents).operations(),
            new ReservationOperations(commands, principals, views).operations(),
            new WalletOperations(commands, principals, config.selfTopUp()).operations(),
            new ClaimOperations(commands, principals, config.coupon()).operations(),
            new OfferOperations(views, documents).operations(),
            new RoomOperations(rooms, views).operations(),
            new DrawOperations(rooms).operations(),
            new FeedOperations(views, documents).operations()));
  }

  private static List<Operation> joined(List<List<Operation>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private static Handler guarded(Operation operation, AdminGuard guard) {
    return operation.access() == Access.ADMIN ? guard.before(operation) : operation;
  }

  private static void add(Router.Builder routes, Operation operation, Handler handler) {
    routes.route(
        operation.method(), operation.path(), handler, operation.queries().toArray(String[]::new));
  }

  /** All of them. */
  public List<Operation> operations() {
    return operations;
  }

  /** The encoded documents, for the metrics of their cache. */
  public DocumentCache documents() {
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
    if (preflight == null) sequence.handle(exchange, router);
    else exchange.reply(preflight);
  }

  @Override
  public Response refused(Refusal refusal, @Nullable Exchange exchange) {
    Response page = exchange == null ? null : problems.met(exchange, refusal);
    return cors.onRefusal(exchange, page != null ? page : Problem.of(refusal));
  }
}
