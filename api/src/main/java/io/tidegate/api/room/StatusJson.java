package io.tidegate.api.room;

import io.tidegate.api.reply.Reasons;
import io.tidegate.api.reply.States;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.engine.view.RoomView;
import io.tidegate.http.json.JsonWriter;

/** What a room's status says. Pure. */
final class StatusJson {

  private StatusJson() {}

  /**
   * The status in one line: only facts and not the time of day, so that it changes only if they do.
   */
  static byte[] of(RoomView room) {
    RoomSettings settings = room.settings();
    JsonWriter json = new JsonWriter(400).beginObject();
    json.member("roomId", room.room()).member("room", settings.name());
    json.member("state", States.word(settings.state()));
    Reasons.write(json, room.reason());
    Draw draw = room.draw();
    if (draw != null) json.timeMember("opensAt", draw.opensAtMs());
    json.member("calledUpTo", room.calledUpTo()).member("lastNumber", room.lastNumber());
    json.member("waiting", room.waiting()).member("called", room.called());
    json.member("inside", room.inside()).member("insideMax", settings.insideMax());
    json.name("rate").beginObject().member("people", room.people());
    json.name("everySeconds").thousandths(settings.intervalMs()).endObject();
    stock(json, Stock.behind(room));
    return json.endObject().toBytes();
  }

  private static void stock(JsonWriter json, Stock stock) {
    json.member("stock", stock.word()).member("units", stock.units());
    json.member("unitsLeft", stock.left()).member("unitsAvailable", stock.available());
    json.member("unitsHeld", stock.held()).member("unitsIssued", stock.issued());
  }
}
