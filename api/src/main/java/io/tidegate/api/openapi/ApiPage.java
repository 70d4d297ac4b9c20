package io.tidegate.api.openapi;

import io.tidegate.api.page.ServicePage;
import io.tidegate.http.page.HtmlPage;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The description as a page for people: each call with what it takes and what it answers, and the
 * shapes of bodies below. Made once a language, without script; what the description says is in
 * English in each. Pure.
 */
final class ApiPage {

  private static final String WHO = "Who may call";
  private static final String WHO_KO = "누가 부를 수 있나";
  private static final String SHAPES = "Shapes";
  private static final String SHAPES_KO = "본문의 모양";
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  /** The largest number that every reader of JSON takes. */
  private static final Long LARGEST = (1L << 53) - 1;

  private final Tree tree;
  private final PageLanguage language;
  private final HtmlPage page;

  ApiPage(byte[] description, PageLanguage language) {
    tree = Tree.read(description);
    this.language = language;
    page = ServicePage.begin(language, "API · Tidegate", "/api");
  }

  Response reply() {
    Map<String, @Nullable Object> info = tree.object(tree.root(), "info");
    page.html("<header>\n<div class=\"lead\"><h1>API</h1></div>\n<p lang=\"en\">");
    page.text(Tree.text(info, "description")).html("</p>\n<p class=\"soft\">");
    page.html("<a href=\"/openapi.json\">openapi.json</a>");
    page.say(
        ", which this is made from, is held against the service by a test. With examples: ",
        "으로 만든 쪽이고, 테스트가 실제 서비스와 견줍니다. 호출 설명은 영어로 쓰여 있습니다. 예시와 함께: ");
    page.html("<a href=\"")
        .link("/docs/http-api.md")
        .html("\">")
        .say("The HTTP API", "HTTP API 문서");
    page.html("</a>.</p>\n");
    contents();
    page.html("</header>\n<main lang=\"en\">\n");
    for (Object tag : Tree.list(tree.root(), "tags")) tag(Tree.object(tag));
    security();
    shapes();
    return page.html("</main>\n").reply();
  }

