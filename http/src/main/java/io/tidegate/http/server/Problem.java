package io.tidegate.http.server;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.wire.Refusal;
import java.util.Map;

/**
 * Builds a reply that says no, as RFC 9457 {@code application/problem+json}. Not thread-safe; the
 * response that it makes may be shared.
 */
public final class Problem {

  /** Bytes of the members that are added to one, roughly. */
  private static final int MORE_BYTES = 128;

  private final int status;
  private final String type;
  private final JsonWriter json;

  private Problem(int status, String type, JsonWriter json) {
    this.status = status;
    this.type = type;
    this.json = json;
  }

  /**
   * A problem.
   *
   * @param status in [400, 599]
   * @param type its last path segment: {@code sold-out} becomes {@code /problems/sold-out}
   * @param title the same for every problem of this type
   */
  public static Problem of(int status, String type, String title) {
    JsonWriter json = new JsonWriter(MORE_BYTES).beginObject();
    json.member("type", "/problems/" + type).member("title", title).member("status", status);
    return new Problem(status, type, json);
  }

  /** The reply that tells a refusal. */
  public static Response of(Refusal refusal) {
    Problem problem = of(refusal.status(), refusal.name(), refusal.title());
    if (refusal.detail() != null) problem.with("detail", refusal.detail());
    Response response = problem.response();
    for (Map.Entry<String, String> field : refusal.fields().entrySet())
      response = response.with(field.getKey(), field.getValue());
    return response;
  }

  /** Another one that begins with what is in this one. */
  public Problem copy() {
    return new Problem(status, type, json.copy(MORE_BYTES));
  }

  /** The same with one more member. */
  public Problem with(String name, String value) {
    json.member(name, value);
    return this;
  }

  /** The same with one more member. */
  public Problem with(String name, long value) {
    json.member(name, value);
    return this;
  }

  /** The same with one more member, an array of numbers. */
  public Problem with(String name, long[] values) {
    json.member(name, values);
    return this;
  }

  /** The same with one more member, a time. */
  public Problem withTime(String name, long epochMs) {
    json.timeMember(name, epochMs);
    return this;
  }

  /** The same with a member whose value nobody knows. */
  public Problem withUnknown(String name) {
    json.name(name).nullValue();
    return this;
  }

  /** The reply. The last call. */
  public Response response() {
    return Response.problem(status, type, json.endObject());
  }
}
