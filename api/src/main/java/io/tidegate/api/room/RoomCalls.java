package io.tidegate.api.room;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Routes;
import io.tidegate.api.document.Document;
import io.tidegate.api.document.Kind;
import io.tidegate.api.http.Exchange;
import io.tidegate.api.http.Response;
import io.tidegate.api.http.Router;
import io.tidegate.api.json.JsonWriter;
import io.tidegate.api.reply.Answers;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.Views;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /rooms/{room}/status}: what a whole waiting crowd polls. Made at most once a second,
 * by whoever asks first; the same bytes keep their tag. Any event loop.
 */
public final class RoomCalls implements Routes {

  private static final long RENEWED_AFTER_NS = 1_000_000_000;

  private final Calls calls;
  private final Rooms rooms;
  private final Views views;
  private final Map<Long, Status> statuses = new ConcurrentHashMap<>();

  /** Calls about these rooms. */
  public RoomCalls(Calls calls, Rooms rooms, Views views) {
    this.calls = calls;
    this.rooms = rooms;
    this.views = views;
  }

  @Override
  public void addTo(Router.Builder router) {
    router.get(Answers.BASE + "/rooms/{room:text}/status", calls.handler(this::status));
  }

  private Response status(Exchange exchange) {
    RoomView room = rooms.find(exchange.text("room"));
    Status status = statuses.get(room.room());
    if (status == null || status.isOld(exchange.receivedNs()))
      status = statuses.compute(room.room(), (_, now) -> renewed(now, room, exchange.receivedNs()));
    return status.document.answer(exchange);
  }

  private Status renewed(@Nullable Status now, RoomView room, long nowNs) {
    if (now != null && !now.isOld(nowNs)) return now;
    byte[] content = encode(room);
    if (now != null && now.document.says(content)) return new Status(nowNs, now.document);
    return new Status(nowNs, new Document(Kind.STATUS, hash(content), content));
  }

  private byte[] encode(RoomView room) {
    RoomSettings settings = room.settings();
    JsonWriter json = new JsonWriter(320).beginObject();
    json.member("roomId", room.room()).member("room", settings.name());
    json.member("state", settings.state().name().toLowerCase(Locale.ROOT));
    json.member("calledUpTo", room.calledUpTo()).member("lastNumber", room.lastNumber());
    json.member("waiting", room.waiting()).member("called", room.called());
    json.member("inside", room.inside()).member("insideMax", settings.insideMax());
    json.name("rate").beginObject().member("people", settings.people());
    json.name("everySeconds").thousandths(settings.intervalMs()).endObject();
    json.member("stock", Stock.word(views, room));
    json.member("units", room.units()).member("unitsLeft", room.unitsLeft());
    return json.endObject().toBytes();
  }

  private static long hash(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return (crc.getValue() << 16) | (content.length & 0xffff);
  }

  /** The document and when it was made. */
  private record Status(long madeNs, Document document) {
    boolean isOld(long nowNs) {
      return nowNs - madeNs >= RENEWED_AFTER_NS;
    }
  }
}
