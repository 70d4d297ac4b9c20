package io.tidegate.api.call;

import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.server.Exchange;
import org.jspecify.annotations.Nullable;

/** Bodies of requests. Pure. */
public final class Bodies {

  private static final String JSON = "application/json";

  private Bodies() {}

  /**
   * Reads the body. None is an object without fields.
   *
   * @throws RefusedException if it does not say that it is JSON; a body without a type is refused
   *     as well, since a foreign page could send one without asking first
   * @throws io.tidegate.api.json.MalformedException if it has not this shape
   */
  public static Values read(Exchange exchange, Shape shape) {
    int length = exchange.bodyLength();
    if (length > 0 && !isJson(exchange.header("Content-Type")))
      throw new RefusedException(ProblemType.UNSUPPORTED_TYPE.response());
    return shape.read(exchange.body(), exchange.bodyOffset(), length);
  }

  private static boolean isJson(@Nullable String type) {
    if (type == null || !type.regionMatches(true, 0, JSON, 0, JSON.length())) return false;
    if (type.length() == JSON.length()) return true;
    char next = type.charAt(JSON.length());
    return next == ';' || next == ' ';
  }
}
