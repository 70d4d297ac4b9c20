package io.tidegate.lab.preflight;

import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.HttpCall;
import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.lab.client.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the target answers to the request that a script makes first, asked twice: what a reply
 * weighs, whether a connection carries a second request, and how long that takes.
 *
 * @param error why there is no reply; null where there is one
 * @param replyBytes above TCP, encoded as they came
 * @param keepsAlive whether the second request went over the first one's connection
 * @param roundTripMs of the second request, from its last byte to the first of its reply
 * @param ip where it went; null where nobody was reached
 */
record TargetProbe(
    @Nullable String error,
    NullServer.Answer answer,
    long replyBytes,
    boolean keepsAlive,
    double roundTripMs,
    @Nullable String ip) {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int REDIRECTS_MAX = 3;

  /**
   * Asks.
   *
   * @param origin scheme, host and port
   * @param first as the script sent it; a GET, since that may be sent once more than asked for
   */
  static TargetProbe ask(ClientConfig config, String origin, NullServer.Asked first)
      throws InterruptedException {
    try (Network network = new Network(config);
        HttpClient client = network.client(0)) {
      HttpUrl url = HttpUrl.parse(origin + first.target());
      HttpReply reply = client.send(call(url, first));
      for (int i = 0; i < REDIRECTS_MAX && isRedirect(reply); i++) {
        url = url.resolve(Objects.requireNonNull(reply.headers().first("Location")));
        reply = client.send(call(url, first));
      }
      HttpReply second = client.send(call(url, first));
      if (reply.failed() || second.failed()) return none(String.valueOf(reply.error()));
      return new TargetProbe(
          null,
          NullServer.Answer.of(reply.status(), fields(reply), body(reply)),
          reply.receivedBytes(),
          second.timings().connecting() == 0,
          second.timings().waiting(),
          Objects.requireNonNull(reply.peer()).ip());
    } catch (Fault e) {
      return none(String.valueOf(e.getMessage()));
    }
  }

  private static TargetProbe none(String error) {
    return new TargetProbe(error, NullServer.Answer.DEFAULT, 0, true, 0, null);
  }

  private static boolean isRedirect(HttpReply reply) {
    return reply.status() >= 300
        && reply.status() < 400
        && reply.headers().first("Location") != null;
  }

  private static HttpCall call(HttpUrl url, NullServer.Asked first) {
    RequestHeaders headers = new RequestHeaders();
    for (String field : first.fields()) {
      int colon = field.indexOf(':');
      String name = field.substring(0, Math.max(0, colon));
      switch (name.toLowerCase(Locale.ROOT)) {
        case "", "host", "connection", "content-length" -> {}
        default -> headers.add(name, field.substring(colon + 1).strip());
      }
    }
    return new HttpCall("GET", url, headers, null, TIMEOUT, true);
  }

  private static byte[] body(HttpReply reply) {
    return Objects.requireNonNullElse(reply.body(), new byte[0]);
  }

  /** Those of the reply that still hold for a body that is neither encoded nor in chunks. */
  private static List<String> fields(HttpReply reply) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < reply.headers().count(); i++) {
      String name = reply.headers().name(i);
      switch (name.toLowerCase(Locale.ROOT)) {
        case "content-length", "content-encoding", "transfer-encoding", "trailer" -> {}
        default -> fields.add(name + ": " + reply.headers().value(i));
      }
    }
    return fields;
  }
}
