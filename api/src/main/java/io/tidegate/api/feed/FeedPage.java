package io.tidegate.api.feed;

import io.tidegate.engine.view.PostView;
import io.tidegate.http.page.Html;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The feed as a page for people: made for a phone, readable without script, in light and dark. */
final class FeedPage {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --ink: #1b1f24; --soft: #5c6670; --line: #dfe3e8; --link: #0b5cad; }
      @media (prefers-color-scheme: dark) { :root { --page: #101316; --card: #191d22; --ink: #e6e9ec; --soft: #9aa4ae; --line: #2a3037; --link: #7db8f5; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 40rem; padding: 0 .75rem 2rem; background: var(--page); color: var(--ink); font: 1rem/1.6 system-ui, "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", sans-serif; overflow-wrap: anywhere; }
      header { padding: 1.25rem .5rem .75rem; }
      h1 { margin: 0; font-size: 1.5rem; line-height: 1.2; }
      header p { margin: .25rem 0 0; color: var(--soft); font-size: .875rem; }
      .top { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; padding: .75rem .5rem 0; font-size: .9375rem; }
      .top a { flex: none; padding: 0; border: 0; background: none; font-weight: 500; }
      .top .home { font-weight: 700; color: var(--ink); } .top .other { margin-left: auto; }
      article { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; margin: 0 0 .75rem; }
      h2 { margin: 0; font-size: 1.0625rem; line-height: 1.4; }
      .by { display: flex; align-items: center; gap: .5rem; margin: 0 0 .5rem; color: var(--soft); font-size: .8125rem; line-height: 1.3; }
      .by b { color: var(--ink); font-weight: 600; }
      .by time { margin-left: auto; white-space: nowrap; font-variant-numeric: tabular-nums; }
      .mark { flex: none; width: 1.75rem; height: 1.75rem; border-radius: 50%; color: #fff; font-weight: 600; text-align: center; line-height: 1.75rem; }
      .m0 { background: #2f6fb0; } .m1 { background: #8a5a9e; } .m2 { background: #2e7d5b; } .m3 { background: #a8592f; } .m4 { background: #58668a; } .m5 { background: #a24560; }
      .text { margin: .375rem 0 0; white-space: pre-line; }
      h2:lang(ko), .text:lang(ko) { word-break: keep-all; }
      .text:lang(ko) { line-height: 1.7; }
      nav { display: flex; gap: .75rem; margin-top: 1rem; }
      nav a { flex: 1; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); color: var(--link); text-align: center; text-decoration: none; font-weight: 600; }
      nav a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
      """;

  private static final String POLICY = Html.contentSecurityPolicy(STYLE);

  private static final String FEED = "/feed";
  private static final int MARKS = 6;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private FeedPage() {}

  /** The page's bytes. */
  static byte[] html(FeedSlice slice, PageLanguage language) {
    StringBuilder html = new StringBuilder(4_096 + 1_024 * slice.size());
    html.append("<!doctype html>\n<html lang=\"").append(language.code()).append("\">\n<head>\n");
    html.append("<meta charset=\"utf-8\">\n");
    html.append(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    String title = language.say("Feed", "피드");
    html.append(title).append("</title>\n<style>").append(STYLE);
    html.append("</style>\n</head>\n<body>\n");
    ways(html, slice, language);
    html.append("<header>\n<h1>").append(title).append("</h1>\n<p>");
    html.append(language.say("Newest first.", "새 글부터.")).append("</p>\n</header>\n<main>\n");
    if (slice.size() == 0) {
      String nothing = language.say("Nothing has been posted here.", "아직 올라온 글이 없습니다.");
      html.append("<p>").append(nothing).append("</p>\n");
    }
    slice.forEach(post -> article(html, post));
    html.append("</main>\n");
    pages(html, slice, language);
    return html.append("</body>\n</html>\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The reply with the header fields of this page. */
  static Response secured(Response response, PageLanguage language) {
    return Html.secured(response)
        .with("Content-Security-Policy", POLICY)
        .with("Content-Language", language.code())
        .with("Vary", "Accept-Language");
  }

  private static void ways(StringBuilder html, FeedSlice slice, PageLanguage language) {
    PageLanguage other = language.other();
    String here = slice.isFirst() ? FEED : FEED + "?before=" + (slice.newest() + 1);
    html.append("<nav class=\"top\" aria-label=\"").append(language.say("Pages", "페이지"));
    html.append("\"><a class=\"home\" href=\"").append(language.link("/"));
    html.append("\">Tidegate</a><a class=\"other\" lang=\"").append(other.code());
    html.append("\" hreflang=\"").append(other.code()).append("\" href=\"");
    Html.append(html, other.link(here));
    html.append("\">").append(other.ownName()).append("</a></nav>\n");
  }

  private static void article(StringBuilder html, PostView post) {
    html.append("<article id=\"p").append(post.post()).append('"');
    String language = PostLanguage.of(post.title() + post.text());
    if (!language.isEmpty()) html.append(" lang=\"").append(language).append('"');
    html.append(">\n");
    by(html, post);
    html.append("<h2 dir=\"auto\">");
    Html.append(html, post.title());
    html.append("</h2>\n<p class=\"text\" dir=\"auto\">");
    Html.append(html, post.text());
    html.append("</p>\n</article>\n");
  }

  private static void by(StringBuilder html, PostView post) {
    String author = post.author();
    html.append("<p class=\"by\"><span class=\"mark m");
    html.append(Math.floorMod(author.hashCode(), MARKS)).append("\" aria-hidden=\"true\">");
    Html.append(html, initial(author));
    html.append("</span><b><bdi>");
    Html.append(html, author);
    Instant at = Instant.ofEpochMilli(post.postedMs());
    html.append("</bdi></b><time datetime=\"").append(at).append("\">");
    html.append(TIME.format(at)).append("</time></p>\n");
  }

  /** The first character that is none of the blanks. */
  private static String initial(String author) {
    String text = author.strip();
    return text.substring(0, text.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
  }

  private static void pages(StringBuilder html, FeedSlice slice, PageLanguage language) {
    if (slice.isFirst() && !slice.hasMore()) return;
    html.append("<nav>\n");
    if (!slice.isFirst()) {
      html.append("<a href=\"").append(language.link(FEED)).append("\">");
      html.append(language.say("Newest", "최신 글")).append("</a>\n");
    }
    if (slice.hasMore()) {
      html.append("<a rel=\"next\" href=\"");
      Html.append(html, language.link(FEED + "?before=" + slice.oldest()));
      html.append("\">").append(language.say("Older", "이전 글")).append("</a>\n");
    }
    html.append("</nav>\n");
  }
}
