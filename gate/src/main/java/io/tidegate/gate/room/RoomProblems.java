package io.tidegate.gate.room;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Response;

/** What those are told who get no page. Pure. */
final class RoomProblems {

  private static final String TYPE = "/problems/waiting-room";
  private static final String TOO_MANY = "too-many-joins";

  /** For whose place is over, or who finds a closed room. */
  private static final long NOTHING_CHANGES_SECONDS = 25;

  private RoomProblems() {}

  /** Where a program stands, and when to ask again. */
  static Response place(String room, PlaceView view) {
    boolean unknown = view.state() == PlaceView.State.BUSY;
    boolean open = view.state() == PlaceView.State.INSIDE;
    int status = unknown ? 503 : 429;
    JsonWriter json =
        new JsonWriter(256)
            .beginObject()
            .member("type", TYPE)
            .member("title", "There is a line before this address.")
            .member("status", status)
            .member("room", room)
            .member("state", PlaceJson.word(view.state()));
    if (view.ahead() >= 0) json.member("ahead", view.ahead());
    if (view.etaMs() >= 0) json.member("etaMs", view.etaMs());
    if (view.reason() != null) json.member("reason", PlaceJson.word(view.reason()));
    if (view.state() == PlaceView.State.GATHERING && view.opensAtMs() > 0)
      json.timeMember("opensAt", view.opensAtMs());
    if (view.bound() != null) json.member("bound", PlaceJson.word(view.bound()));
    json.endObject();
    long seconds = view.askAgainMs() == 0 ? NOTHING_CHANGES_SECONDS : view.askAgainMs() / 1_000;
    long retry = open ? 0 : Math.max(1, seconds);
    return problem(status, json).with("Retry-After", Long.toString(retry));
  }

  /** To what a page loads: it has no place of its own. */
  static Response part() {
    JsonWriter json =
        new JsonWriter(128)
            .beginObject()
            .member("type", TYPE)
            .member(
                "title",
                "There is a line before this address, and what a page loads does not join it.")
            .member("status", 429)
            .endObject();
    return problem(429, json).with("Retry-After", "5");
  }

  /** To a program, from whose address too many joined. */
  static Response tooMany() {
    JsonWriter json =
        new JsonWriter(128)
            .beginObject()
            .member("type", "/problems/" + TOO_MANY)
            .member("title", "Too many have joined from your address.")
            .member("status", 429)
            .endObject();
    return tooMany(Response.of(429, Response.PROBLEM_JSON, json.toBytes()));
  }

  /** What tells that, whatever it is: when to ask again, and what it is in the figures. */
  static Response tooMany(Response response) {
    return response.with("Retry-After", "60").telling(TOO_MANY);
  }

  private static Response problem(int status, JsonWriter json) {
    return Response.of(status, Response.PROBLEM_JSON, json.toBytes()).telling("waiting-room");
  }
}
