package io.tidegate.api.docs;

import io.tidegate.api.call.Routes;
import io.tidegate.api.page.Asked;
import io.tidegate.api.page.Sheet;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the documents that were built in. Each is made into a page when it is first asked for. Any
 * thread.
 */
public final class DocsPages implements Routes {

  private static final Logger LOG = LoggerFactory.getLogger(DocsPages.class);
  private static final String AGE = "max-age=300";
  private static final String MARKDOWN = "text/markdown; charset=utf-8";

  /** A document that is there, by which the folder of all is found. */
  private static final String ONE = "http-api.md";

  private static final String DECISIONS = "adr/";

  private final Map<String, String> texts;
  private final Map<String, Response> pages = new ConcurrentHashMap<>();
  private final Response contents;

  /** Reads the documents. */
  public DocsPages() {
    texts = read();
    contents = finished(contents());
  }

  @Override
  public void addTo(Router.Builder router) {
    router
        .get("/docs", exchange -> exchange.reply(contents))
        .get("/docs/{name:text}", exchange -> answer(exchange, exchange.text("name")))
        .get(
            "/docs/adr/{name:text}",
            exchange -> answer(exchange, DECISIONS + exchange.text("name")));
  }

  private void answer(Exchange exchange, String name) {
    String text = texts.get(name);
    if (text == null) exchange.reply(ProblemType.NOT_FOUND.response());
    else if (!Asked.forPage(exchange)) exchange.reply(finished(markdown(text)));
    else {
      Response made = pages.get(name);
      if (made != null) exchange.reply(made);
      else Thread.startVirtualThread(() -> make(exchange, name, text));
    }
  }

  /** Once for each document, and away from the event loop: it takes longer than that may. */
  private void make(Exchange exchange, String name, String text) {
    Response made = pages.computeIfAbsent(name, _ -> finished(page(name, text)));
    if (!exchange.loop().execute(() -> exchange.reply(made)))
      LOG.debug("A document was made after the server had stopped");
  }

  private static Response markdown(String text) {
    return Response.of(200, MARKDOWN, text.getBytes(StandardCharsets.UTF_8))
        .with("X-Content-Type-Options", "nosniff");
  }

  private static Response finished(Response response) {
    return response.with("Cache-Control", AGE).with("Vary", "Accept");
  }

  private Response page(String name, String text) {
    Sheet page = Sheet.inEnglish(title(text));
    page.html(name.equals("ko.md") ? "<main lang=\"ko\">\n" : "<main>\n");
    page.html(new Markdown(texts.keySet(), name).html(text));
    return page.html("</main>\n").reply();
  }

  private Response contents() {
    Sheet page = Sheet.inEnglish("Docs of Tidegate");
    page.html(
        "<main>\n<div class=\"lead\"><h1>Docs</h1></div>\n<p>Those of this very build.</p>\n");
    page.html("<div class=\"cards links\">\n");
    texts.forEach((name, text) -> {
      if (!name.startsWith(DECISIONS)) card(page, name, text);
    });
    page.html("</div>\n<h2>Decisions</h2>\n<ul>\n");
    texts.forEach((name, text) -> {
      if (name.startsWith(DECISIONS)) {
        page.html("<li><a href=\"/docs/").text(name).html("\">").text(title(text));
        page.html("</a></li>\n");
      }
    });
    return page.html("</ul>\n</main>\n").reply();
  }

  private static void card(Sheet page, String name, String text) {
    page.html("<a class=\"card\" href=\"/docs/").text(name).html("\"");
    page.html(name.equals("ko.md") ? " lang=\"ko\"" : "").html("><b>").text(title(text));
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
