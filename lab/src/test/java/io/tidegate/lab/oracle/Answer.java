package io.tidegate.lab.oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the recording server sends back: the same bytes for the same request.
 *
 * @param headers lines without their end
 */
record Answer(int status, List<String> headers, byte[] body) {

  static Answer text(int status, String type, String text) {
    return new Answer(
        status, List.of("Content-Type: " + type), text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer json(String json) {
    return text(200, "application/json", json);
  }

  static Answer html(String html) {
    return text(200, "text/html; charset=utf-8", html);
  }

  static Answer empty(int status, String... headers) {
    return new Answer(status, List.of(headers), new byte[0]);
  }

  Answer with(String header) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    return new Answer(status, more, body);
  }

  /** With its length before it, or in chunks where the headers say so. */
  void write(OutputStream out, boolean withBody) throws IOException {
    boolean chunked = headers.contains("Transfer-Encoding: chunked");
    boolean none = status == 204 || status == 304 || status < 200;
    StringBuilder head = new StringBuilder(256).append(Reason.line(status));
    for (String header : headers) head.append(header).append("\r\n");
    boolean length = headers.stream().noneMatch(header -> header.startsWith("Content-Length:"));
    if (length && !chunked && !none)
      head.append("Content-Length: ").append(body.length).append("\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + body.length + 64);
    all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (withBody && !none) all.writeBytes(chunked ? chunks() : body);
    out.write(all.toByteArray());
    out.flush();
  }

  /** Ten bytes each. */
  private byte[] chunks() {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (int at = 0; at < body.length; at += 10) {
      byte[] chunk = Arrays.copyOfRange(body, at, Math.min(at + 10, body.length));
      chunks.writeBytes(ascii(Integer.toHexString(chunk.length) + "\r\n"));
      chunks.writeBytes(chunk);
      chunks.writeBytes(ascii("\r\n"));
    }
    chunks.writeBytes(ascii("0\r\n\r\n"));
    return chunks.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Status lines. */
  private static final class Reason {

    static String line(int status) {
      return "HTTP/1.1 " + status + " " + of(status) + "\r\n";
    }

    private static String of(int status) {
      return switch (status) {
        case 101 -> "Switching Protocols";
        case 200 -> "OK";
        case 201 -> "Created";
        case 204 -> "No Content";
        case 301 -> "Moved Permanently";
        case 302 -> "Found";
        case 303 -> "See Other";
        case 304 -> "Not Modified";
        case 307 -> "Temporary Redirect";
        case 308 -> "Permanent Redirect";
        case 400 -> "Bad Request";
        case 401 -> "Unauthorized";
        case 403 -> "Forbidden";
        case 404 -> "Not Found";
        case 418 -> "I'm a teapot";
        case 429 -> "Too Many Requests";
        case 500 -> "Internal Server Error";
        case 503 -> "Service Unavailable";
        default -> "Status";
      };
    }
  }
}
