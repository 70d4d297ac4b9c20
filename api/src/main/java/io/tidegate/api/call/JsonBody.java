package io.tidegate.api.call;

import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.server.Exchange;
import org.jspecify.annotations.Nullable;

/** The body of a request, which is JSON. Pure. */
final class JsonBody {

  private static final String JSON = "application/json";

  private JsonBody() {}

  /**
   * Reads the body. None is an object without fields.
   *
   * @throws ProblemException if it does not say that it is JSON; a body without a type is refused
   *     as well, since a foreign page could send one without asking first
   * @throws io.tidegate.api.json.MalformedException if it has not this shape
   */
  static Values read(Exchange exchange, Shape shape) {
    int length = exchange.bodyLength();
    if (length > 0 && !isJson(exchange.header("Content-Type")))
      throw new ProblemException(ProblemType.UNSUPPORTED_TYPE.response());
    return shape.read(exchange.body(), exchange.bodyOffset(), length);
  }

  /**
   * Whether the type is JSON in UTF-8, the only form there is (RFC 8259 §8.1); what names another
   * character set must not be read as if it had not.
   */
  private static boolean isJson(@Nullable String type) {
    if (type == null) return false;
    String[] parts = type.split(";", -1);
    if (!parts[0].trim().equalsIgnoreCase(JSON)) return false;
    for (int i = 1; i < parts.length; i++) {
      String[] parameter = parts[i].split("=", 2);
      if (!parameter[0].trim().equalsIgnoreCase("charset")) continue;
      String charset = parameter.length < 2 ? "" : parameter[1].trim().replace("\"", "");
      if (!charset.equalsIgnoreCase("utf-8")) return false;
    }
    return true;
  }
}
