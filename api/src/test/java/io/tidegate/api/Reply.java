package io.tidegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.reply.ProblemType;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A reply as a test looks at it.
 *
 * @param what the request it answers
 * @param headers by name in lower case
 */
record Reply(String what, int status, Map<String, String> headers, byte[] bytes) {

  private static final JsonFactory JSON = new JsonFactory();

  static Reply of(HttpResponse<byte[]> response) {
    Map<String, String> headers = new LinkedHashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String what = response.request().method() + " " + response.request().uri().getRawPath();
    return new Reply(what, response.statusCode(), headers, response.body());
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The header of that name, empty without one. */
  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** Fails unless the status is this one. */
  Reply is(int status) {
    assertThat(status()).as(this::toString).isEqualTo(status);
    return this;
  }

  /** Fails unless it is such a problem, whole and of the right media type. */
  Reply is(ProblemType type) {
    is(type.status());
    assertThat(header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(object())
        .containsEntry("type", "/problems/" + type.id())
        .containsEntry("title", type.title())
        .containsEntry("status", (long) type.status());
    return this;
  }

  /** The body, an object. */
  @SuppressWarnings("unchecked")
  Map<String, Object> object() {
    return (Map<String, Object>) json();
  }

  /** The body, an array of objects. */
  @SuppressWarnings("unchecked")
  List<Map<String, Object>> array() {
    return (List<Map<String, Object>>) json();
  }

  /** A number in the body. */
  long number(String name) {
    return (long) object().getOrDefault(name, -1L);
  }

  /** A text in the body. */
  String word(String name) {
    return String.valueOf(object().get(name));
  }

  private Object json() {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      Object value = value(parser, parser.nextToken());
      assertThat(parser.nextToken()).as("after the JSON of %s", this).isNull();
      return value;
    }
  }

  private static Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          Object value = value(parser, parser.nextToken());
          assertThat(members.put(name, value)).as("%s twice", name).isNull();
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken())
          elements.add(value(parser, t));
        yield elements;
      }
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> "null";
      default -> parser.getString();
    };
  }

  @Override
  public String toString() {
    return what + " -> " + status + " " + text();
  }
}
