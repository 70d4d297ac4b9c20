package io.tidegate.lab.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files in a file, as POSIX has them (ustar, with the long names of pax; reads those of GNU). */
final class Tar {

  private static final int BLOCK = 512;
  private static final int NAME_MOST = 100;
  private static final int FILES_MOST = 100_000;
  private static final long BYTES_MOST = 1L << 30;

  private Tar() {}

  /** Whether a file begins like one. */
  static boolean begins(byte[] head) {
    return head.length >= BLOCK && text(head, 257, 5).equals("ustar");
  }

  /**
   * The plain files of one, by name; links and folders are left out.
   *
   * @throws IOException if it is none, or has more than a gigabyte
   */
  static Map<String, byte[]> read(InputStream in) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String longName = "";
    long bytes = 0;
    for (int count = 0; ; count++) {
      byte[] head = in.readNBytes(BLOCK);
      if (head.length < BLOCK || head[0] == 0) return files;
      long size = octal(head, 124, 12);
      bytes += size;
      if (count > FILES_MOST || size < 0 || bytes > BYTES_MOST)
        throw new IOException("the archive is too large");
      byte[] content = in.readNBytes((int) size);
      if (content.length < size) throw new EOFException("the archive ends within a file");
      in.readNBytes(padding(content));
      String prefix = text(head, 345, 155);
      String name = (prefix.isEmpty() ? "" : prefix + "/") + text(head, 0, NAME_MOST);
      switch (head[156]) {
        case 'x' -> longName = path(content);
        case 'L' -> longName = text(content, 0, content.length);
        case 'g' -> {}
        default -> {
          if (head[156] == '0' || head[156] == 0)
            files.put(longName.isEmpty() ? name : longName, content);
          longName = "";
        }
      }
    }
  }

  private static int padding(byte[] content) {
    return (BLOCK - content.length % BLOCK) % BLOCK;
  }

  private static String text(byte[] from, int at, int length) {
    int end = at;
    while (end < at + length && from[end] != 0) end++;
    return new String(from, at, end - at, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] from, int at, int length) throws IOException {
    try {
      String digits = text(from, at, length).strip();
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("the archive has a file of no size", e);
    }
  }

  /** That of a record {@code LENGTH path=NAME}; empty without one. */
  private static String path(byte[] records) {
    for (String record : new String(records, StandardCharsets.UTF_8).split("\n", -1)) {
      int at = record.indexOf(" path=");
      if (at > 0) return record.substring(at + " path=".length());
    }
    return "";
  }

  /** Writes one with these files. */
  static void write(Map<String, byte[]> files, long nowMs, OutputStream to) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
      if (name.length > NAME_MOST) entry(bytes("pax"), 'x', record(file.getKey()), nowMs, to);
      entry(name, '0', file.getValue(), nowMs, to);
    }
    to.write(new byte[2 * BLOCK]);
    to.flush();
  }

  /** It says its own length, with the digits of that. */
  private static byte[] record(String name) {
    String rest = " path=" + name + "\n";
    int others = bytes(rest).length;
    int length = others;
    while (others + Integer.toString(length).length() != length)
      length = others + Integer.toString(length).length();
    return bytes(length + rest);
  }

  private static void entry(byte[] name, char kind, byte[] content, long nowMs, OutputStream to)
      throws IOException {
    byte[] head = new byte[BLOCK];
    System.arraycopy(name, 0, head, 0, Math.min(name.length, NAME_MOST));
    put(head, 100, "%07o".formatted(0644));
    put(head, 108, "%07o".formatted(0));
    put(head, 116, "%07o".formatted(0));
    put(head, 124, "%011o".formatted(content.length));
    put(head, 136, "%011o".formatted(nowMs / 1_000));
    Arrays.fill(head, 148, 156, (byte) ' ');
    head[156] = (byte) kind;
    put(head, 257, "ustar");
    put(head, 263, "00");
    int sum = 0;
    for (byte b : head) sum += b & 0xff;
    put(head, 148, "%06o\0 ".formatted(sum));
    to.write(head);
    to.write(content);
    to.write(new byte[padding(content)]);
  }

  private static void put(byte[] head, int at, String text) {
    byte[] bytes = bytes(text);
    System.arraycopy(bytes, 0, head, at, bytes.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
