package io.tidegate.gate.room;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.nio.charset.StandardCharsets;

/** What those are told who get no page. Pure. */
final class RoomProblems {

  private static final String TYPE = "/problems/waiting-room";

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

  private static Response problem(int status, JsonWriter json) {
    return Response.of(status, Response.PROBLEM_JSON, json.toBytes()).telling("waiting-room");
  }

  /** To an address from which too many joined. */
  static Response tooMany(Exchange exchange) {
    String text = new WaitingTexts(VisitorLanguage.of(exchange)).tooMany();
    return Response.of(429, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8))
        .with("Retry-After", "60")
        .telling("too-many-joins");
  }
}
