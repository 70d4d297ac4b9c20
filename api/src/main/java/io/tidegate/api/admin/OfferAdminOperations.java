package io.tidegate.api.admin;

import static io.tidegate.api.call.Access.ADMIN;
import static io.tidegate.api.call.Operation.get;
import static io.tidegate.api.call.Operation.patch;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Operation;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.MalformedException;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Problems;
import io.tidegate.api.reply.Renderer;
import io.tidegate.api.sale.ClaimOperations;
import io.tidegate.core.Command.CreateOffer;
import io.tidegate.core.Command.Restock;
import io.tidegate.core.Command.UpdateOffer;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Kind;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;

/** Offers, as organisers make, change and see them. */
final class OfferAdminOperations {

  private static final String ID = "offerId";
  private static final String PATH = AdminOperations.BASE + "/offers";
  private static final String ONE = PATH + "/{" + ID + "}";
  private static final Renderer<Created> CREATED = new CreatedRenderer(ID, PATH);

  private static final Shape NEW =
      Shape.of(
          Field.id("saleId"),
          Field.text("name", Ranges.NAME),
          Ranges.total(),
          Ranges.price(),
          Ranges.unitsPerClaim(),
          Ranges.perUser(),
          Ranges.holdSeconds());

  private static final Shape CHANGE =
      Shape.of(Field.text("name", Ranges.NAME), Ranges.unitsPerClaim(), Ranges.perUser());

  private static final Shape RESTOCK = Shape.of(Ranges.total());

  private final CommandDispatcher commands;
  private final Views views;
  private final Renderer<Done> changed = (exchange, _) -> one(exchange);

  OfferAdminOperations(CommandDispatcher commands, Views views) {
    this.commands = commands;
    this.views = views;
  }

  List<Operation> operations() {
    return List.of(
        post("createOffer", PATH, ADMIN).by(NEW, this::create),
        get("listOffers", PATH, ADMIN).queries(ListPage.QUERIES).replying(this::list),
        get("getAdminOffer", ONE, ADMIN).replying(this::one),
        patch("updateOffer", ONE, ADMIN).by(CHANGE, this::update),
        post("restockOffer", ONE + "/restock", ADMIN).by(RESTOCK, this::restock));
  }

  private void create(Exchange exchange, Values body) {
    long perClaim = body.number("perClaim", 1);
    CreateOffer command =
        new CreateOffer(
            body.number("saleId"),
            body.text("name"),
            body.number("total"),
            body.number("price", 0),
            perClaim,
            body.number("perUser", perClaim),
            body.number("holdSeconds", 0) * 1_000);
    commands.submit(exchange, command, CREATED);
  }

  private void update(Exchange exchange, Values body) {
    long id = exchange.number(ID);
    Long perClaim = body.numberOrNull("perClaim");
    if (perClaim != null && perClaim > ClaimOperations.SEATS_MAX && isOfSeats(id))
      throw MalformedException.of(
          "perClaim", "must be a whole number in [1, " + ClaimOperations.SEATS_MAX + "]");
    UpdateOffer command =
        new UpdateOffer(id, body.textOrNull("name"), perClaim, body.numberOrNull("perUser"));
    commands.submit(exchange, command, changed);
  }

  private boolean isOfSeats(long id) {
    OfferView offer = views.offer(id);
    return offer != null && offer.schedule() != 0;
  }

  private void restock(Exchange exchange, Values body) {
    commands.submit(exchange, new Restock(exchange.number(ID), body.number("total")), changed);
  }

  private Response list(Exchange exchange) {
    return ListPage.of(exchange, views.offers(), OfferView::offer, OfferAdminOperations::write);
  }

  private Response one(Exchange exchange) {
    long id = exchange.number(ID);
    OfferView offer = views.offer(id);
    if (offer == null) return Problems.unknown(Kind.OFFER, id);
    JsonWriter json = new JsonWriter(256);
    write(json, offer);
    return Response.json(200, json);
  }

  private static void write(JsonWriter json, OfferView offer) {
    json.beginObject().member(ID, offer.offer()).member("saleId", offer.sale());
    if (offer.schedule() == 0) json.name("scheduleId").nullValue();
    else json.member("scheduleId", offer.schedule());
    json.member("name", offer.name())
        .member("total", offer.total())
        .member("available", offer.available())
        .member("held", offer.held())
        .member("issued", offer.issued())
        .member("price", offer.price())
        .member("perClaim", offer.perClaim())
        .member("perUser", offer.perUser())
        .member("holdSeconds", offer.holdMs() / 1_000)
        .endObject();
  }
}
