package io.tidegate.api.reply;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Response;

/**
 * Builds one problem with what is particular to it. Not thread-safe; the response it makes may be
 * shared.
 */
public final class ProblemReply {

  private final ProblemType type;
  private final JsonWriter json;

  private ProblemReply(ProblemType type) {
    this.type = type;
    json = new JsonWriter(type.head().length + 128).ready(type.head());
  }

  /** A problem of this type. */
  public static ProblemReply of(ProblemType type) {
    return new ProblemReply(type);
  }

  /** A problem of this type with a sentence about this one. */
  public static ProblemReply of(ProblemType type, String detail) {
    ProblemReply problem = new ProblemReply(type);
    problem.json.member("detail", detail);
    return problem;
  }

  /** The same with one more member. */
  public ProblemReply with(String name, long value) {
    json.member(name, value);
    return this;
  }

  /** The same with one more member. */
  public ProblemReply with(String name, String value) {
    json.member(name, value);
    return this;
  }

  /** The same with one more member, an array of numbers. */
  public ProblemReply with(String name, long[] values) {
    json.member(name, values);
    return this;
  }

  /** The same with one more member, a time. */
  public ProblemReply withTime(String name, long epochMs) {
    json.timeMember(name, epochMs);
    return this;
  }

  /** The same with a member whose value nobody knows. */
  ProblemReply withUnknown(String name) {
    json.name(name).nullValue();
    return this;
  }

  /** The reply. */
  public Response response() {
    return Response.problem(type.status(), type.id(), json.endObject().toBytes());
  }
}
