package io.tidegate.lab.output;

import io.tidegate.lab.metric.TagSet;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request of Prometheus' remote write 1.0: the message {@code WriteRequest} in protobuf, framed
 * as Snappy wants it. Both are so small here that a library would be longer: Snappy allows all to
 * be literal, and nothing is compressed.
 */
final class RemoteWrite {

  private static final int LITERAL_MAX = 1 << 16;
  private static final int LITERAL_WITH_TWO_BYTES = 61 << 2;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_64 = 1;
  private static final int VARINT = 0;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private int series;

  /** One series with one sample. */
  void add(String name, TagSet tags, double value, long atMs) {
    Map<String, String> labels = new TreeMap<>(); // the protocol wants them sorted
    tags.forEach((tag, text) -> {
      if (!text.isEmpty()) labels.put(labelName(tag), text);
    });
    labels.put("__name__", name);
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    labels.forEach((label, text) -> bytes(one, 1, label(label, text)));
    bytes(one, 2, sample(value, atMs));
    bytes(message, 1, one.toByteArray());
    series++;
  }

  /** How many were added. */
  int series() {
    return series;
  }

  private static String labelName(String tag) {
    String name = tag.replaceAll("[^a-zA-Z0-9_]", "_");
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  private static byte[] label(String name, String value) {
    ByteArrayOutputStream label = new ByteArrayOutputStream();
    bytes(label, 1, name.getBytes(StandardCharsets.UTF_8));
    bytes(label, 2, value.getBytes(StandardCharsets.UTF_8));
    return label.toByteArray();
  }

  private static byte[] sample(double value, long atMs) {
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    varint(sample, 1 << 3 | FIXED_64);
    ByteBuffer fixed = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    sample.writeBytes(fixed.putDouble(value).array());
    varint(sample, 2 << 3 | VARINT);
    varint(sample, atMs);
    return sample.toByteArray();
  }

  private static void bytes(ByteArrayOutputStream to, int field, byte[] bytes) {
    varint(to, field << 3 | LENGTH_DELIMITED);
    varint(to, bytes.length);
    to.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream to, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      to.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    to.write((int) rest);
  }

  /** The body of the request. */
  byte[] body() {
    byte[] plain = message.toByteArray();
    ByteArrayOutputStream body = new ByteArrayOutputStream(plain.length + 16);
    varint(body, plain.length);
    for (int from = 0; from < plain.length; from += LITERAL_MAX) {
      int length = Math.min(LITERAL_MAX, plain.length - from);
      body.write(LITERAL_WITH_TWO_BYTES);
      body.write(length - 1);
      body.write((length - 1) >> 8);
      body.write(plain, from, length);
    }
    return body.toByteArray();
  }
}
