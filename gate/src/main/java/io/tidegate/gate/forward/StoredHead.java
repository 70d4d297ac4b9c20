package io.tidegate.gate.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.wire.Ascii;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request's head that outlives its client: for what the gate fetches for several of them. It has
 * nothing that only one of them would say, such as cookies, or the version that it has already.
 * Immutable.
 */
public final class StoredHead {

  private final byte[] line;
  private final boolean hosted;
  private final byte[] fields;
  private final Map<String, String> asked;

  /**
   * @param line with its CRLF, and the host's where that is the client's
   * @param hosted whether it is
   */
  StoredHead(byte[] line, boolean hosted, byte[] fields, Map<String, String> asked) {
    this.line = line;
    this.hosted = hosted;
    this.fields = fields;
    this.asked = asked;
  }

  /** All fields of a request, by their names in lower case. */
  static Map<String, String> fieldsOf(Exchange exchange) {
    Map<String, String> all = new HashMap<>();
    for (String name : exchange.fieldNames()) {
      String value = exchange.list(name);
      if (value != null) all.put(name.toLowerCase(Locale.ROOT), value);
    }
    return all;
  }

  /**
   * What the request said in these fields.
   *
   * @param names in lower case
   */
  public List<@Nullable String> values(List<String> names) {
    return names.stream().<@Nullable String>map(asked::get).toList();
  }

  /**
   * The head for an endpoint.
   *
   * @param more field lines, each with its CRLF
   */
  public ByteBuf write(Endpoint endpoint, String more) {
    byte[] host = Ascii.bytes(hosted ? "" : "Host: " + endpoint.name() + "\r\n");
    byte[] rest = Ascii.bytes(more + "\r\n");
    return PooledByteBufAllocator.DEFAULT
        .directBuffer(line.length + host.length + fields.length + rest.length)
        .writeBytes(line)
        .writeBytes(host)
        .writeBytes(fields)
        .writeBytes(rest);
  }
}
