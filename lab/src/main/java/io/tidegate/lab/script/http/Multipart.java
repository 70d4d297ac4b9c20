package io.tidegate.lab.script.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A body of several parts, such as files (RFC 7578). */
final class Multipart {

  private final String boundary = boundary();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private static String boundary() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++)
      text.append("%015x".formatted(ThreadLocalRandom.current().nextLong() >>> 4));
    return text.toString();
  }

  /**
   * One more part.
   *
   * @param file its name; null for a plain field
   */
  void add(String name, byte[] data, @Nullable String file, @Nullable String type) {
    StringBuilder head = new StringBuilder();
    head.append("--").append(boundary).append("\r\n");
    head.append("Content-Disposition: form-data; name=\"").append(quoted(name)).append('"');
    if (file != null) head.append("; filename=\"").append(quoted(file)).append('"');
    head.append("\r\n");
    if (type != null) head.append("Content-Type: ").append(type).append("\r\n");
    head.append("\r\n");
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(data);
    bytes.writeBytes(new byte[] {'\r', '\n'});
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  String type() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** All of it. */
  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes.toByteArray());
    all.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return all.toByteArray();
  }
}
