package io.tidegate.api.room;

import io.tidegate.api.document.Document;
import io.tidegate.api.document.DocumentType;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.stream.EventSource;
import io.tidegate.http.stream.ServerEvent;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The status of one room, for all who poll it and all who stream it: made at most once a second, by
 * whoever asks first, and new only if the facts are. Nobody is given one that is older than a
 * second, however long nobody asked. Any thread.
 */
final class RoomStatus implements EventSource {

  private static final long RENEWED_AFTER_NS = TimeUnit.SECONDS.toNanos(1);

  private final Views views;
  private final long room;
  private RoomView last;
  private volatile @Nullable Version newest;
  private volatile long lookedNs;

  RoomStatus(Views views, RoomView room) {
    this.views = views;
    this.room = room.room();
    last = room;
  }

  /** What to answer a poll with. */
  Document document(long nowNs) {
    return at(nowNs).document;
  }

  @Override
  public ServerEvent newest(long nowNs) {
    return at(nowNs).event();
  }

  private Version at(long nowNs) {
    Version known = newest;
    return known == null || isOld(nowNs) ? renewed(nowNs) : known;
  }

  private boolean isOld(long nowNs) {
    return nowNs - lookedNs >= RENEWED_AFTER_NS;
  }

  private synchronized Version renewed(long nowNs) {
    Version known = newest;
    if (known != null && !isOld(nowNs)) return known; // somebody else was here first
    RoomView view = views.room(room);
    if (view != null) last = view; // who still streams a room that left memory keeps what it was
    byte[] json = StatusJson.of(last);
    Version now = known != null && known.document.says(json) ? known : new Version(json);
    newest = now;
    lookedNs = nowNs;
    return now;
  }

  /** One version, as a document, and as an event once somebody streams it. */
  private static final class Version {

    private final long id;
    private final byte[] json;
    private final Document document;
    private volatile @Nullable ServerEvent event;

    Version(byte[] json) {
      id = id(json);
      this.json = json;
      document = new Document(DocumentType.STATUS, id, json);
    }

    /**
     * Of the content, not of the time: so it is the same over restarts and on every instance, and
     * who had this status before has it again. Two checks of different polynomials make 64 bits.
     */
    private static long id(byte[] json) {
      CRC32C high = new CRC32C();
      high.update(json);
      CRC32 low = new CRC32();
      low.update(json);
      return high.getValue() << 32 | low.getValue();
    }

    ServerEvent event() {
      ServerEvent made = event;
      return made == null ? encode() : made;
    }

    private synchronized ServerEvent encode() {
      ServerEvent made = event;
      if (made == null) made = ServerEvent.of("status", Long.toHexString(id), json);
      event = made;
      return made;
    }
  }
}
