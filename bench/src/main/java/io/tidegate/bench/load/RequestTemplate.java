package io.tidegate.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, in which {@value #USER} stands for the id of a user who never asked before,
 * {@value Users#DIGITS} digits.
 *
 * @param headers whole lines
 * @param body null for none; JSON otherwise
 */
public record RequestTemplate(
    String method, String path, List<String> headers, @Nullable String body) {
  /** Where a user's id goes, in path, headers and body. */
  public static final String USER = "{user}";

  /** A GET without further headers. */
  public static RequestTemplate get(String path, String... headers) {
    return new RequestTemplate("GET", path, List.of(headers), null);
  }

  /** A POST. */
  public static RequestTemplate post(String path, @Nullable String body, String... headers) {
    return new RequestTemplate("POST", path, List.of(headers), body);
  }

  /** The request's text between the users' ids; one more than there are ids in it. */
  List<String> pieces() {
    return Arrays.asList(text().split(java.util.regex.Pattern.quote(USER), -1));
  }

  /** Whether it names a user who must be new each time. */
  boolean namesUser() {
    return pieces().size() > 1;
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    out.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) out.append(header).append("\r\n");
    if (body != null) {
      String oneUser = body.replace(USER, "0".repeat(Users.DIGITS));
      int length = oneUser.getBytes(StandardCharsets.UTF_8).length;
      out.append("Content-Type: application/json\r\nContent-Length: ").append(length);
      out.append("\r\n\r\n").append(body);
    } else {
      out.append(method.equals("GET") ? "\r\n" : "Content-Length: 0\r\n\r\n");
    }
    return out.toString();
  }
}
