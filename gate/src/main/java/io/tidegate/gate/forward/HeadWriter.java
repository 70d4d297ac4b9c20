package io.tidegate.gate.forward;

import io.tidegate.http.wire.HeadFields;
import java.util.Arrays;

/** Writes a head into an array that is used again. Confined to one event loop. */
final class HeadWriter {

  private byte[] to = new byte[2 * 1024];
  private int length;

  HeadWriter begin() {
    length = 0;
    return this;
  }

  HeadWriter put(byte[] bytes) {
    return put(bytes, 0, bytes.length);
  }

  HeadWriter put(byte[] bytes, int from, int until) {
    makeRoom(until - from);
    System.arraycopy(bytes, from, to, length, until - from);
    length += until - from;
    return this;
  }

  HeadWriter put(String ascii) {
    makeRoom(ascii.length());
    for (int i = 0; i < ascii.length(); i++) to[length++] = (byte) ascii.charAt(i);
    return this;
  }

  HeadWriter put(char ascii) {
    makeRoom(1);
    to[length++] = (byte) ascii;
    return this;
  }

  HeadWriter put(long number) {
    return put(Long.toString(number));
  }

  HeadWriter crlf() {
    return put('\r').put('\n');
  }

  /** A field as it came. */
  HeadWriter field(HeadFields fields, byte[] bytes, int index) {
    put(bytes, fields.nameFrom(index), fields.nameTo(index)).put(": ");
    return put(bytes, fields.valueFrom(index), fields.valueTo(index)).crlf();
  }

  /** Where the next byte goes, with room for that many. */
  int at(int bytes) {
    makeRoom(bytes);
    return length;
  }

  /** What was written behind {@link #at} by other hands ends there. */
  HeadWriter until(int end) {
    length = end;
    return this;
  }

  byte[] array() {
    return to;
  }

  int length() {
    return length;
  }

  byte[] copy() {
    return Arrays.copyOf(to, length);
  }

  private void makeRoom(int bytes) {
    if (to.length - length < bytes) to = Arrays.copyOf(to, 2 * (length + bytes));
  }
}
