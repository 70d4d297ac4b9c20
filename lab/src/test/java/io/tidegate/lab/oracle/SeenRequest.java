package io.tidegate.lab.oracle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A request as it came over the wire, or a frame of a WebSocket.
 *
 * @param method of a frame {@code WS} and its kind
 * @param target path with query
 * @param headers in their order and case
 * @param body without its transfer coding
 */
record SeenRequest(String method, String target, List<Header> headers, byte[] body) {

  record Header(String name, String value) {
    @Override
    public String toString() {
      return name + ": " + value;
    }
  }

  /** The path, without the query. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The query as it was sent, empty without one. */
  String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /** First value of a header, whatever its case. */
  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** The body where it is UTF-8, otherwise its bytes in Base64. */
  String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException _) {
      return "base64:" + Base64.getEncoder().encodeToString(body);
    }
  }
}
