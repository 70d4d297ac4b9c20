package io.tidegate.http.server;

import io.tidegate.http.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reply that says no, as RFC 9457 {@code application/problem+json}. Immutable: {@code with}
 * returns another one. Safe to share between threads.
 */
public final class Problem {

  private static final String HEX = "0123456789abcdef";

  private final int status;
  private final String type;
  private final String json;
  private final Map<String, String> fields;

  private Problem(int status, String type, String json, Map<String, String> fields) {
    this.status = status;
    this.type = type;
    this.json = json;
    this.fields = fields;
  }

  /** The problem that tells this refusal. */
  public static Problem of(Refusal refusal) {
    Problem problem = of(refusal.status(), refusal.name(), refusal.title(), refusal.detail());
    return new Problem(problem.status, problem.type, problem.json, refusal.fields());
  }

  /**
   * A problem.
   *
   * @param status in [400, 599]
   * @param type its last path segment: {@code sold-out} becomes {@code /problems/sold-out}
   * @param title the same for every problem of this type
   * @param detail what is particular to this one, or null
   */
  public static Problem of(int status, String type, String title, @Nullable String detail) {
    StringBuilder json = new StringBuilder(160).append("{\"type\":");
    quote(json, "/problems/" + type);
    quote(json.append(",\"title\":"), title);
    json.append(",\"status\":").append(status);
    if (detail != null) quote(json.append(",\"detail\":"), detail);
    return new Problem(status, type, json.toString(), Map.of());
  }

  /** The same with one more member. */
  public Problem with(String name, String value) {
    StringBuilder more = member(name);
    quote(more, value);
    return new Problem(status, type, more.toString(), fields);
  }

  /** The same with one more member. */
  public Problem with(String name, long value) {
    return new Problem(status, type, member(name).append(value).toString(), fields);
  }

  /** The same with one more member, an array of numbers. */
  public Problem with(String name, long[] values) {
    StringBuilder more = member(name).append('[');
    for (int i = 0; i < values.length; i++) {
      if (i > 0) more.append(',');
      more.append(values[i]);
    }
    return new Problem(status, type, more.append(']').toString(), fields);
  }

  /** The status that goes with it. */
  public int status() {
    return status;
  }

  /** The reply to send. */
  public Response response() {
    Response response =
        Response.problem(status, type, (json + "}").getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, String> field : fields.entrySet())
      response = response.with(field.getKey(), field.getValue());
    return response;
  }

  private StringBuilder member(String name) {
    StringBuilder more = new StringBuilder(json.length() + 64).append(json).append(',');
    quote(more, name);
    return more.append(':');
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') json.append('\\').append(c);
      else if (c == '\n') json.append("\\n");
      else if (c < 0x20 || c == 0x7f || (Character.isSurrogate(c) && !paired(text, i)))
        escape(json, c);
      else json.append(c);
    }
    json.append('"');
  }

  private static void escape(StringBuilder json, char c) {
    json.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) json.append(HEX.charAt(c >> shift & 15));
  }

  private static boolean paired(String text, int i) {
    if (Character.isHighSurrogate(text.charAt(i)))
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  @Override
  public String toString() {
    return json + "}";
  }
}
