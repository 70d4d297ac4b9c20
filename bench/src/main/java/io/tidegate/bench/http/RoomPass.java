package io.tidegate.bench.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Gets a pass of a waiting room that has space, as a program does. */
final class RoomPass {
  private static final String TICKET = "Tidegate-Ticket";
  private static final String PASS = "Tidegate-Pass";

  private RoomPass() {}

  /**
   * The pass of somebody new.
   *
   * @throws IOException if there is no space
   */
  static String of(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Void> joined =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
      String ticket = field(joined, TICKET);
      HttpRequest again = HttpRequest.newBuilder(uri).header(TICKET, ticket).build();
      return field(client.send(again, BodyHandlers.discarding()), PASS);
    }
  }

  private static String field(HttpResponse<Void> reply, String name) throws IOException {
    return reply
        .headers()
        .firstValue(name)
        .orElseThrow(() -> new IOException("no " + name + " in a reply of " + reply.statusCode()));
  }
}
