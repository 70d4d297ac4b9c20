package io.tidegate.api.room;

import io.tidegate.api.call.ProblemException;
import io.tidegate.api.json.Field;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.Views;

/** Finds rooms by what a client calls them. Any thread. */
public final class Rooms {

  private final Views views;

  /** Looks in these views. */
  public Rooms(Views views) {
    this.views = views;
  }

  /**
   * The room with this id or name: digits are an id, anything else a name.
   *
   * @throws ProblemException if there is none
   */
  public RoomView find(String idOrName) {
    RoomView room = isNumber(idOrName) ? views.room(id(idOrName)) : views.roomNamed(idOrName);
    if (room != null) return room;
    throw new ProblemException(ProblemType.NOT_FOUND.problem("There is no such room.").response());
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++)
      if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
    return !text.isEmpty();
  }

  /** The id, 0 for a number that is none. */
  private static long id(String digits) {
    if (digits.length() > 16) return 0;
    long id = Long.parseLong(digits);
    return id <= Field.ID_MAX ? id : 0;
  }
}
