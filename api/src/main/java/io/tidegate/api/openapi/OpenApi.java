package io.tidegate.api.openapi;

import io.tidegate.api.call.Routes;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Answers {@code GET /openapi.json} with the description as it was written. Any thread. */
public final class OpenApi implements Routes {

  private final Response description;

  /** Reads the description. */
  public OpenApi() {
    description = Response.json(200, read()).with("Cache-Control", "max-age=300");
  }

  @Override
  public void addTo(Router.Builder router) {
    router.get("/openapi.json", exchange -> exchange.reply(description));
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
