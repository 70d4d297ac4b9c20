package io.tidegate.http.wire;

import java.nio.charset.StandardCharsets;

/**
 * The classes of bytes that HTTP's grammar knows, and comparisons of ASCII text with bytes. Pure.
 */
public final class Ascii {

  /** May stand in a method or a field name. */
  public static final byte TOKEN = 1;

  /** May stand in a field value. */
  public static final byte VALUE = 2;

  /** May stand in a path. */
  public static final byte PATH = 4;

  /** May stand in a query. */
  public static final byte QUERY = 8;

  /** May stand in a host, or in an address within its brackets. */
  public static final byte HOST = 16;

  /** May stand in a request id taken over from the client. */
  public static final byte ID = 32;

  private static final byte[] CLASSES = classes();
  private static final byte[] LOWER = lower();

  private Ascii() {}

  /** Whether the byte is of that class. */
  public static boolean is(byte b, byte kind) {
    return (CLASSES[b & 0xff] & kind) != 0;
  }

  /** Whether {@code bytes[from, to)} is this text. */
  public static boolean equal(String text, byte[] bytes, int from, int to) {
    if (text.length() != to - from) return false;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != bytes[from + i]) return false;
    }
    return true;
  }

  /** Whether {@code bytes[from, to)} is this ASCII text, whatever the case of either. */
  public static boolean equalIgnoringCase(String text, byte[] bytes, int from, int to) {
    if (text.length() != to - from) return false;
    for (int i = 0; i < text.length(); i++) {
      if (LOWER[text.charAt(i) & 0xff] != LOWER[bytes[from + i] & 0xff]) return false;
    }
    return true;
  }

  /** Value of a hexadecimal digit, or -1. */
  public static int hex(byte b) {
    if (b >= '0' && b <= '9') return b - '0';
    if (b >= 'a' && b <= 'f') return b - 'a' + 10;
    if (b >= 'A' && b <= 'F') return b - 'A' + 10;
    return -1;
  }

  /** Whether it is a digit from 0 to 9. */
  public static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Whether it is a space or a tab. */
  public static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  /** The same letter in lower case; any other byte as it is. */
  public static byte lower(byte b) {
    return LOWER[b & 0xff];
  }

  /** The bytes of ASCII text. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The text of ASCII bytes. */
  public static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  private static byte[] classes() {
    byte[] classes = new byte[256];
    String alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    mark(classes, alphanumeric + "!#$%&'*+-.^_`|~", TOKEN);
    mark(classes, alphanumeric + "-._~!$&'()*+,;=:@%/", PATH);
    mark(classes, alphanumeric + "-._~!$&'()*+,;=:@%/?[]", QUERY);
    mark(classes, alphanumeric + "-._~!$&'()*+;=:%", HOST);
    mark(classes, alphanumeric + "-._~:+/=@", ID);
    for (int b = 0; b < 256; b++) {
      if ((b >= 0x20 && b != 0x7f) || b == '\t') classes[b] |= VALUE;
    }
    return classes;
  }

  private static void mark(byte[] classes, String members, byte kind) {
    for (int i = 0; i < members.length(); i++) classes[members.charAt(i)] |= kind;
  }

  private static byte[] lower() {
    byte[] lower = new byte[256];
    for (int b = 0; b < 256; b++) lower[b] = (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
    return lower;
  }
}
