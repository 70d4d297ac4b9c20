package io.tidegate.lab.client;

import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.transport.TcpTransport;
import io.tidegate.lab.client.transport.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * One connection to an origin with its buffer, in which first a request is written and then its
 * reply read. Used by one thread at a time.
 */
final class Connection {

  /** A usual head fits; ten thousand users have as many of these. */
  private static final int BUFFER_BYTES = 4 * 1024;

  /** Beyond it the buffer is given back when the connection lies idle. */
  private static final int KEPT_BYTES_MAX = 16 * 1024;

  /** Where everybody reads what nobody wants. */
  private static final byte[] DROPPED = new byte[64 * 1024];

  private final String origin;
  private final TcpTransport tcp;
  private final Transport transport;
  private final Peer peer;
  final ReplyHead head = new ReplyHead();
  byte[] buffer = new byte[BUFFER_BYTES];
  private long restNs;
  int from;
  int to;

  Connection(String origin, Dialer.Dialed dialed) {
    this.origin = origin;
    tcp = dialed.tcp();
    transport = dialed.transport();
    peer = dialed.peer();
  }

  /** For what is no HTTP any more. */
  Transport transport() {
    return transport;
  }

  String origin() {
    return origin;
  }

  TcpTransport tcp() {
    return tcp;
  }

  Peer peer() {
    return peer;
  }

  /** Whether nothing has come that nobody asked for, and the server has not ended it. */
  boolean isQuiet() {
    return transport.isQuiet();
  }

  /** Writes; what was unread is forgotten. */
  void write(byte[] bytes, int begin, int length) throws IOException {
    from = 0;
    to = 0;
    transport.write(bytes, begin, length);
  }

  /**
   * Whether a server that takes no more has said why: some refuse a body before they have read it.
   */
  boolean answersAnyway() {
    try {
      return fill();
    } catch (IOException _) {
      return false;
    }
  }

  boolean hasUnread() {
    return from < to;
  }

  /** Waits for more behind what is unread; false at the end of the connection. */
  boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    } else if (to == buffer.length) {
      makeRoom();
    }
    int count = transport.read(buffer, to, buffer.length - to);
    if (count < 0) return false;
    to += count;
    return true;
  }

  private void makeRoom() {
    int unread = to - from;
    if (unread > buffer.length / 2)
      buffer = Arrays.copyOfRange(buffer, from, from + 2 * buffer.length);
    else System.arraycopy(buffer, from, buffer, 0, unread);
    from = 0;
    to = unread;
  }

  /**
   * Reads the head of a reply, which {@link #head} then is.
   *
   * @throws EOFException if the connection ends before; with unread bytes if it ends within
   */
  void readHead(int bytesMax) throws IOException, Fault {
    while (!head.parse(buffer, from, to)) {
      if (to - from >= bytesMax)
        throw Fault.generic(
            "net/http: server response headers exceeded " + bytesMax + " bytes; aborted");
      if (!fill()) throw new EOFException(hasUnread() ? "unexpected EOF" : "EOF");
    }
  }

  /** Reads some of what comes next, at least one byte. */
  int read(byte[] into, int at, int length) throws IOException {
    if (!hasUnread()) {
      if (length >= buffer.length) return transport.read(into, at, length);
      if (!fill()) return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(buffer, from, into, at, count);
    from += count;
    return count;
  }

  /** Drops some of what comes next, at least one byte; -1 at the end. */
  long skip(long most) throws IOException {
    if (!hasUnread()) return transport.read(DROPPED, 0, (int) Math.min(most, DROPPED.length));
    long count = Math.min(most, to - from);
    from += (int) count;
    return count;
  }

  /** The next byte. */
  int readByte() throws IOException {
    if (!hasUnread() && !fill()) throw new EOFException("unexpected EOF");
    return buffer[from++];
  }

  /** Gives back what a large head needed, before it lies idle. */
  void rest(long nowNs) {
    restNs = nowNs;
    if (buffer.length > KEPT_BYTES_MAX) buffer = new byte[BUFFER_BYTES];
  }

  /** Since when it lies idle, of {@link System#nanoTime}. */
  long restNs() {
    return restNs;
  }

  void close() {
    transport.close();
  }
}
