package io.tidegate.api.problems;

import io.tidegate.api.page.ServicePage;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.page.HtmlPage;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Response;
import org.jspecify.annotations.Nullable;

/** The pages of the problem types in one language, whole in themselves. Pure. */
final class ProblemPage {

  private static final String PROBLEMS = "/problems";

  private final PageLanguage language;
  private final KoreanTexts korean;

  ProblemPage(PageLanguage language, KoreanTexts korean) {
    this.language = language;
    this.korean = korean;
  }

  /** All types, each leading to its own page. */
  Response all() {
    HtmlPage page = ServicePage.begin(language, language.say("Problems", "오류 안내"), PROBLEMS);
    page.html("<main>\n<h1>").say("Problems", "오류 안내").html("</h1>\n<p>");
    page.say("What this service answers when it says no: ", "서비스가 거절할 때의 응답입니다: ");
    page.html("<code>application/problem+json</code> (RFC 9457)");
    page.say(", whose type leads to one of these pages.", ". type이 아래의 쪽 가운데 하나로 이어집니다.");
    page.html("</p>\n<div class=\"wide\"><table>\n");
    for (ProblemType type : ProblemType.values()) {
      page.html("<tr><td>");
      link(page, type);
      page.html("</td><td>" + type.status()).html("</td><td>").text(title(type));
      page.html("</td></tr>\n");
    }
    return page.html("</table></div>\n</main>\n").reply();
  }

  /** One type: what it means, what helps, what it looks like. */
  Response of(ProblemType type) {
    HtmlPage page = begun(type);
    explained(page, type);
    page.html("<h2>").say("What it looks like", "응답의 모습").html("</h2>\n<pre><code>");
    page.text(example(type)).html("</code></pre>\n<p>");
    page.say(
        "Go by type, which stays the same; detail and other members say what is particular to the one at hand.",
        "바뀌지 않는 type을 기준으로 삼으십시오. detail과 다른 항목은 이번 일에만 해당하는 것을 알려 줍니다.");
    page.html("</p>\n");
    neighbours(page, type);
    return page.html("</main>\n").reply();
  }

  /** What a browser is shown where it meets this type. */
  Response met(ProblemType type, @Nullable String detail) {
    HtmlPage page = begun(type);
    if (detail != null) page.html("<p lang=\"en\">").text(detail).html("</p>\n");
    explained(page, type);
    return page.html("</main>\n").reply(type.status());
  }

  private HtmlPage begun(ProblemType type) {
    HtmlPage page = ServicePage.begin(language, title(type), PROBLEMS + "/" + type.id());
    page.html("<main>\n<h1>").text(title(type)).html("</h1>\n<p class=\"soft\"><code>");
    page.text(type.id()).html("</code>, ").say("status", "상태").html(" " + type.status());
    return page.html("</p>\n");
  }

  private void explained(HtmlPage page, ProblemType type) {
    boolean inKorean = language == PageLanguage.KOREAN;
    page.html("<h2>").say("What it means", "무슨 뜻인가").html("</h2>\n<p>");
    page.text(inKorean ? korean.of(type).meaning() : type.meaning());
    page.html("</p>\n<h2>").say("What helps", "어떻게 하면 되나").html("</h2>\n<p>");
    page.text(inKorean ? korean.of(type).remedy() : type.remedy()).html("</p>\n");
  }

  private String title(ProblemType type) {
    return language == PageLanguage.KOREAN ? korean.of(type).title() : type.title();
  }

  private static String example(ProblemType type) {
    return """
    HTTP/1.1 %d
    Content-Type: application/problem+json

    {"type":"/problems/%s","title":"%s","status":%d}\
    """
        .formatted(type.status(), type.id(), type.title(), type.status());
  }

  private static void neighbours(HtmlPage page, ProblemType type) {
    ProblemType[] all = ProblemType.values();
    int at = type.ordinal();
    page.html("<nav class=\"top\">");
    if (at > 0) link(page, all[at - 1]);
    page.html(" <a href=\"").link(PROBLEMS).html("\">").say("All problems", "모든 오류");
    page.html("</a> ");
    if (at < all.length - 1) link(page, all[at + 1]);
    page.html("</nav>\n");
  }

  private static void link(HtmlPage page, ProblemType type) {
    page.html("<a href=\"").link(PROBLEMS + "/" + type.id()).html("\">").text(type.id());
    page.html("</a>");
  }
}
