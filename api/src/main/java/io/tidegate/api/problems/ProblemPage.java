package io.tidegate.api.problems;

import io.tidegate.api.page.Html;
import io.tidegate.api.reply.ProblemType;

/** The page of all problem types, whole in itself: no script, no other file, readable anywhere. */
final class ProblemPage {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
      h1 { font-size: 1.5rem; }
      nav { columns: 12rem; }
      nav ul { list-style: none; margin: 0; padding: 0; }
      article { border-top: 1px solid #8886; padding: .25rem .75rem; margin: 0 -.75rem; }
      article:target { background: #fd04; }
      h2 { font-size: 1.1rem; margin: .5rem 0; }
      h2 a { color: inherit; text-decoration: none; }
      h2 span { font-weight: normal; opacity: .7; }
      p { margin: .5rem 0; }
      """;

  private ProblemPage() {}

  static String html() {
    StringBuilder html = new StringBuilder(32_768);
    html.append(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Problems</title>
        <style>\
        """);
    html.append(STYLE).append("</style>\n</head>\n<body>\n<h1>Problems</h1>\n");
    html.append(
        "<p>What this service answers when it says no: as <code>application/problem+json</code>"
            + " (RFC 9457), whose <code>type</code> leads here.</p>\n");
    contents(html);
    for (ProblemType type : ProblemType.values()) article(html, type);
    return html.append("</body>\n</html>\n").toString();
  }

  static String contentSecurityPolicy() {
    return Html.contentSecurityPolicy(STYLE);
  }

  private static void contents(StringBuilder html) {
    html.append("<nav><ul>\n");
    for (ProblemType type : ProblemType.values()) {
      String id = Html.escape(type.id());
      html.append("<li><a href=\"#").append(id).append("\">").append(id).append("</a></li>\n");
    }
    html.append("</ul></nav>\n");
  }

  private static void article(StringBuilder html, ProblemType type) {
    String id = Html.escape(type.id());
    html.append("<article id=\"").append(id).append("\">\n<h2><a href=\"#").append(id);
    html.append("\">").append(id).append("</a> <span>").append(type.status());
    html.append("</span></h2>\n<p><strong>").append(Html.escape(type.title())).append("</strong> ");
    html.append(Html.escape(type.meaning())).append("</p>\n<p>").append(Html.escape(type.remedy()));
    html.append("</p>\n</article>\n");
  }
}
