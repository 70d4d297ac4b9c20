package io.tidegate.api.room;

import io.tidegate.api.call.RefusedException;
import io.tidegate.api.json.Field;
import io.tidegate.api.reply.ProblemReply;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.Views;
import org.jspecify.annotations.Nullable;

/** Finds rooms by what a client calls them. Any thread. */
public final class Rooms {

  private final Views views;

  /** The room last asked for by name: nearly always the same one, and a name never changes. */
  private volatile @Nullable RoomView last;

  /** Looks in these views. */
  public Rooms(Views views) {
    this.views = views;
  }

  /**
   * The room with this id or name.
   *
   * @throws RefusedException if there is none
   */
  public RoomView find(String idOrName) {
    long id = id(idOrName);
    RoomView room = id > 0 ? views.room(id) : null;
    if (room == null) room = named(idOrName);
    if (room != null) return room;
    throw new RefusedException(
        ProblemReply.of(ProblemType.NOT_FOUND, "There is no such room.").response());
  }

  private @Nullable RoomView named(String name) {
    RoomView known = last;
    if (known != null && known.settings().name().equals(name)) return views.room(known.room());
    RoomView found = views.roomNamed(name);
    if (found != null) last = found;
    return found;
  }

  private static long id(String text) {
    if (text.isEmpty() || text.length() > 16) return 0;
    long id = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return 0;
      id = id * 10 + c - '0';
    }
    return id <= Field.ID_MAX ? id : 0;
  }
}
