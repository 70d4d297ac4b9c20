package io.tidegate.http.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is refused. A value: who serves renders it in the way its clients know, as problem
 * JSON or as a page.
 *
 * @param status in [400, 599]
 * @param name stable, for programs: {@code body-too-large}
 * @param title the same for every refusal of this name, for people
 * @param detail what is particular to this one, or null
 * @param fields header fields that its reply must have, such as {@code Allow}
 */
public record Refusal(
    int status, String name, String title, @Nullable String detail, Map<String, String> fields) {

  public Refusal {
    fields = Map.copyOf(fields);
  }

  /** A refusal without header fields of its own. */
  public Refusal(int status, String name, String title, @Nullable String detail) {
    this(status, name, title, detail, Map.of());
  }

  /** The same about this one. */
  public Refusal because(String detail) {
    return new Refusal(status, name, title, detail, fields);
  }

  /** The same with one more header field. */
  public Refusal with(String field, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(field, value);
    return new Refusal(status, name, title, detail, more);
  }
}
