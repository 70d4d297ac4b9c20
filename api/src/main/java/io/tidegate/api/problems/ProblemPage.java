package io.tidegate.api.problems;

import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.page.Html;

/** The pages of the problem types, whole in themselves: no script, no other file. Pure. */
final class ProblemPage {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
      h1 { font-size: 1.5rem; line-height: 1.2; }
      h2 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; }
      p { margin: .5rem 0; }
      pre { background: #8882; border-radius: .5rem; padding: .75rem; white-space: pre-wrap; }
      table { border-collapse: collapse; width: 100%; }
      td { border-top: 1px solid #8886; padding: .4rem .75rem .4rem 0; vertical-align: top; }
      nav { display: flex; gap: 1rem; justify-content: space-between; border-top: 1px solid #8886; margin-top: 2rem; padding-top: .75rem; }
      """;

  private ProblemPage() {}

  /** All types, each leading to its own page. */
  static String all() {
    StringBuilder html = begin("Problems");
    html.append(
        """
        <h1>Problems</h1>
        <p>What this service answers when it says no: <code>application/problem+json</code> (RFC 9457), whose <code>type</code> leads to one of these pages.</p>
        <table>
        """);
    for (ProblemType type : ProblemType.values()) {
      html.append("<tr><td>");
      link(html, type);
      html.append("</td><td>").append(type.status()).append("</td><td>");
      Html.append(html, type.title());
      html.append("</td></tr>\n");
    }
    return end(html.append("</table>\n"));
  }

  /** One type: what it means, what helps, what it looks like. */
  static String of(ProblemType type) {
    StringBuilder html = begin(type.title());
    html.append("<h1>");
    Html.append(html, type.title());
    html.append("</h1>\n<p><code>").append(type.id()).append("</code>, status ");
    html.append(type.status()).append("</p>\n<h2>What it means</h2>\n<p>");
    Html.append(html, type.meaning());
    html.append("</p>\n<h2>What helps</h2>\n<p>");
    Html.append(html, type.remedy());
    html.append("</p>\n<h2>What it looks like</h2>\n<pre><code>");
    Html.append(html, example(type));
    html.append("</code></pre>\n");
    html.append(
        "<p>Go by <code>type</code>, which stays the same; <code>detail</code> and other members say what is particular to the one at hand.</p>\n");
    neighbours(html, type);
    return end(html);
  }

  static String contentSecurityPolicy() {
    return Html.contentSecurityPolicy(STYLE);
  }

  private static String example(ProblemType type) {
    return """
    HTTP/1.1 %d
    Content-Type: application/problem+json

    {"type":"/problems/%s","title":"%s","status":%d}\
    """
        .formatted(type.status(), type.id(), type.title(), type.status());
  }

  private static void neighbours(StringBuilder html, ProblemType type) {
    ProblemType[] all = ProblemType.values();
    int at = type.ordinal();
    html.append("<nav>");
    if (at > 0) link(html, all[at - 1]);
    html.append("<a href=\"/problems\">All problems</a>");
    if (at < all.length - 1) link(html, all[at + 1]);
    html.append("</nav>\n");
  }

  private static void link(StringBuilder html, ProblemType type) {
    html.append("<a href=\"/problems/").append(type.id()).append("\">").append(type.id());
    html.append("</a>");
  }

  private static StringBuilder begin(String title) {
    StringBuilder html = new StringBuilder(8_192);
    html.append(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\
        """);
    Html.append(html, title);
    return html.append("</title>\n<style>").append(STYLE).append("</style>\n</head>\n<body>\n");
  }

  private static String end(StringBuilder html) {
    return html.append("</body>\n</html>\n").toString();
  }
}
