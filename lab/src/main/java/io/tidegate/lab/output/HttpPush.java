package io.tidegate.lab.output;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Posts bodies to a server of metrics that may be slow or dead, and tells the first failure. One
 * thread.
 */
final class HttpPush implements AutoCloseable {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(5);
  private static final int REPLY_SHOWN_MAX = 200;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();
  private final String server;
  private final Map<String, String> headers;
  private final Consumer<String> warnings;
  private boolean told;

  /**
   * @param server as a person knows it
   * @param headers sent with each request
   */
  HttpPush(String server, Map<String, String> headers, Consumer<String> warnings) {
    this.server = server;
    this.headers = headers;
    this.warnings = warnings;
  }

  /** The value of {@code Authorization} for a name and a password. */
  static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  /** Whether the server took it; false also where the thread is interrupted. */
  boolean post(URI to, byte[] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(to).timeout(REQUEST_MAX);
    headers.forEach(request::header);
    request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      HttpResponse<String> reply =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (reply.statusCode() / 100 == 2) return true;
      tell("answers " + reply.statusCode() + ": " + brief(reply.body()));
    } catch (IOException e) {
      tell("does not answer: " + brief(reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private void tell(String what) {
    if (told) return;
    told = true;
    warnings.accept(server + " " + what + "; what it does not take is lost, and the run goes on");
  }

  private static String reason(IOException e) {
    @Nullable String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static String brief(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() <= REPLY_SHOWN_MAX ? line : line.substring(0, REPLY_SHOWN_MAX) + "…";
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
