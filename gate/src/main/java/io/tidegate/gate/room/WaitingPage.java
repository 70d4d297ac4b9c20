package io.tidegate.gate.room;

import io.tidegate.engine.room.RoomStatus;
import io.tidegate.gate.room.PlaceView.State;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.page.Html;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The page on which people wait. It is whole without its script, which only saves the reloading: to
 * the script it hands the words of every state that can follow. One object for one page.
 */
final class WaitingPage {

  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'";

  private static final Set<State> IN_LINE =
      EnumSet.of(
          State.GATHERING,
          State.DRAWING,
          State.WAITING,
          State.RETURNING,
          State.TURN,
          State.PAUSED,
          State.ALL_HELD,
          State.SOLD_OUT);

  private static final Set<State> ENTERS = EnumSet.of(State.TURN, State.INSIDE);
  private static final Set<State> JOINS = EnumSet.of(State.ENDED, State.LEFT);

  private final StringBuilder html = new StringBuilder(8_192);
  private final PlaceView view;
  private final RoomFacts facts;
  private final WaitingTexts texts;
  private final String calls;
  private final String to;
  private final String here;
  private final long nowMs;
  private final ZoneId zone;

  /**
   * A page.
   *
   * @param calls the path below which it asks for its room; empty for a page that only shows itself
   * @param to where the visitor wants to go: a path of this site
   * @param here where the page itself is, likewise
   */
  WaitingPage(
      PlaceView view,
      RoomFacts facts,
      PageLanguage language,
      String calls,
      String to,
      String here,
      long nowMs,
      ZoneId zone) {
    this.view = view;
    this.facts = facts;
    this.texts = new WaitingTexts(language);
    this.calls = calls;
    this.to = to;
    this.here = here;
    this.nowMs = nowMs;
    this.zone = zone;
  }

  Response reply() {
    PageLanguage language = texts.language();
    raw("<!doctype html><html lang=\"").raw(language.code()).raw("\">");
    head();
    raw("<body><main class=\"").raw(PlaceJson.word(view.state())).raw("\" id=\"main\">");
    raw("<h1 id=\"headline\">").text(headline()).raw("</h1><p id=\"lead\">");
    text(texts.lead(view.state(), callMs())).raw("</p>");
    message();
    figures();
    raw("<p role=\"status\" aria-atomic=\"true\" id=\"status\" class=\"unseen\"></p>");
    buttons();
    draw();
    leave();
    footer();
    raw("</main></body></html>\n");
    byte[] bytes = html.toString().getBytes(StandardCharsets.UTF_8);
    int status = view.state() == State.CROWDED ? 429 : 200;
    return Html.secured(Response.of(status, Response.HTML, bytes))
        .with("Content-Security-Policy", POLICY)
        .with("Content-Language", language.code())
        .with("Vary", "Accept, Accept-Language, Cookie")
        .with("X-Robots-Tag", "noindex");
  }

