package io.tidegate.gate.admin;

import io.tidegate.gate.Gate;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.RefusalException;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Drains an endpoint, lets it back, or gives it another weight: {@code {"state":"drain"}}, {@code
 * {"state":"open"}}, {@code {"weight":0.5}}, or both at once.
 */
final class EndpointOrder implements Handler {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointOrder.class);
  private static final JsonFactory JSON = new JsonFactory();
  private static final Refusal UNKNOWN =
      Refusals.NOT_FOUND.because("GET /admin/upstreams lists the upstreams and their endpoints.");

  private final Gate gate;

  EndpointOrder(Gate gate) {
    this.gate = gate;
  }

  /** Null in it: nothing is said of that. */
  private record Order(@Nullable Boolean drain, @Nullable Double weight) {}

  @Override
  public void handle(Exchange exchange) {
    Order order = read(exchange);
    String upstream = exchange.text("name");
    String address = exchange.text("address");
    if (!gate.order(upstream, address, order.drain, order.weight)) {
      exchange.refuse(UNKNOWN);
      return;
    }
    LOG.info(
        "By order from {}: endpoint {} of {}, drain {}, weight {}.",
        exchange.remote().getAddress().getHostAddress(),
        address,
        upstream,
        order.drain,
        order.weight);
    JsonWriter json = new JsonWriter(128).beginObject();
    json.member("upstream", upstream).member("address", address);
    exchange.reply(Response.json(200, json.endObject()));
  }

  private static Order read(Exchange exchange) {
    String type = exchange.header("Content-Type");
    // A page of another site can send a body without a type, or with another, unasked.
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(Response.JSON))
      throw malformed("Content-Type must be application/json.");
    try (JsonParser json =
        JSON.createParser(
            ObjectReadContext.empty(),
            exchange.body(),
            exchange.bodyOffset(),
            exchange.bodyLength())) {
      return read(json);
    } catch (JacksonException _) {
      throw malformed("The body is not JSON.");
    }
  }

  private static Order read(JsonParser json) {
    Boolean drain = null;
    Double weight = null;
    if (json.nextToken() != JsonToken.START_OBJECT) throw malformed("The body must be an object.");
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "state" -> drain = isDrain(json.getString());
        case "weight" -> weight = weight(value, json);
        default -> throw malformed("There are state and weight.");
      }
    }
    if (drain == null && weight == null) throw malformed("There must be state or weight.");
    return new Order(drain, weight);
  }

  private static boolean isDrain(String state) {
    return switch (state) {
      case "drain" -> true;
      case "open" -> false;
      default -> throw malformed("state must be drain or open.");
    };
  }

  private static double weight(JsonToken value, JsonParser json) {
    double weight = value.isNumeric() ? json.getDoubleValue() : 0;
    if (weight > 0 && weight <= EndpointConfig.WEIGHT_MOST) return weight;
    throw malformed("weight must be above 0 and at most " + EndpointConfig.WEIGHT_MOST + ".");
  }

  private static RefusalException malformed(String detail) {
    return new RefusalException(Refusals.MALFORMED.because(detail));
  }
}
