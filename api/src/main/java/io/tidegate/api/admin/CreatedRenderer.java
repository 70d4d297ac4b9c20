package io.tidegate.api.admin;

import io.tidegate.api.reply.Renderer;
import io.tidegate.core.Result.Created;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;

/**
 * Tells that something was made: its id under the name of its kind, and where it is.
 *
 * @param idName of the id, as {@code saleId}
 * @param path of its kind, as {@code /api/v1/admin/sales}
 */
record CreatedRenderer(String idName, String path) implements Renderer<Created> {

  @Override
  public Response render(Exchange exchange, Created created) {
    JsonWriter json = new JsonWriter(64).beginObject().member(idName, created.id()).endObject();
    return Response.json(201, json).with("Location", path + "/" + created.id());
  }
}