  private void head() {
    raw("<head><meta charset=\"utf-8\">");
    raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    raw(
        "<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">");
    raw("<title>").text(headline()).raw("</title>");
    raw("<link rel=\"stylesheet\" href=\"").raw(PageAssets.style()).raw("\">");
    if (!calls.isEmpty()) {
      raw("<script type=\"application/json\" id=\"given\">").raw(given()).raw("</script>");
      raw("<script src=\"").raw(PageAssets.script()).raw("\" defer></script>");
      if (view.askAgainMs() > 0) {
        raw("<noscript><meta http-equiv=\"refresh\" content=\"");
        raw(Long.toString(Math.max(2, view.askAgainMs() / 1_000))).raw("\"></noscript>");
      }
    }
    raw("</head>");
  }

  /** What the script begins with. No character of it can end the element that it stands in. */
  private String given() {
    JsonWriter json = new JsonWriter(4_096).beginObject();
    json.member("calls", calls).member("lang", texts.language().code());
    json.member("then", view.hasPlace() ? "ask" : view.askAgainMs() > 0 ? "reload" : "");
    json.name("place").beginObject();
    PlaceJson.write(json, view, facts, texts, nowMs, zone);
    json.endObject().name("texts").beginObject();
    for (State state : State.values()) {
      if (!canFollow(state)) continue;
      json.name(PlaceJson.word(state)).beginArray().value(texts.headline(state, ""));
      json.value(texts.lead(state, callMs())).endArray();
    }
    json.endObject().member("returned", texts.returned("#"));
    json.member("h", texts.hours()).member("m", texts.minutes()).member("s", texts.seconds());
    return new String(json.endObject().toBytes(), StandardCharsets.UTF_8).replace("<", "\\u003c");
  }

  private boolean canFollow(State state) {
    return switch (state) {
      case EARLY, FULL, CROWDED, LEFT -> state == view.state();
      default -> true;
    };
  }

  private String headline() {
    return PlaceJson.headline(view, texts, nowMs, zone);
  }

  private long callMs() {
    RoomStatus status = facts.status();
    return status == null
        ? RoomConfig.DEFAULT.line().call().toMillis()
        : status.settings().callMs();
  }

  private void message() {
    String message = facts.message().in(texts.language());
    raw("<p class=\"message\"").raw(message.isEmpty() ? " hidden>" : ">");
    raw("<strong>").text(texts.fromOperator()).raw("</strong> <span id=\"message\">");
    text(message).raw("</span></p>");
  }

  private void figures() {
    State state = view.state();
    boolean counted = view.ahead() >= 0;
    boolean called = PlaceJson.isEstimated(state);
    RoomStatus status = facts.status();
    raw("<dl>");
    figure("ahead", texts.ahead(), counted ? texts.number(view.ahead()) : "", returned());
    figure("estimate", texts.estimatedWait(), called ? texts.estimate(view) : "", null);
    boolean later = state == State.GATHERING || state == State.EARLY;
    figure("opens", texts.opensIn(), later ? left() : "", null);
    figure("left", texts.timeLeft(), state == State.TURN ? left() : "", null);
    figure("retry", texts.nextTry(), "", null);
    figure("number", texts.ownNumber(), drawn() ? texts.number(view.number()) : "", null);
    figure("rate", texts.letIn(), called ? texts.rate(facts.perMinute()) : "", null);
    boolean stocked = status != null && status.units() > 0 && PlaceJson.hasStock(state);
    figure(
        "stock",
        texts.left(),
        stocked && status != null ? texts.stock(status.unitsAvailable(), status.units()) : "",
        null);
    boolean since = state == State.PAUSED && facts.sinceMs() > 0;
    figure("since", texts.since(), since ? texts.minute(facts.sinceMs(), nowMs, zone) : "", null);
    figure("at", texts.updated(), PlaceJson.isDated(state) ? texts.clock(nowMs, zone) : "", null);
    raw("</dl>");
  }

  private boolean drawn() {
    return view.state() == State.GATHERING || view.state() == State.DRAWING;
  }

  private String left() {
    return view.leftMs() < 0 ? "" : texts.duration(view.leftMs());
  }

  private String returned() {
    return view.returned() == 0 || view.turn() == 0
        ? ""
        : texts.returned(texts.number(view.returned()));
  }

  private void figure(String id, String name, String value, @Nullable String note) {
    raw(value.isEmpty() ? "<div hidden><dt>" : "<div><dt>").text(name).raw("</dt><dd>");
    raw("<span id=\"").raw(id).raw("\">").text(value).raw("</span>");
    if (note != null) raw(" <small id=\"returned\">").text(note).raw("</small>");
    raw("</dd></div>");
  }

  private void buttons() {
    form("/enter", texts.enter(), ENTERS, "first");
    form("/join", texts.joinAgain(), JOINS, "first");
    raw("<button type=\"button\" id=\"tell\" aria-pressed=\"false\" hidden>");
    text(texts.tell()).raw("</button>");
  }

  private void form(String call, String label, Set<State> in, String look) {
    raw("<form method=\"post\" action=\"").raw(calls).raw(call).raw("?to=");
    text(URLEncoder.encode(to, StandardCharsets.UTF_8))
        .raw("\"")
        .shownIn(in)
        .raw("><button class=\"");
    raw(look).raw("\">").text(label).raw("</button></form>");
  }

  /** An element is there in these states only. */
  private WaitingPage shownIn(Set<State> states) {
    raw(" data-in=\"");
    for (State state : states) raw(PlaceJson.word(state)).raw(" ");
    return raw(states.contains(view.state()) ? "\"" : "\" hidden");
  }

  private void draw() {
    RoomStatus status = facts.status();
    String commitment = status == null ? null : status.commitment();
    if (commitment == null) return;
    raw("<details").shownIn(EnumSet.of(State.GATHERING, State.DRAWING)).raw("><summary>");
    text(texts.howDrawn()).raw("</summary><p>").text(texts.commitment()).raw("</p><code>");
    text(commitment).raw("</code></details>");
  }

  private void leave() {
    raw("<details").shownIn(IN_LINE).raw("><summary>").text(texts.leave()).raw("</summary><p>");
    text(texts.leaveMeans()).raw("</p>");
    form("/leave", texts.leaveNow(), IN_LINE, "plain");
    raw("</details>");
  }

  private void footer() {
    PageLanguage other = texts.language().other();
    raw("<footer><a href=\"").text(here).raw("\">").text(texts.reload()).raw("</a> · <a lang=\"");
    raw(other.code()).raw("\" hreflang=\"").raw(other.code()).raw("\" href=\"");
    if (!calls.isEmpty()) raw(calls).raw("/language");
    raw("?lang=").raw(other.code()).raw("&amp;to=");
    text(URLEncoder.encode(here, StandardCharsets.UTF_8)).raw("\">").text(other.ownName());
    raw("</a></footer>");
  }

  private WaitingPage raw(String markup) {
    html.append(markup);
    return this;
  }

  private WaitingPage text(String text) {
    Html.append(html, text);
    return this;
  }
}
