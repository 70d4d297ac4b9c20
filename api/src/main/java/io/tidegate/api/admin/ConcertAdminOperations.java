package io.tidegate.api.admin;

import static io.tidegate.api.call.Access.ADMIN;
import static io.tidegate.api.call.Operation.get;
import static io.tidegate.api.call.Operation.patch;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Operation;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Problems;
import io.tidegate.api.reply.Renderer;
import io.tidegate.core.Command.CreateConcert;
import io.tidegate.core.Command.UpdateConcert;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Kind;
import io.tidegate.engine.view.ConcertView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;

/** Concerts, as organisers make, change and see them. */
final class ConcertAdminOperations {

  private static final String ID = "concertId";
  private static final String PATH = AdminOperations.BASE + "/concerts";
  private static final String ONE = PATH + "/{" + ID + "}";
  private static final Renderer<Created> CREATED = new CreatedRenderer(ID, PATH);
  private static final Shape TEXTS =
      Shape.of(Field.text("title", Ranges.NAME), Field.text("place", Ranges.NAME));

  private final CommandDispatcher commands;
  private final Views views;
  private final Renderer<Done> changed = (exchange, _) -> one(exchange);

  ConcertAdminOperations(CommandDispatcher commands, Views views) {
    this.commands = commands;
    this.views = views;
  }

  List<Operation> operations() {
    return List.of(
        post("createConcert", PATH, ADMIN).by(TEXTS, this::create),
        get("listAdminConcerts", PATH, ADMIN).queries(ListPage.QUERIES).replying(this::list),
        get("getConcert", ONE, ADMIN).replying(this::one),
        patch("updateConcert", ONE, ADMIN).by(TEXTS, this::update));
  }

  private void create(Exchange exchange, Values body) {
    CreateConcert command = new CreateConcert(body.text("title"), body.text("place"));
    commands.submit(exchange, command, CREATED);
  }

  private void update(Exchange exchange, Values body) {
    UpdateConcert command =
        new UpdateConcert(exchange.number(ID), body.textOrNull("title"), body.textOrNull("place"));
    commands.submit(exchange, command, changed);
  }

  private Response list(Exchange exchange) {
    return ListPage.of(
        exchange, views.concerts(), ConcertView::concert, ConcertAdminOperations::write);
  }

  private Response one(Exchange exchange) {
    long id = exchange.number(ID);
    ConcertView concert = views.concert(id);
    if (concert == null) return Problems.unknown(Kind.CONCERT, id);
    JsonWriter json = new JsonWriter(256);
    write(json, concert);
    return Response.json(200, json);
  }

  private static void write(JsonWriter json, ConcertView concert) {
    json.beginObject()
        .member(ID, concert.concert())
        .member("title", concert.title())
        .member("place", concert.place())
        .member("scheduleIds", concert.schedules())
        .endObject();
  }
}
