package io.tidegate.lab.client;

import io.tidegate.lab.client.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request, as it is to be sent. Redirects are not followed: each is a call of its own.
 *
 * @param method sent as it stands
 * @param body null for none
 * @param timeout of the whole exchange; 0 for one that is over before it begins
 * @param keepBody false where the body of the reply is read, counted and dropped
 */
public record HttpCall(
    String method,
    HttpUrl url,
    RequestHeaders headers,
    byte @Nullable [] body,
    Duration timeout,
    boolean keepBody) {

  /** k6's time-out where a script says nothing. */
  public static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** One without a body. */
  public static HttpCall of(String method, HttpUrl url) {
    return new HttpCall(method, url, new RequestHeaders(), null, TIMEOUT, true);
  }

  /** Its head as it is sent, but for the ends of lines; as far as it can be sent. */
  public String head() {
    RequestEncoder encoder = new RequestEncoder(new byte[512]);
    try {
      encoder.head(this, false);
    } catch (Fault _) {
      return method + " " + url.target() + "\n";
    }
    String text = new String(encoder.bytes(), 0, encoder.length(), StandardCharsets.UTF_8);
    return text.replace("\r\n", "\n").replaceFirst("\n$", "");
  }

  /** The same with another time-out. */
  public HttpCall within(Duration other) {
    return new HttpCall(method, url, headers, body, other, keepBody);
  }

  /** The same with a body. */
  public HttpCall with(byte @Nullable [] other) {
    return new HttpCall(method, url, headers, other, timeout, keepBody);
  }

  /** The same whose reply's body is dropped. */
  public HttpCall droppingBody() {
    return new HttpCall(method, url, headers, body, timeout, false);
  }
}
