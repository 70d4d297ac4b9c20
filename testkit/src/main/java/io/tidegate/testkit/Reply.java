package io.tidegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What came back, and to what.
 *
 * @param path with its query
 * @param headers by name in lower case, the first value of each; of Set-Cookie all, in lines
 * @param bytes the body
 */
public record Reply(
    String method, String path, int status, Map<String, String> headers, byte[] bytes) {

  /** What a reply says that refuses (RFC 9457), as far as it is the same each time. */
  public record Problem(String id, int status, String title) {}

  static Reply of(HttpResponse<byte[]> http) {
    Map<String, String> headers = new TreeMap<>();
    http.headers().map().forEach((name, values) -> headers.put(lower(name), values.getFirst()));
    String method = http.request().method();
    String path = http.request().uri().toString().replaceFirst("^\\w+://[^/]*", "");
    return new Reply(method, path, http.statusCode(), headers, http.body());
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The body as text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Value of a header, empty without it. */
  public String header(String name) {
    return headers.getOrDefault(lower(name), "");
  }

  /** Media type of the body without parameters, empty without a body. */
  public String mediaType() {
    return header("Content-Type").replaceFirst(";.*", "");
  }

  /** Fails unless the status is this one. */
  public Reply is(int status) {
    assertThat(status()).as(this::toString).isEqualTo(status);
    return this;
  }

  /** Fails unless it tells of that problem, whole and with the right media type. */
  public Reply is(Problem problem) {
    is(problem.status());
    assertThat(header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(object())
        .containsEntry("type", "/problems/" + problem.id())
        .containsEntry("title", problem.title())
        .containsEntry("status", (long) problem.status());
    return this;
  }

  /** The id of the problem it tells of, empty if it is none. */
  public String problem() {
    if (!mediaType().equals("application/problem+json")) return "";
    return word("type").replace("/problems/", "");
  }

  /** The body, which is JSON. */
  public @Nullable Object json() {
    return Json.read(text());
  }

  /** The body, which is an object. */
  public Map<String, @Nullable Object> object() {
    return Json.object(json());
  }

  /** The body, which is an array of objects. */
  public List<Map<String, @Nullable Object>> array() {
    return Json.array(json()).stream().map(Json::object).toList();
  }

  /** A member of the body. */
  public @Nullable Object get(String member) {
    return object().get(member);
  }

  /** A member of the body that is a whole number. */
  public long number(String member) {
    return Json.number(get(member));
  }

  /** A member of the body as text. */
  public String word(String member) {
    return String.valueOf(get(member));
  }

  @Override
  public String toString() {
    return method + " " + path + " -> " + status + " " + headers + "\n" + text();
  }
}
