package io.tidegate.lab.client.h2;

import io.tidegate.lab.client.transport.TcpTransport;
import io.tidegate.lab.client.transport.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** The bytes that come, as frames are made of. Read by one thread. */
final class FrameInput {

  /** Heads and small bodies fit; ten thousand users have as many of these. */
  private static final int BUFFER_BYTES = 4 * 1024;

  /** Where everybody reads what nobody wants. */
  private static final byte[] DROPPED = new byte[64 * 1024];

  private final TcpTransport tcp;
  private final Transport transport;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private long position;
  private volatile long receivedBytes;

  FrameInput(TcpTransport tcp, Transport transport) {
    this.tcp = tcp;
    this.transport = transport;
    receivedBytes = tcp.receivedBytes();
  }

  /** Above TCP, with a handshake of TLS. Any thread. */
  long receivedBytes() {
    return receivedBytes;
  }

  /**
   * Waits until so many bytes are there, at {@link #at}.
   *
   * @param length of a frame's head or of its bounded payload
   * @throws EOFException if they never come
   */
  void need(int length) throws IOException {
    while (to - from < length) {
      makeRoom(length);
      int count = fill(buffer, to, buffer.length - to);
      if (count < 0) throw new EOFException("unexpected EOF");
      to += count;
    }
  }

  private void makeRoom(int length) {
    if (buffer.length - from >= length) return;
    if (length > buffer.length) {
      buffer = Arrays.copyOfRange(buffer, from, from + length);
    } else {
      System.arraycopy(buffer, from, buffer, 0, to - from);
    }
    to -= from;
    from = 0;
  }

  private int fill(byte[] into, int at, int length) throws IOException {
    int count = transport.read(into, at, length);
    receivedBytes = tcp.receivedBytes();
    return count;
  }

  /** Where the unread bytes are. */
  byte[] bytes() {
    return buffer;
  }

  /** Where they begin. */
  int at() {
    return from;
  }

  /** How many bytes were taken so far. */
  long position() {
    return position;
  }

  /** They were read. */
  void taken(int length) {
    position += length;
    from += length;
    if (from == to) {
      from = 0;
      to = 0;
    }
  }

  /** The next byte. */
  int readByte() throws IOException {
    need(1);
    int b = buffer[from] & 0xff;
    taken(1);
    return b;
  }

  /** Reads some of what comes next, at least one byte. */
  int read(byte[] into, int at, int length) throws IOException {
    if (from == to && length >= buffer.length) {
      int count = fill(into, at, length);
      if (count < 0) throw new EOFException("unexpected EOF");
      position += count;
      return count;
    }
    need(1);
    int count = Math.min(length, to - from);
    System.arraycopy(buffer, from, into, at, count);
    taken(count);
    return count;
  }

  /** Drops what comes next. */
  void skip(long length) throws IOException {
    long rest = length;
    while (rest > 0) rest -= read(DROPPED, 0, (int) Math.min(rest, DROPPED.length));
  }
}
