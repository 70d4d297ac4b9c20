package io.tidegate.gate.admin;

import io.tidegate.gate.admin.UpstreamsState.EndpointState;
import io.tidegate.gate.admin.UpstreamsState.GuardedRoute;
import io.tidegate.gate.admin.UpstreamsState.UpstreamState;
import io.tidegate.gate.breaker.CircuitBreaker;
import io.tidegate.gate.discovery.DiscoveryState;
import io.tidegate.gate.fallback.FallbackCounts;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.json.Times;
import io.tidegate.http.page.HtmlPage;
import io.tidegate.http.page.HtmlPage.Way;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The live state for people, in Korean and English. Pure. */
final class UpstreamsPage {

  /** The query parameter that has the page come again by itself, in seconds. */
  static final String EVERY = "every";

  private static final String PATH = "/admin/upstreams";
  private static final int EVERY_MOST = 3_600;

  /** The pages of the second door. */
  static final List<Way> WAYS =
      List.of(
          new Way(PATH, "Gate", "게이트"),
          new Way(RegistryPage.PATH, "Registry", "레지스트리"),
          new Way("/metrics", "Metrics", "메트릭"));

  private final HtmlPage page;
  private final PageLanguage language;

  private UpstreamsPage(PageLanguage language, String head) {
    this.language = language;
    page =
        new HtmlPage(
            language, language.say("Upstreams of the gate", "게이트의 업스트림"), PATH, head, WAYS);
  }

  static Response of(Exchange exchange, List<UpstreamState> upstreams, List<GuardedRoute> routes) {
    int every = seconds(exchange.query(EVERY));
    String head = every == 0 ? "" : "<meta http-equiv=\"refresh\" content=\"" + every + "\">\n";
    return new UpstreamsPage(PageLanguage.of(exchange), head).of(upstreams, routes, every > 0);
  }

  private static int seconds(@Nullable String every) {
    if (every == null || !every.matches("[0-9]{1,4}")) return 0;
    return Math.min(Integer.parseInt(every), EVERY_MOST);
  }

  private Response of(List<UpstreamState> upstreams, List<GuardedRoute> routes, boolean refreshes) {
    page.html("<main><h1>").say("Upstreams", "업스트림").html("</h1>\n<p class=\"soft\">");
    page.say(
        "Rates, times and errors are of the last half minute; times are to the head of a response.",
        "비율, 시간, 오류는 최근 30초 기준이며, 시간은 응답 헤더가 도착할 때까지입니다.");
    page.html(" <a href=\"");
    page.link(refreshes ? PATH : PATH + "?" + EVERY + "=5").html("\">");
    if (refreshes) page.say("Stop renewing", "자동 새로고침 중지");
    else page.say("Renew every 5 s", "5초마다 새로고침");
    page.html("</a></p>\n");
    upstreams.forEach(this::upstream);
    if (!routes.isEmpty()) routes(routes);
    page.html("<p class=\"soft\">");
    page.say(
        "To take an endpoint out of service, send the order below with the admin key; \"open\" lets it back.",
        "엔드포인트를 서비스에서 빼려면 관리자 키와 함께 아래 요청을 보내세요. \"open\"으로 되돌립니다.");
    page.html("</p>\n<pre><code>curl -X POST -H 'Authorization: Bearer KEY'");
    page.html(" -H 'Content-Type: application/json' -d '").text(order());
    page.html("' \\\n  http://HOST/admin/upstreams/NAME/endpoints/ADDRESS</code></pre>\n</main>\n");
    return page.reply();
  }

  private static String order() {
    return new JsonWriter(32).beginObject().member("state", "drain").endObject().toString();
  }

  private void upstream(UpstreamState upstream) {
    page.html("<h2>").text(upstream.name()).html("</h2>\n<dl>");
    fact("In flight", "처리 중", Integer.toString(upstream.inFlight()));
    fact("Limit", "한도", limit(upstream.limit()));
    fact("Waiting", "대기", Integer.toString(upstream.waiting()));
    fact("Retrying", "재시도 중", Integer.toString(upstream.retrying()));
    fact("Takes per second", "초당 수용", decimal(upstream.admissionRate()));
    page.html("</dl>\n");
    if (upstream.discovery() != null) discovery(upstream.discovery());
    page.html("<div class=\"wide\"><table><thead><tr>");
    head("Endpoint", "엔드포인트");
    head("State", "상태");
    head("In flight", "처리 중");
    head("Weight", "가중치");
    head("Per second", "초당");
    head("p50 ms", "p50 ms");
    head("p99 ms", "p99 ms");
    head("Errors", "오류");
    head("Retries", "재시도");
    page.html("</tr></thead><tbody>\n");
    upstream.endpoints().forEach(this::endpoint);
    page.html("</tbody></table></div>\n");
  }

