package io.tidegate.api.admin;

import io.tidegate.api.reply.Answers;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.ScheduleMade;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;

/**
 * Tells that something was made: its id under the name of its kind, and where it is.
 *
 * @param idName of the id, as {@code saleId}
 * @param path of its kind, as {@code /sales}
 */
record Made(String idName, String path) implements Answers {

  @Override
  public Response created(Exchange exchange, Created created) {
    JsonWriter json = new JsonWriter(64).beginObject().member(idName, created.id()).endObject();
    return at(created.id(), json);
  }

  @Override
  public Response scheduleMade(Exchange exchange, ScheduleMade made) {
    JsonWriter json = new JsonWriter(64).beginObject().member(idName, made.schedule());
    return at(made.schedule(), json.member("offerId", made.offer()).endObject());
  }

  private Response at(long id, JsonWriter json) {
    return Answers.json(201, json).with("Location", AdminApi.BASE + path + "/" + id);
  }
}
