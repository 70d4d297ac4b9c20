package io.tidegate.http.page;

import io.tidegate.http.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Builds a page for people, with the look and the frame that all of them share. Readable from 320
 * px on, in light and dark, without script and without any other file. Not thread-safe.
 */
public final class HtmlPage {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --ink: #1b1f24; --soft: #5c6670; --line: #dfe3e8; --link: #0b5cad; --code: #eef1f4; --good: #13693c; --good-back: #dcf3e5; --wait: #7a4a00; --wait-back: #fdeecf; --bad: #a01d16; --bad-back: #fbe0de; --bar: #2f7fd0; }
      @media (prefers-color-scheme: dark) { :root { --page: #101316; --card: #191d22; --ink: #e6e9ec; --soft: #9aa4ae; --line: #2a3037; --link: #7db8f5; --code: #22272d; --good: #7fdca9; --good-back: #12301f; --wait: #f2c179; --wait-back: #38280d; --bad: #ff9b93; --bad-back: #3f1a17; --bar: #4c97e2; } }
      * { box-sizing: border-box; }
      html { scroll-padding-top: 1rem; }
      body { margin: 0 auto; max-width: 60rem; padding: 0 1rem 3rem; background: var(--page); color: var(--ink); font: 1rem/1.6 system-ui, "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", sans-serif; overflow-wrap: anywhere; }
      :lang(ko) { word-break: keep-all; }
      a { color: var(--link); text-underline-offset: .15em; }
      a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: .25rem; }
      h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -.01em; }
      h2 { margin: 2.25rem 0 .75rem; font-size: 1.25rem; line-height: 1.3; }
      h3 { margin: 0; font-size: 1.0625rem; line-height: 1.4; }
      p { margin: .5rem 0; }
      time { white-space: nowrap; }
      main > h1:first-child { margin-top: 1.5rem; }
      .soft { color: var(--soft); font-size: .875rem; }
      .top { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; padding: 1rem 0 .75rem; border-bottom: 1px solid var(--line); font-size: .9375rem; }
      .top a { text-decoration: none; font-weight: 500; }
      .top a:hover { text-decoration: underline; }
      .top .home { font-weight: 700; color: var(--ink); font-size: 1.0625rem; }
      .top .other { margin-left: auto; }
      .lead { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; margin-top: 1.5rem; }
      .badge { display: inline-block; padding: .0625rem .625rem; border-radius: 1rem; font-size: .8125rem; font-weight: 600; white-space: nowrap; color: var(--soft); background: var(--code); }
      .good { color: var(--good); background: var(--good-back); } .wait { color: var(--wait); background: var(--wait-back); } .bad { color: var(--bad); background: var(--bad-back); }
      .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: .75rem; }
      .card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; min-width: 0; }
      .card > :last-child { margin-bottom: 0; }
      .card > header { display: flex; gap: .75rem; justify-content: space-between; align-items: flex-start; }
      .links { grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); }
      .links .card { color: inherit; text-decoration: none; display: block; }
      .links .card:hover { border-color: var(--link); }
      .links b { color: var(--link); font-weight: 600; }
      .links span { display: block; color: var(--soft); font-size: .875rem; line-height: 1.5; }
      dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(4.75rem, 1fr)); gap: .625rem .75rem; margin: .75rem 0 0; }
      dt { color: var(--soft); font-size: .8125rem; line-height: 1.3; }
      dd { margin: 0; font-variant-numeric: tabular-nums; font-weight: 600; } dd small { color: var(--soft); font-weight: 400; font-size: .875em; }
      .units { margin: .75rem 0 0; }
      .units p { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .75rem; margin: 0 0 .25rem; font-size: .9375rem; }
      .units p > :first-child { flex: 1 1 9rem; }
      .units .count { margin-left: auto; white-space: nowrap; font-variant-numeric: tabular-nums; }
      progress { display: block; width: 100%; height: .5rem; border: 0; border-radius: .25rem; overflow: hidden; background: var(--code); appearance: none; }
      progress::-webkit-progress-bar { background: var(--code); } progress::-webkit-progress-value { background: var(--bar); } progress::-moz-progress-bar { background: var(--bar); }
      code, pre { font: .875em/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK KR", monospace; }
      code { background: var(--code); border-radius: .25rem; padding: .0625rem .25rem; }
      pre { background: var(--code); border-radius: .5rem; padding: .75rem; overflow-x: auto; overflow-wrap: normal; }
      pre code { background: none; padding: 0; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: .9375rem; margin: .5rem 0; }
      th, td { border-top: 1px solid var(--line); padding: .375rem .75rem .375rem 0; vertical-align: top; text-align: left; }
      th { color: var(--soft); font-weight: 600; font-size: .8125rem; border-top: 0; }
      td { overflow-wrap: break-word; } td:first-child, th { overflow-wrap: normal; }
      details { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; margin: 0 0 .5rem; }
      summary { cursor: pointer; padding: .625rem 1rem; display: flex; flex-wrap: wrap; gap: .125rem .75rem; align-items: baseline; list-style: none; }
      summary::-webkit-details-marker { display: none; }
      summary::before { content: "\u25B8"; color: var(--soft); width: .75rem; transition: transform .15s; } details[open] > summary::before { transform: rotate(90deg); }
      @media (prefers-reduced-motion: reduce) { summary::before { transition: none; } }
      summary .path { font: .875rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace; min-width: 0; }
      summary .says { color: var(--soft); font-size: .9375rem; }
      .method { font: 700 .8125rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; min-width: 3.75rem; color: var(--link); }
      .body { padding: 0 1rem 1rem; border-top: 1px solid var(--line); }
      h4 { margin: 1rem 0 .25rem; font-size: .9375rem; }
      blockquote { margin: .5rem 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
      img { max-width: 100%; }
      @media (max-width: 30rem) { body { padding: 0 .75rem 2rem; } h1 { font-size: 1.5rem; } .top { gap: .25rem 1rem; } .top .other { margin-left: 0; } }
      """;

  private static final String POLICY = Html.contentSecurityPolicy(STYLE);

  private final StringBuilder html = new StringBuilder(16_384);

  private final PageLanguage language;

  /**
   * A page that every page leads to.
   *
   * @param path within this server
   */
  public record Way(String path, String english, String korean) {}

  /**
   * Begins a page, with its ways to the others and to itself in the other language.
   *
   * @param language of its words
   * @param path its own, with a query if it needs one to be the same page
   * @param head more for its head, as HTML
   * @param ways to other pages, the first to the one where all begins
   */
  public HtmlPage(PageLanguage language, String title, String path, String head, List<Way> ways) {
    this.language = language;
    html.append("<!doctype html>\n<html lang=\"").append(language.code()).append("\">\n<head>\n");
    html.append("<meta charset=\"utf-8\">\n");
    html.append(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    text(title).html("</title>\n").html(head).html("<style>").html(STYLE);
    html.append("</style>\n</head>\n<body>\n");
    ways(path, ways);
  }

  private void ways(String path, List<Way> ways) {
    html("<nav class=\"top\" aria-label=\"").say("Pages", "페이지").html("\">");
    for (int i = 0; i < ways.size(); i++) way(i == 0 ? "home" : "", ways.get(i), path);
    PageLanguage other = language.other();
    html("<a class=\"other\" lang=\"").html(other.code()).html("\" hreflang=\"");
    html(other.code()).html("\" href=\"").text(other.link(path)).html("\">");
    text(other.ownName()).html("</a></nav>\n");
  }

  private void way(String kind, Way to, String path) {
    html("<a ").html(kind.isEmpty() ? "" : "class=\"" + kind + "\" ").html("href=\"");
    link(to.path()).html("\"").html(to.path().equals(path) ? " aria-current=\"page\">" : ">");
    say(to.english(), to.korean()).html("</a> ");
  }

  /** Adds the one of two texts that is in its language, escaped. */
  public HtmlPage say(String english, String korean) {
    return text(language.say(english, korean));
  }

  /** Adds the target of a link to a page of this service, which is in its language then. */
  public HtmlPage link(String path) {
    return text(language.link(path));
  }

  /** Adds HTML. */
  public HtmlPage html(String markup) {
    html.append(markup);
    return this;
  }

  /** Adds text, escaped. */
  public HtmlPage text(String text) {
    Html.append(html, text);
    return this;
  }

  /** Adds a number as people write it, with a comma between thousands. */
  public HtmlPage number(long number) {
    html.append(String.format(Locale.ROOT, "%,d", number));
    return this;
  }

  /** The page, ended, as a reply with what keeps it from being misused. */
  public Response reply() {
    return reply(200);
  }

  /** The same with another status. */
  public Response reply(int status) {
    return reply(status, POLICY);
  }

  /**
   * The same for a page that runs this one script of its own and asks this service with it.
   *
   * @param script what stands between the page's {@code <script>} and {@code </script>}
   */
  public Response replyWithScript(String script) {
    html("<script>").html(script).html("</script>\n");
    return reply(200, Html.contentSecurityPolicy(STYLE, script));
  }

  private Response reply(int status, String policy) {
    byte[] bytes = html.append("</body>\n</html>\n").toString().getBytes(StandardCharsets.UTF_8);
    return Html.secured(Response.of(status, Response.HTML, bytes))
        .with("Content-Security-Policy", policy)
        .with("Content-Language", language.code());
  }
}
