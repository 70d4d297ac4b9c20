package io.tidegate.gate.room;

import io.tidegate.gate.room.PlaceView.State;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.page.Html;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The page on which people wait, and the small JSON with which it follows their place. It is whole
 * without its script, which only saves the reloading. Any thread.
 */
final class WaitingPage {

  /** Below it no room stands before anything. */
  static final String ASSETS = "/.tidegate/assets/";

  private static final byte[] CSS = asset("waiting.css");
  private static final byte[] JS = asset("waiting.js");
  private static final String CSS_PATH = ASSETS + hash(CSS) + "/waiting.css";
  private static final String JS_PATH = ASSETS + hash(JS) + "/waiting.js";
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private WaitingPage() {}

  /** An asset of the page; null if there is none at that path. */
  static @Nullable Response asset(Exchange exchange) {
    String path = exchange.path();
    boolean css = path.equals(CSS_PATH);
    if (!css && !path.equals(JS_PATH)) return null;
    return Html.secured(
        Response.of(
                200,
                css ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8",
                css ? CSS : JS)
            .with("Cache-Control", "public, max-age=31536000, immutable"));
  }

  /**
   * The page.
   *
   * @param room its key, for the calls that the page makes
   * @param to where the visitor wants to go: a path of this site
   */
  static Response page(String room, PlaceView view, PageLanguage language, String to) {
    WaitingTexts texts = new WaitingTexts(language);
    String calls = "/.tidegate/rooms/" + room;
    StringBuilder html = new StringBuilder(4_096);
    html.append("<!doctype html><html lang=\"")
        .append(language.code())
        .append("\"><head>")
        .append("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
        .append("<meta name=\"robots\" content=\"noindex\"><title>");
    Html.append(html, texts.headline(view.state()));
    html.append("</title><link rel=\"stylesheet\" href=\"")
        .append(CSS_PATH)
        .append("\">")
        .append("<script src=\"")
        .append(JS_PATH)
        .append("\" defer></script>")
        .append("<noscript><meta http-equiv=\"refresh\" content=\"")
        .append(refreshSeconds(view))
        .append("\"></noscript></head><body><main data-state=\"")
        .append(word(view.state()))
        .append("\" data-ahead=\"")
        .append(view.ahead())
        .append("\" data-next=\"")
        .append(view.askAgainMs())
        .append("\" data-place=\"")
        .append(calls)
        .append("/place?lang=")
        .append(language.code())
        .append("\" data-offline=\"");
    Html.append(html, new String(json(offline(), texts), StandardCharsets.UTF_8));
    html.append("\"><h1 id=\"headline\">");
    Html.append(html, texts.headline(view.state()));
    html.append("</h1><p id=\"lead\">");
    Html.append(html, texts.lead(view.state()));
    html.append("</p><dl>");
    figure(html, "ahead", texts.ahead(), texts.people(view.ahead()));
    figure(html, "estimate", texts.estimatedWait(), estimate(view, texts));
    figure(html, "left", texts.timeLeft(), left(view, texts));
    figure(html, "updated", texts.updated(), now());
    html.append("</dl><p role=\"status\" aria-atomic=\"true\" id=\"status\" class=\"soft\"></p>");
    form(html, calls + "/enter", to, texts.enter(), "turn inside", view.state(), true);
    form(html, calls + "/join", to, texts.joinAgain(), "ended", view.state(), true);
    form(
        html,
        calls + "/leave",
        to,
        texts.leave(),
        "gathering waiting paused all-held sold-out turn",
        view.state(),
        false);
    html.append("<footer><a href=\"");
    Html.append(html, to);
    html.append("\">");
    Html.append(html, texts.reload());
    html.append("</a> · ");
    languageLink(html, calls, to, language.other());
    html.append("</footer></main></body></html>\n");
    return secured(
        Response.of(200, Response.HTML, html.toString().getBytes(StandardCharsets.UTF_8)),
        language);
  }

  private static Response secured(Response response, PageLanguage language) {
    return Html.secured(response)
        .with("Content-Security-Policy", POLICY)
        .with("Content-Language", language.code())
        .with("Vary", "Accept, Accept-Language, Cookie")
        .with("X-Robots-Tag", "noindex");
  }

  private static void figure(StringBuilder html, String id, String name, String value) {
    html.append(value.isEmpty() ? "<div hidden><dt>" : "<div><dt>");
    Html.append(html, name);
    html.append("</dt><dd id=\"").append(id).append("\">");
    Html.append(html, value);
    html.append("</dd></div>");
  }

  private static void form(
      StringBuilder html,
      String action,
      String to,
      String label,
      String in,
      State now,
      boolean first) {
    boolean shown = (" " + in + " ").contains(" " + word(now) + " ");
    html.append("<form method=\"post\" action=\"").append(action).append("?to=");
    Html.append(html, encoded(to));
    html.append("\" data-in=\"")
        .append(in)
        .append(shown ? "\">" : "\" hidden>")
        .append(first ? "<button class=\"first\">" : "<button>");
    Html.append(html, label);
    html.append("</button></form>");
  }

  private static void languageLink(
      StringBuilder html, String calls, String to, PageLanguage other) {
    html.append("<a lang=\"")
        .append(other.code())
        .append("\" hreflang=\"")
        .append(other.code())
        .append("\" href=\"")
        .append(calls)
        .append("/language?lang=")
        .append(other.code())
        .append("&amp;to=");
    Html.append(html, encoded(to));
    html.append("\">").append(other.ownName()).append("</a>");
  }

  private static String encoded(String to) {
    return URLEncoder.encode(to, StandardCharsets.UTF_8);
  }

  private static String estimate(PlaceView view, WaitingTexts texts) {
    boolean shown = view.state() == State.WAITING || view.state() == State.ALL_HELD;
    return shown ? texts.estimate(view) : "";
  }

  private static String left(PlaceView view, WaitingTexts texts) {
    return view.state() == State.TURN ? texts.left(view.leftMs()) : "";
  }

  private static long refreshSeconds(PlaceView view) {
    return Math.max(2, view.askAgainMs() / 1_000);
  }

  private static String now() {
    return LocalTime.now(ZoneId.systemDefault()).format(TIME);
  }

  static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static PlaceView offline() {
    return PlaceView.of(State.BUSY, 5_000);
  }

  /** What the page's script asks for. */
  static Response place(PlaceView view, PageLanguage language) {
    return Response.json(200, json(view, new WaitingTexts(language)));
  }

  private static byte[] json(PlaceView view, WaitingTexts texts) {
    String headline = texts.headline(view.state());
    String ahead = texts.people(view.ahead());
    String estimate = estimate(view, texts);
    String say =
        headline
            + ". "
            + (ahead.isEmpty() ? texts.lead(view.state()) : texts.ahead() + ": " + ahead + ". ")
            + (estimate.isEmpty() ? "" : texts.estimatedWait() + ": " + estimate + ".");
    JsonWriter json = new JsonWriter(512);
    json.beginObject()
        .member("state", word(view.state()))
        .member("count", view.ahead())
        .member("next", view.askAgainMs())
        .member("headline", headline)
        .member("lead", texts.lead(view.state()))
        .member("ahead", ahead)
        .member("estimate", estimate)
        .member("left", left(view, texts))
        .member("updated", now())
        .member("say", say)
        .endObject();
    return json.toBytes();
  }

  private static byte[] asset(String name) {
    try (InputStream in = WaitingPage.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
