package io.tidegate.lab.control;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.lab.recording.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Asks a run that goes on, and says what it answers in the lines of {@code k6 status}. */
public final class ControlClient {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /** Whoever asks for more users waits until they are made. */
  private static final Duration REPLY_MAX = Duration.ofSeconds(90);

  private static final List<String> STATUS =
      List.of("status", "paused", "vus", "vus-max", "stopped", "running", "tainted");

  /** k6 writes these as texts. */
  private static final List<String> QUOTED = List.of("paused", "vus", "vus-max");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();
  private final URI base;

  /**
   * One.
   *
   * @param address host and port; without a host, on this machine
   * @throws IOException if that is none
   */
  public ControlClient(String address) throws IOException {
    try {
      String at = address.startsWith(":") ? "localhost" + address : address;
      base = new URI("http://" + at + "/v1/").parseServerAuthority();
    } catch (URISyntaxException _) {
      throw new IOException("an address is HOST:PORT, not \"" + address + "\"");
    }
  }

  /** How the run stands. */
  public List<String> status() throws IOException, InterruptedException {
    return statusLines(ask("GET", "status", ""));
  }

  /** Has it wait or go on. */
  public List<String> pause(boolean paused) throws IOException, InterruptedException {
    return patch(attributes().member("paused", paused));
  }

  /** Has it run with other users; null for as many as before. */
  public List<String> scale(@Nullable Integer vus, @Nullable Integer most)
      throws IOException, InterruptedException {
    JsonWriter json = attributes();
    if (vus != null) json.member("vus", vus);
    if (most != null) json.member("vus-max", most);
    return patch(json);
  }

  /** What was measured until now. */
  public List<String> stats() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (JsonValue one : ask("GET", "metrics", "").list("data")) {
      JsonValue metric = one.get("attributes");
      lines.add("- name: " + one.text("id"));
      kind(lines, "type", metric);
      kind(lines, "contains", metric);
      Object tainted = metric.get("tainted").value();
      lines.add("  tainted: " + (tainted == null ? "\"\"" : "\"" + tainted + "\""));
      lines.add("  sample:");
      JsonValue sample = metric.get("sample");
      for (String name : new TreeSet<>(sample.names()))
        lines.add("    " + name + ": " + number(sample.number(name)));
    }
    return lines;
  }

  private static void kind(List<String> lines, String name, JsonValue metric) {
    lines.add("  " + name + ":");
    lines.add("    type: " + metric.text(name));
    lines.add("    valid: true");
  }

  private static JsonWriter attributes() {
    JsonWriter json = new JsonWriter(128).beginObject().name("data").beginObject();
    json.member("type", "status").member("id", "default");
    return json.name("attributes").beginObject();
  }

  private List<String> patch(JsonWriter json) throws IOException, InterruptedException {
    json.endObject().endObject().endObject();
    return statusLines(ask("PATCH", "status", json.toString()));
  }

  private static List<String> statusLines(JsonValue reply) {
    JsonValue status = reply.get("data").get("attributes");
    List<String> lines = new ArrayList<>();
    for (String name : STATUS) {
      Object value = status.get(name).value();
      String text = value instanceof Double number ? number(number) : String.valueOf(value);
      lines.add(name + ": " + (QUOTED.contains(name) ? "\"" + text + "\"" : text));
    }
    return lines;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private JsonValue ask(String method, String path, String body)
      throws IOException, InterruptedException {
    URI at = base.resolve(path);
    HttpRequest request =
        HttpRequest.newBuilder(at)
            .timeout(REPLY_MAX)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> reply;
    try {
      reply = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      String why = e.getMessage() == null ? "nobody answers" : e.getMessage();
      throw new IOException("%s %s: %s".formatted(method, at, why), e);
    }
    JsonValue json = JsonValue.read(reply.body());
    if (reply.statusCode() == 200) return json;
    for (JsonValue error : json.list("errors"))
      throw new IOException(error.text("title") + ": " + error.text("detail"));
    throw new IOException(
        "%s %s: the reply has status %d".formatted(method, at, reply.statusCode()));
  }
}
