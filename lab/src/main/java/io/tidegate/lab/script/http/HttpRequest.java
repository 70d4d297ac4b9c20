package io.tidegate.lab.script.http;

import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.lab.client.auth.AuthMethod;
import io.tidegate.lab.client.cookie.Cookie;
import io.tidegate.lab.client.cookie.CookieJar;
import io.tidegate.lab.metric.TagSet;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as a script made it, before redirects.
 *
 * @param name tag in place of the address; null for none
 * @param jar whose cookies go with it, and which takes those that come
 * @param cookies of this request alone
 * @param expected which statuses are no failure; null where that is not measured
 * @param type what becomes of the reply's body
 * @param throwing whether a failure throws
 */
record HttpRequest(
    String method,
    HttpUrl url,
    @Nullable String name,
    byte @Nullable [] body,
    RequestHeaders headers,
    CookieJar jar,
    List<OwnCookie> cookies,
    TagSet tags,
    Duration timeout,
    int redirects,
    BodyType type,
    @Nullable ExpectedStatuses expected,
    @Nullable Credentials credentials,
    boolean throwing) {

  /** A cookie that a script gives with one request, and whether the jar's of its name stays. */
  record OwnCookie(Cookie cookie, boolean replaces) {}

  /** Of a user, for what asks for them. */
  record Credentials(AuthMethod method, String name, String password) {}

  /** What a script sees of a reply's body. */
  enum BodyType {
    TEXT,
    BINARY,
    NONE
  }
}