  private void contents() {
    page.html("<nav class=\"top\" aria-label=\"").say("Parts of this page", "이 쪽의 부분");
    page.html("\">");
    for (Object tag : Tree.list(tree.root(), "tags")) {
      String name = Tree.text(Tree.object(tag), "name");
      page.html("<a href=\"#").text(name).html("\">").text(capital(name)).html("</a> ");
    }
    page.html("<a href=\"#who\">").say(WHO, WHO_KO).html("</a> <a href=\"#shapes\">");
    page.say(SHAPES, SHAPES_KO).html("</a></nav>\n");
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private void tag(Map<String, @Nullable Object> tag) {
    String name = Tree.text(tag, "name");
    page.html("<section>\n<h2 id=\"").text(name).html("\">").text(capital(name));
    page.html("</h2>\n<p>").text(Tree.text(tag, "description")).html("</p>\n");
    tree.object(tree.root(), "paths")
        .forEach((path, item) -> {
          for (String method : METHODS) {
            Map<String, @Nullable Object> call = tree.object(Tree.object(item), method);
            List<@Nullable Object> tags = Tree.list(call, "tags");
            if (!tags.isEmpty() && name.equals(tags.getFirst())) call(method, path, call);
          }
        });
    page.html("</section>\n");
  }

  private void call(String method, String path, Map<String, @Nullable Object> call) {
    String id = Tree.text(call, "operationId");
    page.html("<details id=\"").text(id).html("\">\n<summary><span class=\"method\">");
    page.html(method.toUpperCase(Locale.ROOT)).html("</span><span class=\"path\">").text(path);
    page.html("</span><span class=\"says\">").text(Tree.text(call, "summary"));
    page.html("</span></summary>\n<div class=\"body\">\n");
    String description = Tree.text(call, "description");
    if (!description.isEmpty()) page.html("<p>").text(description).html("</p>\n");
    allowed(call);
    parameters(call);
    body(call);
    answers(call);
    page.html("</div>\n</details>\n");
  }

  private void allowed(Map<String, @Nullable Object> call) {
    List<String> ways = new ArrayList<>();
    for (Object way : Tree.list(call, "security")) {
      String names =
          Tree.object(way).keySet().stream()
              .map(name -> "<a href=\"#who\">" + name + "</a>")
              .collect(Collectors.joining(" and "));
      ways.add(names.isEmpty() ? "nothing" : names);
    }
    if (ways.isEmpty()) return;
    page.html("<p class=\"soft\">Sent with ").html(String.join(", or ", ways)).html(".</p>\n");
  }

  private void parameters(Map<String, @Nullable Object> call) {
    List<@Nullable Object> parameters = Tree.list(call, "parameters");
    if (parameters.isEmpty()) return;
    begin(
        language.say("Parameters", "매개변수"),
        language.say("name", "이름"),
        language.say("in", "위치"),
        takes());
    for (Object each : parameters) {
      Map<String, @Nullable Object> parameter = tree.followed(each);
      page.html("<tr><td><code>").text(Tree.text(parameter, "name")).html("</code></td><td>");
      page.text(Tree.text(parameter, "in"));
      if (Boolean.TRUE.equals(parameter.get("required"))) page.say(", needed", ", 필요");
      page.html("</td><td>");
      takes(parameter.get("schema"), Tree.text(parameter, "description"));
      page.html("</td></tr>\n");
    }
    end();
  }

  private void body(Map<String, @Nullable Object> call) {
    Object schema = schema(tree.object(call, "requestBody"));
    if (schema == null) return;
    page.html("<h4>").say("Body", "본문").html("</h4>\n<p>");
    takes(schema, "");
    page.html("</p>\n");
    fields(tree.followed(schema));
  }

  /** Of the first kind of content there is. */
  private static @Nullable Object schema(Map<String, @Nullable Object> holder) {
    return Tree.object(holder.get("content")).values().stream()
        .map(content -> Tree.object(content).get("schema"))
        .findFirst()
        .orElse(null);
  }

  private void answers(Map<String, @Nullable Object> call) {
    begin(
        language.say("Answers", "응답"),
        language.say("status", "상태"),
        language.say("what", "뜻"),
        language.say("body", "본문"));
    Tree.object(call.get("responses"))
        .forEach((status, each) -> {
          Map<String, @Nullable Object> answer = tree.followed(each);
          page.html("<tr><td><code>").text(status).html("</code></td><td>");
          page.text(Tree.text(answer, "description")).html("</td><td>");
          problems(answer);
          page.html("</td></tr>\n");
        });
    end();
  }

  /** The problems an answer may be, each leading to its page; else the shape of its body. */
  private void problems(Map<String, @Nullable Object> answer) {
    Object schema = schema(answer);
    List<String> types = new ArrayList<>();
    problemTypes(schema, types);
    if (types.isEmpty()) takes(schema, "");
    for (int i = 0; i < types.size(); i++) {
      String type = types.get(i);
      page.html(i == 0 ? "" : ", ").html("<a href=\"").link(type).html("\">");
      page.text(type.substring(type.lastIndexOf('/') + 1)).html("</a>");
    }
  }

  private static void problemTypes(@Nullable Object value, List<String> into) {
    if (value instanceof List<?> list) list.forEach(each -> problemTypes(each, into));
    if (value instanceof Map<?, ?> map) map.values().forEach(each -> problemTypes(each, into));
    if (value instanceof String text && text.startsWith("/problems/") && !into.contains(text))
      into.add(text);
  }

  private void security() {
    page.html("<section>\n<h2 id=\"who\">").say(WHO, WHO_KO).html("</h2>\n");
    Map<String, @Nullable Object> components = tree.object(tree.root(), "components");
    page.html("<div class=\"wide\"><table>\n<tr><th>").say("name", "이름").html("</th><th>");
    page.say("sent as", "보내는 방법").html("</th><th></th></tr>\n");
    tree.object(components, "securitySchemes")
        .forEach((name, each) -> {
          Map<String, @Nullable Object> scheme = Tree.object(each);
          String header = Tree.text(scheme, "name");
          page.html("<tr><td><code>").text(name).html("</code></td><td><code>");
          page.text(header.isEmpty() ? "Authorization: Bearer …" : header + ": …");
          page.html("</code></td><td>").text(Tree.text(scheme, "description"));
          page.html("</td></tr>\n");
        });
    page.html("</table></div>\n</section>\n");
  }

  private void shapes() {
    page.html("<section>\n<h2 id=\"shapes\">").say(SHAPES, SHAPES_KO).html("</h2>\n");
    Map<String, @Nullable Object> components = tree.object(tree.root(), "components");
    tree.object(components, "schemas")
        .forEach((name, each) -> {
          Map<String, @Nullable Object> shape = Tree.object(each);
          page.html("<h3 id=\"shape-").text(name).html("\">").text(name).html("</h3>\n<p>");
          takes(shape, Tree.text(shape, "description"));
          page.html("</p>\n");
          fields(shape);
        });
    page.html("</section>\n");
  }

  private void fields(Map<String, @Nullable Object> shape) {
    Map<String, @Nullable Object> fields = Tree.object(shape.get("properties"));
    if (fields.isEmpty()) return;
    List<@Nullable Object> needed = Tree.list(shape, "required");
    page.html("<div class=\"wide\"><table>\n<tr><th>").say("member", "항목");
    page.html("</th><th></th><th>").text(takes()).html("</th></tr>\n");
    fields.forEach((name, field) -> {
      page.html("<tr><td><code>").text(name).html("</code></td><td>");
      if (needed.contains(name)) page.say("always", "항상");
      page.html("</td><td>");
      takes(field, Tree.text(Tree.object(field), "description"));
      page.html("</td></tr>\n");
    });
    end();
  }

  /** What a value looks like, in words; shapes of several members are led to. */
  private void takes(@Nullable Object schema, String description) {
    Map<String, @Nullable Object> shape = tree.followed(schema);
    String name = Tree.name(schema);
    if (!name.isEmpty() && shape.containsKey("properties")) shapeLink(name);
    else page.text(words(shape));
    if (shape.get("items") != null) {
      page.html(" of ");
      takes(shape.get("items"), "");
    }
    for (Object part : Tree.list(shape, "allOf")) {
      page.html(" ");
      if (!Tree.name(part).isEmpty()) shapeLink(Tree.name(part));
    }
    String says = description.isEmpty() ? own(shape, name) : description;
    if (!says.isEmpty()) page.html(". ").text(says);
  }

  /** A description that is not told where it is led to. */
  private static String own(Map<String, @Nullable Object> shape, String name) {
    return name.isEmpty() || shape.containsKey("properties") ? "" : Tree.text(shape, "description");
  }

  private void shapeLink(String name) {
    page.html("<a href=\"#shape-").text(name).html("\">").text(name).html("</a>");
  }

  private static String words(Map<String, @Nullable Object> shape) {
    StringBuilder words = new StringBuilder(Tree.text(shape, "type"));
    List<@Nullable Object> choices = Tree.list(shape, "enum");
    if (!choices.isEmpty())
      return choices.stream().map(String::valueOf).collect(Collectors.joining(" | "));
    bounds(words, shape, "minimum", "maximum", "");
    bounds(words, shape, "minLength", "maxLength", " characters");
    bounds(words, shape, "minItems", "maxItems", " items");
    if (!Tree.text(shape, "format").isEmpty())
      words.append(", ").append(Tree.text(shape, "format"));
    if (!Tree.text(shape, "default").isEmpty())
      words.append(", ").append(Tree.text(shape, "default")).append(" without it");
    return words.toString();
  }

  private static void bounds(
      StringBuilder words,
      Map<String, @Nullable Object> shape,
      String least,
      String most,
      String what) {
    Object from = shape.get(least);
    Object to = shape.get(most);
    if (from == null && to == null) return;
    words.append(from == null ? ", at most " : to == null ? ", at least " : " in [");
    words.append(number(from)).append(from == null || to == null ? "" : ", ");
    words.append(number(to)).append(from == null || to == null ? "" : "]").append(what);
  }

  private static String number(@Nullable Object bound) {
    if (bound == null) return "";
    return bound.equals(LARGEST) ? "2^53 − 1" : String.valueOf(bound);
  }

  private String takes() {
    return language.say("takes", "값");
  }

  private void begin(String title, String... columns) {
    page.html("<h4>").html(title).html("</h4>\n<div class=\"wide\"><table>\n<tr>");
    for (String column : columns) page.html("<th>").html(column).html("</th>");
    page.html("</tr>\n");
  }

  private void end() {
    page.html("</table></div>\n");
  }
}
