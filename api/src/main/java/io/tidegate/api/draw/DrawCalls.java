package io.tidegate.api.draw;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Numbers;
import io.tidegate.api.call.RefusedException;
import io.tidegate.api.call.Routes;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.ProblemReply;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.api.reply.Replies;
import io.tidegate.api.room.Rooms;
import io.tidegate.core.draw.Draw;
import io.tidegate.engine.view.RoomView;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.json.Times;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /rooms/{room}/draw} and, page by page, {@code …/cohort} and {@code …/order}: what
 * anybody needs to compute a draw anew. Any event loop.
 */
public final class DrawCalls implements Routes {

  private static final Logger LOG = LoggerFactory.getLogger(DrawCalls.class);
  private static final String ROOM = "room";
  private static final String PATH = Answers.BASE + "/rooms/{room:text}/draw";

  /** What is drawn stays as it is. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final Calls calls;
  private final Rooms rooms;
  private final Orders orders = new Orders();

  /** Calls about the draws of these rooms. */
  public DrawCalls(Calls calls, Rooms rooms) {
    this.calls = calls;
    this.rooms = rooms;
  }

  @Override
  public void addTo(Router.Builder router) {
    router
        .get(PATH, calls.handler(this::facts))
        .get(PATH + "/cohort", calls.handler(exchange -> lines(exchange, false)), "page")
        .get(PATH + "/order", calls.handler(exchange -> lines(exchange, true)), "page");
  }

  private Response facts(Exchange exchange) {
    RoomView room = rooms.find(exchange.text(ROOM));
    Draw draw = drawOf(room);
    JsonWriter json = new JsonWriter(768).beginObject();
    json.member("roomId", room.room()).member(ROOM, room.settings().name());
    json.member("version", draw.commits().version()).member("state", stateOf(draw));
    text(json, "gathersAt", draw.gathersAtMs() == 0 ? null : Times.text(draw.gathersAtMs()));
    json.member("opensAt", Times.text(draw.opensAtMs()));
    json.member("firstOpensAt", Times.text(draw.firstOpensAtMs())).name("moves").beginArray();
    for (Draw.Move move : draw.moves()) {
      json.beginObject().member("at", Times.text(move.atMs()));
      json.member("opensAt", Times.text(move.opensAtMs())).endObject();
    }
    json.endArray();
    json.member("commitment", draw.commitment(room.room(), room.settings().name()).hex());
    text(json, "beacon", draw.hasBeacon() ? draw.beacon() : null);
    Draw.Closed closed = draw.closed();
    json.name("size");
    if (closed == null) json.nullValue();
    else json.value(closed.cohort().size());
    text(json, "digest", closed == null ? null : closed.digest().hex());
    text(json, "closedAt", closed == null ? null : Times.text(closed.atMs()));
    Draw.Drawn drawn = draw.drawn();
    text(json, "secret", drawn == null ? null : draw.secret().hex());
    text(json, "beaconValue", drawn == null || !draw.hasBeacon() ? null : drawn.beaconValue());
    text(json, "drawnAt", drawn == null ? null : Times.text(drawn.atMs()));
    return Answers.json(200, json.endObject())
        .with("Cache-Control", drawn == null ? "no-cache" : "public, max-age=60");
  }

  private static String stateOf(Draw draw) {
    if (draw.closed() == null) return "planned";
    return draw.drawn() == null ? "closed" : "drawn";
  }

  private static void text(JsonWriter json, String name, @Nullable String value) {
    if (value == null) json.name(name).nullValue();
    else json.member(name, value);
  }

  private @Nullable Response lines(Exchange exchange, boolean inOrder) {
    RoomView room = rooms.find(exchange.text(ROOM));
    Draw draw = drawOf(room);
    if (inOrder ? draw.drawn() == null : draw.closed() == null) throw notYet(draw, inOrder);
    int page = (int) Numbers.query(exchange, "page", 1, Integer.MAX_VALUE, 1);
    Lists lists = orders.known(room.room(), draw);
    if (lists != null) return page(lists, page, inOrder);
    return orders.aside(
            () -> calls.replyLater(exchange, computed(room.room(), draw, page, inOrder)))
        ? null
        : Replies.busy();
  }

  /** Whatever happens, who waits gets a reply. */
  private Response computed(long room, Draw draw, int page, boolean inOrder) {
    try {
      return page(orders.of(room, draw), page, inOrder);
    } catch (RuntimeException | Error e) {
      LOG.error("The lists of room {}'s draw could not be made", room, e);
      return ProblemType.INTERNAL.response();
    }
  }

  private static Response page(Lists lists, int page, boolean inOrder) {
    if (page > lists.pages())
      return ProblemReply.of(ProblemType.NOT_FOUND, "The last page is " + lists.pages() + ".")
          .response();
    byte[] text = lists.page(page, inOrder);
    Response reply =
        Response.of(200, "text/plain; charset=us-ascii", text)
            .with("Cache-Control", FOR_EVER)
            .with("X-Content-Type-Options", "nosniff");
    return page == lists.pages()
        ? reply
        : reply.with("Link", "<?page=" + (page + 1) + ">; rel=\"next\"");
  }

  private static Draw drawOf(RoomView room) {
    Draw draw = room.draw();
    if (draw != null) return draw;
    String detail = "This room has no opening time, so it does not draw.";
    throw new RefusedException(ProblemReply.of(ProblemType.NOT_FOUND, detail).response());
  }

  private static RefusedException notYet(Draw draw, boolean inOrder) {
    return new RefusedException(
        ProblemReply.of(
                ProblemType.NOT_OPEN,
                inOrder ? "It is not drawn yet." : "The cohort is not closed yet.")
            .withTime("opensAt", draw.opensAtMs())
            .response());
  }
}
