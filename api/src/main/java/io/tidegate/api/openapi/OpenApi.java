package io.tidegate.api.openapi;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.api.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers {@code GET /openapi.json} with the description as it was written, and {@code GET /api}
 * with a page made from it. Any thread.
 */
public final class OpenApi {

  private static final String AGE = "max-age=300";

  private final Response description;
  private final Map<PageLanguage, Response> pages = new EnumMap<>(PageLanguage.class);

  /** Reads the description. */
  public OpenApi() {
    byte[] json = read();
    description = Response.json(200, json).with("Cache-Control", AGE);
    for (PageLanguage language : PageLanguage.values()) {
      Response page = new ApiPage(json, language).reply();
      pages.put(language, page.with("Cache-Control", AGE).with("Vary", "Accept-Language"));
    }
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(
        get("getDescription", "/openapi.json", ANYBODY).replying(_ -> description),
        get("getDescriptionPage", "/api", ANYBODY)
            .queries(PageLanguage.PARAMETER)
            .replying(this::page));
  }

  private Response page(Exchange exchange) {
    return Objects.requireNonNull(pages.get(PageLanguage.of(exchange)));
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
