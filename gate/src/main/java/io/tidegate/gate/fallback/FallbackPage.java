package io.tidegate.gate.fallback;

import io.tidegate.http.page.Html;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Method;
import java.nio.charset.StandardCharsets;

/**
 * The page for people where a service does not respond: whole in itself, since nothing else may be
 * there, and coming again by itself where that does no harm. Pure.
 */
final class FallbackPage {

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--ink:#1b1f24;--soft:#55606b;--line:#d5dae0;--link:#0b5cad;--on:#fff}
      @media(prefers-color-scheme:dark){:root{--page:#101316;--card:#191d22;--ink:#e6e9ec;--soft:#a6b0ba;--line:#353c44;--link:#8cc2f8;--on:#0c1116}}
      *{box-sizing:border-box}
      body{margin:0;min-height:100vh;display:flex;padding:1rem;background:var(--page);color:var(--ink);font:1.0625rem/1.6 system-ui,"Apple SD Gothic Neo","Noto Sans KR","Malgun Gothic",sans-serif;overflow-wrap:anywhere}
      :lang(ko){word-break:keep-all}
      main{width:100%;max-width:32rem;margin:auto;background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.5rem}
      h1{margin:0 0 .5rem;font-size:1.625rem;line-height:1.25}
      p{margin:.5rem 0}
      a{display:inline-block;margin:.75rem 0;padding:.5rem 1.25rem;border-radius:.5rem;background:var(--link);color:var(--on);font-weight:600;text-decoration:none}
      a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
      small{color:var(--soft);font-size:.875rem}
      """;

  private static final String POLICY = Html.contentSecurityPolicy(STYLE);

  private FallbackPage() {}

  /**
   * The page.
   *
   * @param seconds after which it may come again
   * @param taken whether the service may have done already what it was asked
   */
  static Response of(Exchange exchange, int status, int seconds, boolean taken) {
    PageLanguage language = PageLanguage.ofRefused(exchange);
    boolean reads = exchange.method() == Method.GET || exchange.method() == Method.HEAD;
    String title = language.say("Try again in a moment", "잠시 후 다시 시도해 주세요");
    StringBuilder html = new StringBuilder(3_072);
    html.append("<!doctype html><html lang=\"").append(language.code());
    html.append("\"><head><meta charset=\"utf-8\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width\">");
    html.append("<meta name=\"robots\" content=\"noindex\"><title>").append(title);
    html.append("</title><style>").append(STYLE).append("</style></head><body><main><h1>");
    html.append(title).append("</h1><p>").append(lead(language, reads, taken)).append("</p>");
    if (reads)
      html.append("<a href=\"\">").append(language.say("Try again now", "지금 다시 시도")).append("</a>");
    html.append("<p><small>").append(language.say("Request", "요청 번호")).append(" <span>");
    Html.append(html, exchange.requestId());
    html.append("</span></small></p></main></body></html>\n");
    byte[] bytes = html.toString().getBytes(StandardCharsets.UTF_8);
    Response page =
        Html.secured(Response.of(status, Response.HTML, bytes))
            .with("Content-Security-Policy", POLICY)
            .with("Content-Language", language.code())
            .with("Vary", "Accept, Accept-Language")
            .with("X-Robots-Tag", "noindex")
            .with("Retry-After", Integer.toString(seconds));
    return reads ? page.with("Refresh", Integer.toString(seconds)) : page;
  }

  private static String lead(PageLanguage language, boolean reads, boolean taken) {
    if (reads)
      return language.say(
          "This page is not available right now. It tries again by itself every few seconds.",
          "지금은 이 페이지를 열 수 없어요. 몇 초마다 저절로 다시 시도해요.");
    if (taken)
      return language.say(
          "It is not known whether what you sent was carried out. Check that before you send it"
              + " again.",
          "보내신 내용이 처리되었는지 알 수 없어요. 다시 보내기 전에 먼저 확인해 주세요.");
    return language.say(
        "What you sent was not carried out, and nothing has changed. Go back and send it again in a"
            + " moment.",
        "보내신 내용은 처리되지 않았고, 바뀐 것도 없어요. 뒤로 가서 잠시 후 다시 보내 주세요.");
  }
}
