package io.tidegate.lab.oracle;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requests of HTTP/1.1 one after another, and keeps the order and case of their headers. */
final class RequestParser {

  private static final int LINE_MAX = 64 * 1_024;
  private static final int HEADERS_MAX = 200;
  private static final int BODY_MAX = 4 * 1_024 * 1_024;

  private final InputStream in;

  RequestParser(InputStream in) {
    this.in = in;
  }

  /** The next one; null where the client has ended the connection. */
  @Nullable SeenRequest next() throws IOException {
    String line = line();
    if (line == null) return null;
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' '); // k6 sends a blank of the query as it is
    if (first < 1 || last == first) throw new IOException("no request line: " + line);
    String method = line.substring(0, first);
    String target = line.substring(first + 1, last);
    List<SeenRequest.Header> headers = headers();
    SeenRequest head = new SeenRequest(method, target, headers, new byte[0]);
    return new SeenRequest(method, target, headers, body(head));
  }

  private List<SeenRequest.Header> headers() throws IOException {
    List<SeenRequest.Header> headers = new ArrayList<>();
    for (String line = lineOrFail(); !line.isEmpty(); line = lineOrFail()) {
      if (headers.size() == HEADERS_MAX) throw new IOException("too many headers");
      int colon = line.indexOf(':');
      if (colon < 1) throw new IOException("no header: " + line);
      headers.add(
          new SeenRequest.Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return headers;
  }

  private byte[] body(SeenRequest head) throws IOException {
    if (head.header("Transfer-Encoding").orElse("").equals("chunked")) return chunks();
    return exactly(Integer.parseInt(head.header("Content-Length").orElse("0")));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      byte[] chunk = exactly(Integer.parseInt(lineOrFail(), 16));
      body.writeBytes(chunk);
      lineOrFail(); // the end of the chunk, or of the empty trailer
      if (chunk.length == 0) return body.toByteArray();
    }
  }

  private byte[] exactly(int length) throws IOException {
    if (length > BODY_MAX) throw new IOException("body too long: " + length);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) throw new EOFException("the body ends early");
    return bytes;
  }

  private String lineOrFail() throws IOException {
    String line = line();
    if (line == null) throw new EOFException("the request ends early");
    return line;
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) return null;
      if (line.size() == LINE_MAX) throw new IOException("line too long");
      if (b != '\r') line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
