package io.tidegate.api.call;

import io.tidegate.api.json.MalformedException;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Problems;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Method;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the service, as OpenAPI uses the word: a method and a path, who may ask for it,
 * what its query and body may hold, and what handles it. Begins with {@link #get} and its like.
 * Immutable.
 */
public final class Operation implements Handler {

  /** The base of all paths of the API. */
  public static final String BASE = "/api/v1";

  private final Builder said;
  private final @Nullable Shape body;
  private final Handler handler;

  private Operation(Builder said, @Nullable Shape body, Handler handler) {
    this.said = said;
    this.body = body;
    this.handler = handler;
  }

  /** An operation that changes nothing; its handler answers HEAD too. */
  public static Builder get(String id, String path, Access access) {
    return new Builder(Method.GET, id, path, access, List.of());
  }

  /** An operation by POST. */
  public static Builder post(String id, String path, Access access) {
    return new Builder(Method.POST, id, path, access, List.of());
  }

  /** An operation by PATCH. */
  public static Builder patch(String id, String path, Access access) {
    return new Builder(Method.PATCH, id, path, access, List.of());
  }

  /** An operation by DELETE. */
  public static Builder delete(String id, String path, Access access) {
    return new Builder(Method.DELETE, id, path, access, List.of());
  }

  /** Its {@code operationId} in {@code openapi.json}. */
  public String id() {
    return said.id;
  }

  /** How it is asked for. */
  public Method method() {
    return said.method;
  }

  /** Its path, a template in the words of {@link io.tidegate.http.server.Router}. */
  public String path() {
    return said.path;
  }

  /** Who may ask for it. */
  public Access access() {
    return said.access;
  }

  /** Names of its query parameters. */
  public List<String> queries() {
    return said.queries;
  }

  /** What its body may hold; null where nobody looks at the body. */
  public @Nullable Shape body() {
    return body;
  }

  @Override
  public void handle(Exchange exchange) {
    try {
      handler.handle(exchange);
    } catch (ProblemException e) {
      exchange.reply(e.response());
    } catch (MalformedException e) {
      exchange.reply(Problems.malformed(e.text()));
    }
  }

  /** What is said of an operation before its handler. Immutable. */
  public static final class Builder {

    private final Method method;
    private final String id;
    private final String path;
    private final Access access;
    private final List<String> queries;

    private Builder(Method method, String id, String path, Access access, List<String> queries) {
      this.method = method;
      this.id = id;
      this.path = path;
      this.access = access;
      this.queries = queries;
    }

    /** With query parameters of these names. */
    public Builder queries(String... names) {
      return new Builder(method, id, path, access, List.of(names));
    }

    /** Handled by this, now or later. */
    public Operation by(Handler handler) {
      return new Operation(this, null, handler);
    }

    /** Handled by this, which gets the body: JSON of this shape, or the request is refused. */
    public Operation by(Shape body, BiConsumer<Exchange, Values> handler) {
      return new Operation(
          this, body, exchange -> handler.accept(exchange, JsonBody.read(exchange, body)));
    }

    /** Answered at once with what this makes. */
    public Operation replying(Function<Exchange, Response> reply) {
      return by(exchange -> exchange.reply(reply.apply(exchange)));
    }
  }
}
