package io.tidegate.lab.script.socket;

import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.lab.client.cookie.CookieJar;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.websocket.Handshake;
import io.tidegate.lab.metric.TagSet;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Where a script wants a WebSocket to, and how.
 *
 * @param url as the script wrote it
 * @param headers of the handshake
 * @param jar whose cookies go with it, and which takes those that come
 * @param deflates whether compression is offered
 * @param own tags that the script gave it
 */
record SocketTarget(
    String url, RequestHeaders headers, CookieJar jar, boolean deflates, TagSet own) {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Opens it. Any thread. */
  Handshake.Result open(HttpClient client) throws Fault, InterruptedException {
    HttpUrl at = Handshake.url(url);
    String cookie = headers.first("Cookie") == null ? jar.header(at, List.of(), Set.of()) : null;
    if (cookie != null) headers.add("Cookie", cookie);
    Handshake.Result result = Handshake.open(client, at, headers, deflates, TIMEOUT);
    jar.setAll(at, result.reply().headers().all("Set-Cookie"));
    return result;
  }
}
