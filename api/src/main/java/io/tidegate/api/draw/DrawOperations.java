package io.tidegate.api.draw;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.BASE;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.api.call.ProblemException;
import io.tidegate.api.call.QueryParameter;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.api.reply.Problems;
import io.tidegate.api.room.Rooms;
import io.tidegate.core.draw.Draw;
import io.tidegate.engine.view.RoomView;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.json.Times;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /rooms/{room}/draw} and, page by page, {@code …/cohort} and {@code …/order}: what
 * anybody needs to compute a draw anew. Any event loop.
 */
public final class DrawOperations {

  private static final Logger LOG = LoggerFactory.getLogger(DrawOperations.class);
  private static final String ROOM = "room";
  private static final String PATH = BASE + "/rooms/{room:text}/draw";

  /** What is drawn stays as it is. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final Rooms rooms;
  private final PublishedDrawCache cache = new PublishedDrawCache();

  /** Operations on the draws of these rooms. */
  public DrawOperations(Rooms rooms) {
    this.rooms = rooms;
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(
        get("getDraw", PATH, ANYBODY).replying(this::facts),
        get("getCohort", PATH + "/cohort", ANYBODY)
            .queries("page")
            .by(exchange -> lines(exchange, false)),
        get("getOrder", PATH + "/order", ANYBODY)
            .queries("page")
            .by(exchange -> lines(exchange, true)));
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
    return Response.json(200, json.endObject())
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

  private void lines(Exchange exchange, boolean inOrder) {
    RoomView room = rooms.find(exchange.text(ROOM));
    Draw draw = drawOf(room);
    if (inOrder ? draw.drawn() == null : draw.closed() == null) throw notYet(draw, inOrder);
    int page = (int) QueryParameter.number(exchange, "page", 1, Integer.MAX_VALUE, 1);
    PublishedDraw published = cache.known(room.room(), draw);
    if (published != null) exchange.reply(page(published, page, inOrder));
    else if (!cache.aside(() -> exchange.replyLater(computed(room.room(), draw, page, inOrder))))
      exchange.reply(Problems.busy());
  }

  /** Whatever happens, who waits gets a reply. */
  private Response computed(long room, Draw draw, int page, boolean inOrder) {
    try {
      return page(cache.of(room, draw), page, inOrder);
    } catch (RuntimeException | Error e) {
      LOG.error("The lists of room {}'s draw could not be made", room, e);
      return ProblemType.INTERNAL.response();
    }
  }

  private static Response page(PublishedDraw published, int page, boolean inOrder) {
    if (page > published.pages())
      return ProblemType.NOT_FOUND
          .problem("The last page is " + published.pages() + ".")
          .response();
    byte[] text = published.page(page, inOrder);
    Response reply =
        Response.of(200, "text/plain; charset=us-ascii", text)
            .with("Cache-Control", FOR_EVER)
            .with("X-Content-Type-Options", "nosniff");
    return page == published.pages()
        ? reply
        : reply.with("Link", "<?page=" + (page + 1) + ">; rel=\"next\"");
  }

  private static Draw drawOf(RoomView room) {
    Draw draw = room.draw();
    if (draw != null) return draw;
    String detail = "This room has no opening time, so it does not draw.";
    throw new ProblemException(ProblemType.NOT_FOUND.problem(detail).response());
  }

  private static ProblemException notYet(Draw draw, boolean inOrder) {
    return new ProblemException(
        ProblemType.NOT_OPEN
            .problem(inOrder ? "It is not drawn yet." : "The cohort is not closed yet.")
            .withTime("opensAt", draw.opensAtMs())
            .response());
  }
}
