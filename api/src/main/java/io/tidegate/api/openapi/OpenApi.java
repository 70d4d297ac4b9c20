package io.tidegate.api.openapi;

import io.tidegate.api.call.Routes;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Answers {@code GET /openapi.json} with the description as it was written, and {@code GET /api}
 * with a page made from it. Any thread.
 */
public final class OpenApi implements Routes {

  private static final String AGE = "max-age=300";

  private final Response description;
  private final Response page;

  /** Reads the description. */
  public OpenApi() {
    byte[] json = read();
    description = Response.json(200, json).with("Cache-Control", AGE);
    page = new ApiPage(json).reply().with("Cache-Control", AGE);
  }

  @Override
  public void addTo(Router.Builder router) {
    router.get("/openapi.json", exchange -> exchange.reply(description));
    router.get("/api", exchange -> exchange.reply(page));
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
