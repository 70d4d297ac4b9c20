package io.tidegate.api.admin;

import io.tidegate.api.call.Bodies;
import io.tidegate.api.call.Calls;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.Replies;
import io.tidegate.core.Command.CreateOffer;
import io.tidegate.core.Command.Restock;
import io.tidegate.core.Command.UpdateOffer;
import io.tidegate.core.Result.Kind;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import org.jspecify.annotations.Nullable;

/** Offers, as organisers make, change and see them. */
final class OfferAdminCalls {

  private static final String ID = "offerId";
  private static final Answers MADE = new Made(ID, "/offers");

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

  private static final Shape CHANGE_OF_SEATS =
      Shape.of(Field.text("name", Ranges.NAME), Ranges.seatsPerClaim(), Ranges.perUser());

  private static final Shape RESTOCK = Shape.of(Ranges.total());

  private final Calls calls;
  private final Views views;
  private final Answers changed = new Changed(this::get);

  OfferAdminCalls(Calls calls, Views views) {
    this.calls = calls;
    this.views = views;
  }

  @Nullable Response create(Exchange exchange) {
    Values body = Bodies.read(exchange, NEW);
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
    return calls.submit(exchange, command, MADE);
  }

  @Nullable Response update(Exchange exchange) {
    long id = exchange.number(ID);
    OfferView offer = views.offer(id);
    boolean ofSeats = offer != null && offer.schedule() != 0;
    Values body = Bodies.read(exchange, ofSeats ? CHANGE_OF_SEATS : CHANGE);
    UpdateOffer command =
        new UpdateOffer(
            id,
            body.textOrNull("name"),
            body.numberOrNull("perClaim"),
            body.numberOrNull("perUser"));
    return calls.submit(exchange, command, changed);
  }

  @Nullable Response restock(Exchange exchange) {
    long total = Bodies.read(exchange, RESTOCK).number("total");
    return calls.submit(exchange, new Restock(exchange.number(ID), total), changed);
  }

  Response list(Exchange exchange) {
    return ListPage.of(exchange, views.offers(), OfferView::offer, OfferAdminCalls::write);
  }

  Response get(Exchange exchange) {
    long id = exchange.number(ID);
    OfferView offer = views.offer(id);
    if (offer == null) return Replies.unknown(Kind.OFFER, id);
    JsonWriter json = new JsonWriter(256);
    write(json, offer);
    return Answers.json(200, json);
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
