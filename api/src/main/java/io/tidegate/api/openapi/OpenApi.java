package io.tidegate.api.openapi;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.api.page.PagesOnDemand;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Answers {@code GET /openapi.json} with the description as it was written, and {@code GET /api}
 * with a page made from it. Any thread.
 */
public final class OpenApi {

  private static final String AGE = "max-age=300";

  private final byte[] json;
  private final Response description;
  private final PagesOnDemand pages = new PagesOnDemand();

  /** Reads the description. */
  public OpenApi() {
    json = read();
    description = Response.json(200, json).with("Cache-Control", AGE);
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(
        get("getDescription", "/openapi.json", ANYBODY).replying(_ -> description),
        get("getDescriptionPage", "/api", ANYBODY).queries(PageLanguage.PARAMETER).by(this::page));
  }

  private void page(Exchange exchange) {
    PageLanguage language = PageLanguage.of(exchange);
    pages.reply(exchange, language.link("/api"), () -> page(language));
  }

  private Response page(PageLanguage language) {
    Response page = new ApiPage(json, language).reply();
    return page.with("Cache-Control", AGE).with("Vary", "Accept-Language");
  }

  private static byte[] read() {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      if (in == null) throw new IllegalStateException("openapi.json is not in the program");
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
