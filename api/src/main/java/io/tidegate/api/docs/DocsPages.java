package io.tidegate.api.docs;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.api.page.PagesOnDemand;
import io.tidegate.api.page.ServicePage;
import io.tidegate.http.page.ContentNegotiation;
import io.tidegate.http.page.HtmlPage;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Serves the documents that were built in. Each is made into a page when it is first asked for. Any
 * thread.
 */
public final class DocsPages {

  private static final String AGE = "max-age=300";
  private static final String MARKDOWN = "text/markdown";

  /** The documents that are in Korean; all others are in English. */
  private static final String KOREAN = "ko.md";

  /** A document that is there, by which the folder of all is found. */
  private static final String ONE = "http-api.md";

  private static final String DECISIONS = "adr/";

  private final Map<String, String> texts;
  private final PagesOnDemand pages = new PagesOnDemand();
  private final Map<PageLanguage, Response> contents = new EnumMap<>(PageLanguage.class);

  /** Reads the documents. */
  public DocsPages() {
    this(read());
  }

  /** Serves these, by their names. */
  DocsPages(Map<String, String> texts) {
    this.texts = texts;
    for (PageLanguage language : PageLanguage.values())
      contents.put(language, finished(contents(language)));
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(
        get("listDocs", "/docs", ANYBODY).queries(PageLanguage.PARAMETER).replying(this::contents),
        get("getDoc", "/docs/{name:text}", ANYBODY)
            .queries(PageLanguage.PARAMETER)
            .by(exchange -> answer(exchange, exchange.text("name"))),
        get("getDecision", "/docs/adr/{name:text}", ANYBODY)
            .queries(PageLanguage.PARAMETER)
            .by(exchange -> answer(exchange, DECISIONS + exchange.text("name"))));
  }

  private Response contents(Exchange exchange) {
    return Objects.requireNonNull(contents.get(PageLanguage.of(exchange)));
  }

  private void answer(Exchange exchange, String name) {
    String text = texts.get(name);
    if (text == null) exchange.refuse(Refusals.NOT_FOUND);
    else if (!ContentNegotiation.prefersHtml(exchange, MARKDOWN))
      exchange.reply(finished(markdown(text)));
    else {
      PageLanguage language = PageLanguage.of(exchange);
      pages.reply(exchange, language.link(name), () -> finished(page(name, text, language)));
    }
  }

  private static Response markdown(String text) {
    return Response.of(200, MARKDOWN + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8))
        .with("X-Content-Type-Options", "nosniff");
  }

  private static Response finished(Response response) {
    return response.with("Cache-Control", AGE).with("Vary", "Accept, Accept-Language");
  }

  private Response page(String name, String text, PageLanguage language) {
    HtmlPage page = ServicePage.begin(language, title(text), "/docs/" + name);
    boolean inKorean = name.equals(KOREAN);
    if (language == PageLanguage.KOREAN && !inKorean) {
      page.html("<p class=\"soft\">").text("이 문서는 영어로만 있습니다. ").html("<a href=\"");
      page.link("/docs/" + KOREAN).html("\">").text("한국어 문서 요약").html("</a></p>\n");
    }
    page.html("<main lang=\"").html(inKorean ? "ko" : "en").html("\">\n");
    page.html(new Markdown(texts.keySet(), name, language).html(text));
    return page.html("</main>\n").reply();
  }

  private Response contents(PageLanguage language) {
    HtmlPage page =
        ServicePage.begin(language, language.say("Docs of Tidegate", "Tidegate 문서"), "/docs");
    page.html("<main>\n<div class=\"lead\"><h1>").say("Docs", "문서").html("</h1></div>\n<p>");
    page.say("Those of this very build.", "지금 실행 중인 이 빌드의 문서입니다. 한국어 문서 요약 외에는 영어로 쓰여 있습니다.");
    page.html("</p>\n<div class=\"cards links\">\n");
    if (language == PageLanguage.KOREAN)
      card(page, KOREAN, Objects.requireNonNull(texts.get(KOREAN)));
    texts.forEach((name, text) -> {
      boolean first = language == PageLanguage.KOREAN && name.equals(KOREAN);
      if (!name.startsWith(DECISIONS) && !first) card(page, name, text);
    });
    page.html("</div>\n<h2>").say("Decisions", "설계 결정").html("</h2>\n<ul lang=\"en\">\n");
    texts.forEach((name, text) -> {
      if (name.startsWith(DECISIONS)) {
        page.html("<li><a href=\"").link("/docs/" + name).html("\">").text(title(text));
        page.html("</a></li>\n");
      }
    });
    return page.html("</ul>\n</main>\n").reply();
  }

  private static void card(HtmlPage page, String name, String text) {
    page.html("<a class=\"card\" href=\"").link("/docs/" + name).html("\" lang=\"");
    page.html(name.equals(KOREAN) ? "ko" : "en").html("\"><b>").text(title(text));
    page.html("</b><span>").text(name).html("</span></a>\n");
  }

  private static String title(String text) {
    return text.lines()
        .filter(line -> line.startsWith("# "))
        .map(line -> line.substring(2).strip())
        .findFirst()
        .orElse("Tidegate");
  }

  /** All documents by their names, {@code adr/…} for decisions. */
  private static Map<String, String> read() {
    URL one = DocsPages.class.getResource(ONE);
    if (one == null) throw new IllegalStateException("the docs are not in the program");
    try {
      URI place = one.toURI();
      if (!place.getScheme().equals("jar")) return read(Path.of(place).resolveSibling("."));
      try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
        return read(jar.provider().getPath(place).resolveSibling("."));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> read(Path dotted) throws IOException {
    Path folder = dotted.normalize();
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md")).toList())
        texts.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
    }
    return texts;
  }
}