  private void discovery(DiscoveryState discovery) {
    page.html("<p class=\"soft\">").say("Endpoints from ", "엔드포인트 출처: ");
    page.html("<code>").text(discovery.source()).html("</code>");
    if (discovery.answeredMs() > 0) {
      page.say("; it last answered at ", "; 마지막 응답 ").text(Times.text(discovery.answeredMs()));
      page.say(", with other ones at ", ", 마지막 변경 ").text(Times.text(discovery.changedMs()));
    } else page.say("; it has not answered yet", "; 아직 응답 없음");
    page.html("</p>\n");
    if (discovery.error() == null) return;
    page.html("<p>");
    if (discovery.failing())
      page.html("<span class=\"badge bad\">").say("failing", "실패 중").html("</span> ");
    page.say("Last error at ", "마지막 오류 ").text(Times.text(discovery.errorMs()));
    page.html(": <span lang=\"en\">").text(discovery.error()).html("</span></p>\n");
  }

  private void routes(List<GuardedRoute> routes) {
    page.html("<h2>").say("Routes with a breaker or a fallback", "차단기나 대체 응답이 있는 경로");
    page.html("</h2>\n<div class=\"wide\"><table><thead><tr>");
    head("Route", "경로");
    head("Circuit breaker", "서킷 브레이커");
    head("Refused", "거절");
    head("Stale", "오래된 캐시");
    head("Other upstream", "다른 업스트림");
    head("Page", "안내 페이지");
    head("Reply", "고정 응답");
    page.html("</tr></thead><tbody>\n");
    routes.forEach(this::route);
    page.html("</tbody></table></div>\n");
  }

  private void route(GuardedRoute route) {
    page.html("<tr><th scope=\"row\">").text(route.name()).html("</th><td>");
    CircuitBreaker breaker = route.breaker();
    String why = breaker == null ? null : breaker.why();
    if (breaker == null) page.text("–");
    else if (why == null)
      page.html("<span class=\"badge good\">").say("closed", "닫힘").html("</span>");
    else page.html("<span lang=\"en\">").text(why).html("</span>");
    page.html("</td>");
    FallbackCounts fallbacks = route.fallbacks();
    cell(breaker == null ? "–" : Long.toString(breaker.refused()));
    cell(fallbacks == null ? "–" : Long.toString(fallbacks.stale()));
    cell(fallbacks == null ? "–" : Long.toString(fallbacks.upstream()));
    cell(fallbacks == null ? "–" : Long.toString(fallbacks.page()));
    cell(fallbacks == null ? "–" : Long.toString(fallbacks.reply()));
    page.html("</tr>\n");
  }

  private void fact(String english, String korean, String value) {
    page.html("<div><dt>").say(english, korean).html("</dt><dd>").text(value).html("</dd></div>");
  }

  private void head(String english, String korean) {
    page.html("<th scope=\"col\">").say(english, korean).html("</th>");
  }

  private void endpoint(EndpointState endpoint) {
    page.html("<tr><th scope=\"row\">").text(endpoint.address()).html("</th><td>");
    String out = endpoint.out();
    if (out == null) page.html("<span class=\"badge good\">").say("in service", "서비스 중");
    else page.html("<span class=\"badge bad\">").say("out", "제외됨");
    page.html("</span>");
    if (out != null) page.html(" <span lang=\"en\">").text(out).html("</span>");
    page.html("</td>");
    cell(Integer.toString(endpoint.inFlight()));
    cell(decimal(endpoint.weight()));
    cell(decimal(endpoint.ratePerSecond()));
    cell(decimal(endpoint.headMs(0.5)));
    cell(decimal(endpoint.headMs(0.99)));
    cell(Long.toString(endpoint.errors()));
    cell(Long.toString(endpoint.recent().figures().retries()));
    page.html("</tr>\n");
  }

  private void cell(String text) {
    page.html("<td>").text(text).html("</td>");
  }

  private String limit(int limit) {
    return limit >= LimitConfig.MOST ? language.say("none", "없음") : Integer.toString(limit);
  }

  private static String decimal(double value) {
    return value < 0 || Double.isInfinite(value) ? "–" : String.format(Locale.ROOT, "%,.1f", value);
  }
}
