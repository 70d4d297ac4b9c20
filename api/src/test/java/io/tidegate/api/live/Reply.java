package io.tidegate.api.live;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What came back, and to what.
 *
 * @param path with its query
 * @param headers by name in lower case
 */
public record Reply(
    String method, String path, int status, Map<String, String> headers, String text) {

  static Reply of(String method, String path, HttpResponse<String> http) {
    Map<String, String> headers = new TreeMap<>();
    http.headers().map().forEach((name, values) -> headers.put(lower(name), values.getFirst()));
    return new Reply(method, path, http.statusCode(), headers, http.body());
  }

  /**
   * A reply as it came over a socket, to a request that another client would not send.
   *
   * @param raw head and body
   */
  public static Reply of(String method, String path, String raw) {
    int end = raw.indexOf("\r\n\r\n");
    if (end < 0) throw new AssertionError("no whole head: " + raw);
    String[] lines = raw.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(lower(lines[i].substring(0, colon)), lines[i].substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines[0].substring(9, 12));
    return new Reply(method, path, status, headers, raw.substring(end + 4));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Value of a header, empty without it. */
  public String header(String name) {
    return headers.getOrDefault(lower(name), "");
  }

  /** Its media type without parameters, empty without a body. */
  public String mediaType() {
    String type = header("Content-Type");
    int end = type.indexOf(';');
    return end < 0 ? type : type.substring(0, end);
  }

  /** Its body, which is JSON. */
  public @Nullable Object json() {
    return Json.read(text);
  }

  /** A member of its body. */
  public @Nullable Object get(String member) {
    return Json.object(json()).get(member);
  }

  /** A member of its body that is a whole number. */
  public long number(String member) {
    return Json.number(get(member));
  }

  /** The name of the problem it is, empty if it is none. */
  public String problem() {
    if (!mediaType().equals("application/problem+json")) return "";
    return String.valueOf(get("type")).replace("/problems/", "");
  }

  @Override
  public String toString() {
    return method + " " + path + " -> " + status + " " + headers + "\n" + text;
  }
}
