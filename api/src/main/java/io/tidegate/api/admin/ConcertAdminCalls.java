package io.tidegate.api.admin;

import io.tidegate.api.call.Bodies;
import io.tidegate.api.call.Calls;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.Replies;
import io.tidegate.core.Command.CreateConcert;
import io.tidegate.core.Command.UpdateConcert;
import io.tidegate.core.Result.Kind;
import io.tidegate.engine.view.ConcertView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import org.jspecify.annotations.Nullable;

/** Concerts, as organisers make, change and see them. */
final class ConcertAdminCalls {

  private static final String ID = "concertId";
  private static final Answers MADE = new Made(ID, "/concerts");
  private static final Shape TEXTS =
      Shape.of(Field.text("title", Ranges.NAME), Field.text("place", Ranges.NAME));

  private final Calls calls;
  private final Views views;
  private final Answers changed = new Changed(this::get);

  ConcertAdminCalls(Calls calls, Views views) {
    this.calls = calls;
    this.views = views;
  }

  @Nullable Response create(Exchange exchange) {
    Values body = Bodies.read(exchange, TEXTS);
    CreateConcert command = new CreateConcert(body.text("title"), body.text("place"));
    return calls.submit(exchange, command, MADE);
  }

  @Nullable Response update(Exchange exchange) {
    Values body = Bodies.read(exchange, TEXTS);
    UpdateConcert command =
        new UpdateConcert(exchange.number(ID), body.textOrNull("title"), body.textOrNull("place"));
    return calls.submit(exchange, command, changed);
  }

  Response list(Exchange exchange) {
    return ListPage.of(exchange, views.concerts(), ConcertView::concert, ConcertAdminCalls::write);
  }

  Response get(Exchange exchange) {
    long id = exchange.number(ID);
    ConcertView concert = views.concert(id);
    if (concert == null) return Replies.unknown(Kind.CONCERT, id);
    JsonWriter json = new JsonWriter(256);
    write(json, concert);
    return Answers.json(200, json);
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
