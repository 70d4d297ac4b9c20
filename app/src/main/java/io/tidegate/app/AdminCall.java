package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.keys.AdminKeyFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Asks a running service as its operator: a picocli mixin for the commands that do. */
final class AdminCall {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final int ANSWER_BYTES_MAX = 16 << 20;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The service; without it the one on this machine, by its configuration.")
  private @Nullable URI url;

  @Option(
      names = "--admin-key-file",
      paramLabel = "FILE",
      description = "Holds the admin key; without it the one of the secrets or the data folder.")
  private @Nullable Path keyFile;

  private URI base() {
    if (url != null) return url;
    Config.Service service = options.load(false).service();
    String host = service.host().contains(":") ? "[" + service.host() + "]" : service.host();
    return URI.create("http://" + host + ":" + service.port());
  }

  private String key() throws IOException {
    if (keyFile != null) return Files.readString(keyFile).strip();
    return AdminKeyFile.in(options.load(false).secrets()).key();
  }

  /**
   * Asks.
   *
   * @param method {@code GET} or {@code POST}
   * @param path behind {@code /api/v1/admin}
   * @param body JSON; not sent with {@code GET}
   */
  HttpResponse<byte[]> ask(String method, String path, String body)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base() + "/api/v1/admin" + path))
              .timeout(ANSWER_MAX)
              .header("Authorization", "Bearer " + key());
      if (method.equals("POST"))
        request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
      return client.send(
          request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    }
  }

  /** What to tell of a reply that says no. */
  static String refusal(HttpResponse<byte[]> reply) {
    String said = member(reply.body(), "detail");
    return "tidegate: the service answers "
        + reply.statusCode()
        + (said.isEmpty() ? "" : ": " + said);
  }

  /** Reads JSON token by token. */
  static JsonParser parser(byte[] body) {
    return new JsonFactory().createParser(ObjectReadContext.empty(), body);
  }

  /** A text of the outermost object; empty where there is none. */
  private static String member(byte[] body, String name) {
    try (JsonParser json = parser(body)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME && json.currentName().equals(name)) {
          json.nextToken();
          return json.getString();
        }
      }
      return "";
    } catch (JacksonException e) {
      return "";
    }
  }
}
