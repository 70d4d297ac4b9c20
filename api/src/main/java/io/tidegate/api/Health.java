package io.tidegate.api;

import io.tidegate.api.call.Routes;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.engine.Engine;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;

/** Whether the process lives ({@code /healthz}) and whether it takes work ({@code /readyz}). */
final class Health implements Routes {

  private static final Response UP = status("up");
  private static final Response READY = status("ready");

  private final Engine engine;

  Health(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void addTo(Router.Builder router) {
    router.get("/healthz", exchange -> exchange.reply(UP)).get("/readyz", this::ready);
  }

  private void ready(Exchange exchange) {
    if (engine.ready()) exchange.reply(READY);
    else if (engine.diskFull()) exchange.reply(ProblemType.DISK_FULL.response());
    else exchange.reply(ProblemType.NOT_READY.response());
  }

  private static Response status(String word) {
    JsonWriter json = new JsonWriter(32).beginObject().member("status", word).endObject();
    return Response.json(200, json.toBytes());
  }
}
