package io.tidegate.api.problems;

import io.tidegate.api.call.Routes;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.page.Html;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves the problem types: to people as a page each, to programs that prefer JSON as JSON.
 * Everything is made once. Any thread.
 */
public final class ProblemPages implements Routes {

  private static final String AGE = "max-age=3600";

  private final Response contents;
  private final Response list;
  private final Map<String, Response> pages = new HashMap<>();
  private final Map<String, Response> types = new HashMap<>();

  /** Makes the pages. */
  public ProblemPages() {
    contents = page(ProblemPage.all());
    JsonWriter all = new JsonWriter(16_384).beginArray();
    for (ProblemType type : ProblemType.values()) {
      write(all, type);
      JsonWriter one = new JsonWriter(512);
      write(one, type);
      types.put(type.id(), json(one));
      pages.put(type.id(), page(ProblemPage.of(type)));
    }
    list = json(all.endArray());
  }

  @Override
  public void addTo(Router.Builder router) {
    router.get("/problems", this::all).get("/problems/{name:text}", this::one);
  }

  private void all(Exchange exchange) {
    exchange.reply(wantsJson(exchange) ? list : contents);
  }

  private void one(Exchange exchange) {
    Map<String, Response> replies = wantsJson(exchange) ? types : pages;
    exchange.reply(replies.getOrDefault(exchange.text("name"), ProblemType.NOT_FOUND.response()));
  }

  /** A browser names HTML first; what names JSON and no HTML is a program. */
  private static boolean wantsJson(Exchange exchange) {
    @Nullable String accept = exchange.list("Accept");
    return accept != null
        && (accept.contains(Response.JSON) || accept.contains(Response.PROBLEM_JSON))
        && !accept.contains("text/html");
  }

  private static Response page(String html) {
    return secured(Response.of(200, Response.HTML, html.getBytes(StandardCharsets.UTF_8)))
        .with("Content-Security-Policy", ProblemPage.contentSecurityPolicy());
  }

  private static Response json(JsonWriter json) {
    return secured(Response.json(200, json.toBytes()));
  }

  private static Response secured(Response response) {
    return Html.secured(response).with("Cache-Control", AGE).with("Vary", "Accept");
  }

  private static void write(JsonWriter json, ProblemType type) {
    json.beginObject()
        .member("type", "/problems/" + type.id())
        .member("title", type.title())
        .member("status", type.status())
        .member("meaning", type.meaning())
        .member("remedy", type.remedy())
        .endObject();
  }
}
