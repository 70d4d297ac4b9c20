package io.tidegate.lab.script.host;

import io.tidegate.http.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Small JSON for scripts. */
public final class JsonLine {

  private JsonLine() {}

  /** An object of texts. */
  public static String of(Map<String, String> texts) {
    JsonWriter json = new JsonWriter(256).beginObject();
    texts.forEach((name, text) -> json.anyName(name).value(text));
    return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
  }

  /** An array of texts. */
  public static String of(List<String> texts) {
    JsonWriter json = new JsonWriter(256).beginArray();
    texts.forEach(json::value);
    return new String(json.endArray().toBytes(), StandardCharsets.UTF_8);
  }

  /** A request as replies show it. */
  public static String request(
      String method, String url, Map<String, List<String>> headers, String body) {
    JsonWriter json = new JsonWriter(256).beginObject();
    json.anyName("method").value(method).anyName("url").value(url);
    json.anyName("headers").beginObject();
    headers.forEach((name, values) -> {
      json.anyName(name).beginArray();
      values.forEach(json::value);
      json.endArray();
    });
    json.endObject().anyName("body").value(body).endObject();
    return new String(json.toBytes(), StandardCharsets.UTF_8);
  }
}
