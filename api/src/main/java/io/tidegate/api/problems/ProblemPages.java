package io.tidegate.api.problems;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.page.ContentNegotiation;
import io.tidegate.http.page.Html;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Serves the problem types: to people as a page each, to programs that prefer JSON as JSON. Any
 * thread.
 */
public final class ProblemPages {

  private static final String AGE = "max-age=3600";

  private final Map<PageLanguage, ProblemPage> pages = new EnumMap<>(PageLanguage.class);
  private final Map<String, ProblemType> types = new HashMap<>();
  private final Map<ProblemType, Response> json = new EnumMap<>(ProblemType.class);
  private final Response list;

  /** Reads what there is to say. */
  public ProblemPages() {
    KoreanTexts korean = new KoreanTexts();
    for (PageLanguage language : PageLanguage.values())
      pages.put(language, new ProblemPage(language, korean));
    JsonWriter all = new JsonWriter(16_384).beginArray();
    for (ProblemType type : ProblemType.values()) {
      types.put(type.id(), type);
      write(all, type);
      JsonWriter one = new JsonWriter(512);
      write(one, type);
      json.put(type, kept(Html.secured(Response.json(200, one.toBytes()))));
    }
    list = kept(Html.secured(Response.json(200, all.endArray().toBytes())));
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(
        get("listProblems", "/problems", ANYBODY)
            .queries(PageLanguage.PARAMETER)
            .replying(this::all),
        get("getProblem", "/problems/{name:text}", ANYBODY)
            .queries(PageLanguage.PARAMETER)
            .by(this::one));
  }

  private Response all(Exchange exchange) {
    return wantsJson(exchange) ? list : kept(in(PageLanguage.of(exchange)).all());
  }

  private void one(Exchange exchange) {
    ProblemType type = types.get(exchange.text("name"));
    if (type == null) exchange.refuse(Refusals.NOT_FOUND);
    else if (wantsJson(exchange)) exchange.reply(Objects.requireNonNull(json.get(type)));
    else exchange.reply(kept(in(PageLanguage.of(exchange)).of(type)));
  }

  /**
   * What a browser is shown of a refusal.
   *
   * @return null for who would rather have problem JSON
   */
  public @Nullable Response met(Exchange exchange, Refusal refusal) {
    ProblemType type = types.get(refusal.name());
    if (type == null || !ContentNegotiation.prefersHtml(exchange, Response.PROBLEM_JSON))
      return null;
    Response page = in(PageLanguage.ofRefused(exchange)).met(type, refusal.detail());
    for (Map.Entry<String, String> field : refusal.fields().entrySet())
      page = page.with(field.getKey(), field.getValue());
    return page.telling(type.id());
  }

  private ProblemPage in(PageLanguage language) {
    return Objects.requireNonNull(pages.get(language));
  }

  private static boolean wantsJson(Exchange exchange) {
    return ContentNegotiation.prefersToHtml(exchange, Response.JSON)
        || ContentNegotiation.prefersToHtml(exchange, Response.PROBLEM_JSON);
  }

  private static Response kept(Response response) {
    return response.with("Cache-Control", AGE).with("Vary", "Accept, Accept-Language");
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
