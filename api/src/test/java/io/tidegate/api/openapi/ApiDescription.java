package io.tidegate.api.openapi;

import io.tidegate.testkit.Json;
import io.tidegate.testkit.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The description of the API as tests ask it: what it says, and whether a reply keeps to it. */
public final class ApiDescription {

  private final Map<String, @Nullable Object> root;
  private final SchemaValidator schemas;
  private final Map<String, Map<String, @Nullable Object>> operations = new TreeMap<>();

  /** Reads the description that is in the program. */
  public ApiDescription() {
    root = Json.object(Json.read(text()));
    schemas = new SchemaValidator(root);
    Json.object(root.get("paths"))
        .forEach((path, methods) ->
            Json.object(methods)
                .forEach((method, operation) ->
                    operations.put(
                        method.toUpperCase(Locale.ROOT) + " " + path, Json.object(operation))));
  }

  private static String text() {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      if (in == null) throw new AssertionError("there is no description");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of it. */
  Map<String, @Nullable Object> root() {
    return root;
  }

  SchemaValidator schemas() {
    return schemas;
  }

  /** What is described, by method and path as {@code GET /claims/{claimId}}. */
  Map<String, Map<String, @Nullable Object>> operations() {
    return operations;
  }

  /**
   * Fails unless the reply is what the description says of its operation.
   *
   * @return the operation and the status that was found, as {@code GET /claims/{claimId} 200}
   */
  public String check(Reply reply) {
    String operation = operationOf(reply);
    Map<String, @Nullable Object> responses =
        Json.object(operations.getOrDefault(operation, Map.of()).get("responses"));
    String status = Integer.toString(reply.status());
    if (!responses.containsKey(status)) {
      if (reply.status() < 400) throw new AssertionError("not described: " + reply);
      status = "default";
    }
    Map<String, @Nullable Object> response = schemas.resolve(responses.get(status));
    if (reply.status() >= 400 && !status.equals("default") && !fits(response, reply)) {
      // What may happen to any request shares some statuses with what the call itself answers.
      status = "default";
      response = schemas.resolve(responses.get(status));
    }
    headers(response, reply);
    caching(response, reply);
    body(response, reply);
    return operation + " " + status;
  }

  private boolean fits(Map<String, @Nullable Object> response, Reply reply) {
    Object media = Json.object(response.get("content")).get(reply.mediaType());
    Object schema = media == null ? null : Json.object(media).get("schema");
    return schema != null && schemas.faults(schema, reply.json()).isEmpty();
  }

  private void headers(Map<String, @Nullable Object> response, Reply reply) {
    if (!response.containsKey("headers")) return;
    Json.object(response.get("headers"))
        .forEach((name, header) -> {
          boolean needed = Boolean.TRUE.equals(schemas.resolve(header).get("required"));
          if (needed && reply.header(name).isEmpty())
            throw new AssertionError("no " + name + " in " + reply);
        });
  }

  /** What is not described as something that others may keep, nobody may; and never a refusal. */
  private static void caching(Map<String, @Nullable Object> response, Reply reply) {
    boolean shared =
        response.containsKey("headers")
            && Json.object(response.get("headers")).containsKey("Cache-Control");
    if (reply.status() < 400 && shared) return;
    if (!reply.header("Cache-Control").equals("no-store"))
      throw new AssertionError("others may keep " + reply);
  }

  private void body(Map<String, @Nullable Object> response, Reply reply) {
    if (!response.containsKey("content")) {
      if (!reply.text().isEmpty()) throw new AssertionError("a body is not described: " + reply);
      return;
    }
    Object media = Json.object(response.get("content")).get(reply.mediaType());
    if (media == null) throw new AssertionError("a media type not described: " + reply);
    Object schema = Json.object(media).get("schema");
    if (schema == null) throw new AssertionError("no schema for " + reply);
    Object value = reply.mediaType().endsWith("json") ? reply.json() : reply.text();
    List<String> faults = schemas.faults(schema, value);
    if (!faults.isEmpty()) throw new AssertionError(faults + " in " + reply);
  }

  /** The described operation that a request was for; of several, the one with fewest parameters. */
  private String operationOf(Reply reply) {
    String[] path = reply.path().replaceFirst("\\?.*", "").split("/", -1);
    TreeSet<String> found = new TreeSet<>((a, b) -> holes(a) - holes(b));
    for (String operation : operations.keySet()) {
      if (operation.startsWith(reply.method() + " ") && matches(operation, path))
        found.add(operation);
    }
    if (found.isEmpty()) throw new AssertionError("not described: " + reply);
    return found.first();
  }

  private static int holes(String operation) {
    return (int) operation.chars().filter(c -> c == '{').count();
  }

  private static boolean matches(String operation, String[] path) {
    String[] steps = operation.substring(operation.indexOf(' ') + 1).split("/", -1);
    if (steps.length != path.length) return false;
    for (int i = 0; i < steps.length; i++) {
      if (!steps[i].startsWith("{") && !steps[i].equals(path[i])) return false;
    }
    return true;
  }
}
