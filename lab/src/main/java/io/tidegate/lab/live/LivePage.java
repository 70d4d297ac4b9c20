package io.tidegate.lab.live;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.page.Html;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import io.tidegate.http.stream.ServerEvent;
import io.tidegate.lab.report.Numbers;
import io.tidegate.lab.threshold.ThresholdResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A run in the browser: one page, a stream of what each second brings, and the seconds before for
 * whoever comes later. Any thread.
 */
final class LivePage {

  private static final String STYLE = resource("uPlot.min.css") + resource("live.css");
  private static final String SCRIPT = resource("uPlot.iife.min.js") + resource("live.js");
  private static final String POLICY = Html.contentSecurityPolicy(STYLE, SCRIPT);

  private final LiveRun run;
  private volatile ServerEvent newest;
  private long number;

  LivePage(LiveRun run) {
    this.run = run;
    newest = event("");
  }

  void addTo(Router.Builder router) {
    router
        .get("/", exchange -> exchange.reply(page(exchange)), PageLanguage.PARAMETER)
        .get("/seconds", exchange -> exchange.reply(Response.json(200, seconds())))
        .get("/events", exchange -> exchange.reply(Response.events(_ -> newest)));
  }

  /** A file of this package, or of the chart library's jar. */
  private static String resource(String name) {
    String path =
        name.startsWith("uPlot") ? "/META-INF/resources/webjars/uplot/1.6.30/dist/" + name : name;
    try (InputStream in = LivePage.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void show() {
    newest = event("");
  }

  void ended(boolean passed, String report) {
    JsonWriter end = new JsonWriter(256).beginObject().member("passed", passed);
    newest = event(end.member("report", report).endObject().toString());
  }

  // ---- what is sent ----

  private synchronized ServerEvent event(String endJson) {
    LiveRun.Sums sums = run.sums();
    List<LivePoint> points = run.points();
    JsonWriter json = new JsonWriter(1_024).beginObject();
    if (!points.isEmpty()) {
      json.name("point");
      point(json, points.getLast());
    }
    double length = run.length().toNanos() / 1e9;
    json.name("progress").value(run.progress(sums));
    json.member("elapsed", Numbers.clock(sums.elapsedSeconds()));
    json.member("length", length > 0 ? Numbers.clock(length) : "");
    json.member("left", Numbers.clock(Math.max(0, length - sums.elapsedSeconds())));
    json.member("requests", Numbers.count(sums.requests()));
    json.member("iterations", Numbers.count(sums.iterations()));
    json.member("failed", Numbers.count(sums.failed()));
    json.member("failedPart", Numbers.percent(sums.failedPart()));
    json.member("dropped", Numbers.count(sums.dropped()));
    json.member("checks", sums.checks() == 0 ? "–" : Numbers.percent(sums.checksPassed()));
    json.member("p50", time(sums.times().p50())).member("p95", time(sums.times().p95()));
    json.member("p99", time(sums.times().p99())).name("thresholds").beginArray();
    for (ThresholdResult one : sums.thresholds()) threshold(json, one);
    json.endArray();
    if (!endJson.isEmpty()) json.name("end").ready(endJson.getBytes(StandardCharsets.UTF_8));
    return ServerEvent.of("second", "s" + number++, json.endObject().toBytes());
  }

  private static String time(double ms) {
    return Double.isFinite(ms) ? Numbers.time(ms) : "–";
  }

  private static void threshold(JsonWriter json, ThresholdResult one) {
    json.beginObject();
    json.member("text", one.of().name() + " " + one.threshold().source());
    json.member("holds", one.holds()).member("samples", one.samples());
    json.member("figure", Numbers.significant(one.figure())).endObject();
  }

  private JsonWriter seconds() {
    JsonWriter json = new JsonWriter(16_384).beginArray();
    for (LivePoint point : run.points()) point(json, point);
    return json.endArray();
  }

  /** In the order in which {@code live.js} takes them. */
  private static void point(JsonWriter json, LivePoint point) {
    json.beginArray();
    double[] values = {
      point.second(),
      point.requests(),
      point.iterations(),
      point.failed(),
      point.dropped(),
      point.times().p50(),
      point.times().p95(),
      point.times().p99(),
      point.response().p95(),
      point.users(),
      point.usersThere()
    };
    for (double value : values) json.value(value);
    json.endArray();
  }

  private Response page(Exchange exchange) {
    PageLanguage language = PageLanguage.of(exchange);
    StringBuilder html = new StringBuilder(4_096 + STYLE.length() + SCRIPT.length());
    html.append("<!doctype html>\n<html lang=\"").append(language.code()).append("\">\n<head>\n");
    html.append("<meta charset=\"utf-8\">\n<meta name=\"viewport\" ");
    html.append("content=\"width=device-width, initial-scale=1\">\n<title>");
    Html.append(html, run.script());
    html.append("</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>").append(STYLE);
    html.append("</style>\n</head>\n<body>\n").append(LiveMarkup.body(run.script(), language));
    html.append("<script>").append(SCRIPT).append("</script>\n</body>\n</html>\n");
    Response page =
        Response.of(200, Response.HTML, html.toString().getBytes(StandardCharsets.UTF_8));
    return Html.secured(page).with("Content-Security-Policy", POLICY);
  }
}
