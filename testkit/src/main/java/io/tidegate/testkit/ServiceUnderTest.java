package io.tidegate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A service that a test has started, here or as a process, asked over HTTP as its users do. Headers
 * come as name, value; an empty body is none, any other is JSON unless a header says otherwise.
 */
public interface ServiceUnderTest {

  /** What the path of every call begins with. */
  String API = "/api/v1";

  /** Closed by nobody: it ends with the tests, and its connections with the services. */
  HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Where it listens, without a path. */
  URI uri();

  /** What its admin calls must show. */
  String adminKey();

  /** Sends a request. */
  default Reply send(String method, String path, String body, String... headers) {
    try {
      return Reply.of(
          CLIENT.send(request(method, path, body, headers), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The same without waiting for the reply. */
  default CompletableFuture<Reply> sendLater(
      String method, String path, String body, String... headers) {
    return CLIENT
        .sendAsync(request(method, path, body, headers), BodyHandlers.ofByteArray())
        .thenApply(Reply::of);
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) request.setHeader("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) request.setHeader(headers[i], headers[i + 1]);
    return request.build();
  }

  /** A call of the API; the path follows {@link #API}. */
  default Reply get(String path, String... headers) {
    return send("GET", API + path, "", headers);
  }

  /** A call of the API without a body; the path follows {@link #API}. */
  default Reply post(String path, String... headers) {
    return send("POST", API + path, "", headers);
  }

  /** A call of the API; the path follows {@link #API}. */
  default Reply postJson(String path, String body, String... headers) {
    return send("POST", API + path, body, headers);
  }

  /** A call of the API without a body; the path follows {@link #API}. */
  default Reply patch(String path, String... headers) {
    return send("PATCH", API + path, "", headers);
  }

  /** A call of the API; the path follows {@link #API}. */
  default Reply delete(String path, String... headers) {
    return send("DELETE", API + path, "", headers);
  }

  /** A call with the admin key; the path follows {@code /api/v1/admin}. */
  default Reply admin(String method, String path, String body) {
    return send(method, API + "/admin" + path, body, "Authorization", "Bearer " + adminKey());
  }

  /** Makes something as an admin and returns the id of that name. */
  default long make(String path, String body, String id) {
    return admin("POST", path, body).is(201).number(id);
  }

  /** Joins a room's line and returns the ticket. */
  default String ticket(long user, String room) {
    return post("/user/" + user + "/queue/token/issue?room=" + room).is(200).word("waitingToken");
  }

  /** A connection of one's own, for what no proper client sends, and for crowds. */
  default RawClient connect() throws IOException {
    return new RawClient(uri().getPort());
  }

  /** Headers that show a ticket. */
  static String[] with(String ticket) {
    return new String[] {"waitingToken", ticket};
  }

  /** Headers by which a trusted caller names a user. */
  static String[] as(long user) {
    return new String[] {"X-User-Id", Long.toString(user)};
  }
}
