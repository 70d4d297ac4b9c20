package io.tidegate.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One HTTP/1.1 connection of a generator: one request at a time, replies with Content-Length. */
final class LoadConnection {
  private static final int HEAD_BYTES_MAX = 8_192;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final byte[] LENGTH =
      "content-length:".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ReplyHeads heads;
  private final ByteBuffer in = ByteBuffer.allocateDirect(HEAD_BYTES_MAX);
  private long left = -1; // of the body; -1 while the head is not whole
  private int scanned;
  private int status;

  /** When the request on its way was to start; its reply's latency runs from there. */
  long intendedNs;

  /** Which request is on its way, counted from 0 over all connections. */
  long request;

  /** When it got free for the next request. */
  long freeNs;

  LoadConnection(InetSocketAddress server, Selector selector, ReplyHeads heads) throws IOException {
    this.heads = heads;
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends a request; it fits the socket's buffer, since nothing else is on its way. */
  void send(ByteBuffer request) throws IOException {
    in.clear();
    left = -1;
    scanned = 0;
    channel.write(request);
    if (request.hasRemaining()) throw new IOException("a request did not fit the socket's buffer");
  }

  /**
   * Reads what is there.
   *
   * @return the status once the reply is whole, 0 before
   * @throws IOException if the other end closed
   */
  int read() throws IOException {
    int read = channel.read(in);
    if (read < 0) throw new IOException("the connection was closed");
    if (left >= 0) {
      left -= read;
      in.clear();
    } else {
      head();
    }
    return left == 0 ? status : 0;
  }

  private void head() throws IOException {
    int end = endOfHead();
    if (end < 0) {
      if (!in.hasRemaining()) throw new IOException("a reply's head is too long");
      return;
    }
    status = digit(0) * 100 + digit(1) * 10 + digit(2);
    left = contentLength(end) - (in.position() - end);
    heads.onHead(in, end);
    in.clear();
    if (left < 0) throw new IOException("more came than was asked for");
  }

  private int digit(int i) {
    return in.get(STATUS_AT + i) - '0';
  }

  private int endOfHead() {
    for (int at = scanned; at + 3 < in.position(); at++) {
      if (in.get(at) == '\r' && in.get(at + 2) == '\r' && in.get(at + 3) == '\n') return at + 4;
      scanned = at;
    }
    return -1;
  }

  private long contentLength(int end) {
    for (int at = 0; at < end; at++) {
      if (in.get(at) == '\n' && startsWithLength(at + 1)) return number(at + 1 + LENGTH.length);
    }
    return 0;
  }

  private boolean startsWithLength(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((in.get(at + i) | 0x20) != (LENGTH[i] | 0x20)) return false;
    }
    return true;
  }

  private long number(int at) {
    while (in.get(at) == ' ') at++;
    long number = 0;
    for (; in.get(at) != '\r'; at++) number = number * 10 + in.get(at) - '0';
    return number;
  }

  void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException _) {
      // It is of no more use either way.
    }
  }
}
