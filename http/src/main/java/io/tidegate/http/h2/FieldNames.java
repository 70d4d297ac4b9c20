package io.tidegate.http.h2;

import io.netty.util.AsciiString;
import java.util.Arrays;

/**
 * The names that replies often have, once: HPACK then knows their hashes, and need not compare them
 * letter by letter with those of its tables.
 */
final class FieldNames {

  /** A power of two, and several times as many as there are names. */
  private static final int SLOTS = 512;

  private static final AsciiString[] TABLE = new AsciiString[SLOTS];

  static {
    String names =
        "accept-ranges access-control-allow-credentials access-control-allow-headers"
            + " access-control-allow-methods access-control-allow-origin access-control-expose-headers"
            + " access-control-max-age age allow alt-svc cache-control content-disposition"
            + " content-encoding content-language content-length content-location content-range"
            + " content-security-policy content-type cross-origin-opener-policy date etag expires"
            + " last-modified link location permissions-policy pragma referrer-policy retry-after server"
            + " server-timing set-cookie strict-transport-security traceparent tracestate vary via"
            + " www-authenticate x-cache x-content-type-options x-frame-options x-powered-by"
            + " x-request-id x-xss-protection";
    for (String name : names.split(" ", -1)) add(new AsciiString(name));
  }

  private FieldNames() {}

  private static void add(AsciiString name) {
    int slot = slot(name.array(), 0, name.length());
    while (TABLE[slot] != null) slot = next(slot);
    TABLE[slot] = name;
  }

  /** The name that stands there in small letters. */
  static AsciiString of(byte[] bytes, int from, int to) {
    for (int slot = slot(bytes, from, to); TABLE[slot] != null; slot = next(slot)) {
      AsciiString name = TABLE[slot];
      if (Arrays.equals(name.array(), 0, name.length(), bytes, from, to)) return name;
    }
    return new AsciiString(bytes, from, to - from, false);
  }

  private static int slot(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) hash = 31 * hash + bytes[i];
    return (hash ^ hash >>> 9) & SLOTS - 1;
  }

  private static int next(int slot) {
    return slot + 1 & SLOTS - 1;
  }
}
