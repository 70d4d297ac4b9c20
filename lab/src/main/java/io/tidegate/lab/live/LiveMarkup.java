package io.tidegate.lab.live;

import io.tidegate.http.page.Html;
import io.tidegate.http.page.PageLanguage;

/** The body of the live page; {@code live.js} fills it. Pure. */
final class LiveMarkup {

  private final PageLanguage language;
  private final StringBuilder html = new StringBuilder(4_096);

  private LiveMarkup(PageLanguage language) {
    this.language = language;
  }

  static String body(String script, PageLanguage language) {
    return new LiveMarkup(language).write(script);
  }

  private String write(String script) {
    PageLanguage other = language.other();
    html.append("<header><h1>");
    Html.append(html, script);
    html.append("</h1><a lang=\"").append(other.code()).append("\" href=\"");
    Html.append(html, other.link("/"));
    html.append("\">").append(other.ownName()).append("</a></header>\n<main>\n");
    html.append("<p id=\"end\" role=\"status\" data-passed=\"");
    say("The run has ended; all went well.", "실행이 끝났습니다. 모두 통과했습니다.");
    html.append("\" data-failed=\"");
    say("The run has ended, and not all went well.", "실행이 끝났습니다. 통과하지 못한 것이 있습니다.");
    html.append("\" data-report=\"");
    say("Report:", "보고서:");
    html.append("\" data-gone=\"");
    say("No connection to the run: it is over, or it died.", "실행과 연결이 끊겼습니다. 끝났거나 죽은 것입니다.");
    html.append("\"></p>\n<div class=\"time\"><progress max=\"1\" value=\"0\" aria-label=\"");
    say("Progress", "진행");
    html.append(
        "\"></progress><p><span id=\"elapsed\">0:00</span> / <span id=\"length\"></span>, ");
    say("left", "남은 시간");
    html.append(" <span id=\"left\"></span></p></div>\n<dl>\n");
    key("requests", "Requests", "요청");
    key("iterations", "Iterations", "반복");
    key("failed", "Failed", "실패");
    key("failedPart", "Failed of all", "실패율");
    key("dropped", "Not served", "처리 안 됨");
    key("p50", "Latency p50", "지연 시간 p50");
    key("p95", "Latency p95", "지연 시간 p95");
    key("p99", "Latency p99", "지연 시간 p99");
    key("checks", "Checks passed", "검사 성공률");
    html.append("</dl>\n<ul id=\"thresholds\" aria-label=\"");
    say("Thresholds", "통과 기준");
    html.append("\"></ul>\n<div class=\"plots\">\n");
    plot("rate", "1,2", "Rate, per second", "처리율 (초당)", "requests|iterations", "요청|반복");
    plot("time", "5,6,7,8", "Latency", "지연 시간", "p50|p95|p99|response p95", "p50|p95|p99|응답 p95");
    plot("rate", "3,4", "Errors, per second", "오류 (초당)", "failed|not served", "실패|처리 안 됨");
    plot("count", "9,10", "Virtual users", "가상 사용자", "at work|there", "일하는 중|준비됨");
    return html.append("</div>\n</main>\n").toString();
  }

  private void key(String id, String english, String korean) {
    html.append("<div><dt>");
    say(english, korean);
    html.append("</dt><dd id=\"").append(id).append("\">–</dd></div>\n");
  }

  private void plot(
      String unit,
      String columns,
      String english,
      String korean,
      String names,
      String koreanNames) {
    html.append("<section><h2>");
    say(english, korean);
    html.append("</h2><div class=\"plot\" data-unit=\"").append(unit);
    html.append("\" data-columns=\"").append(columns).append("\" data-names=\"");
    say(names, koreanNames);
    html.append("\" data-time=\"");
    say("time", "시간");
    html.append("\"></div></section>\n");
  }

  private void say(String english, String korean) {
    Html.append(html, language.say(english, korean));
  }
}
