package io.tidegate.lab.client.h2;

import io.netty.handler.codec.http2.Http2FrameTypes;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.fault.Faults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one connection and tells the connection and its streams of them, on a virtual
 * thread of its own. Whatever a server sends costs no more than the bounds here, and what is beyond
 * them ends the connection.
 */
final class FrameReader implements Runnable {

  /** We have not asked for larger ones. */
  private static final int FRAME_BYTES_MAX = 16 * 1024;

  private static final int PREFIX_BYTES_MAX = 5;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int PRIORITY = 32;

  /** Frames within a second that cost something and carry nothing. */
  private static final int FLOOD = 1_000;

  /** A head that is cut into pieces of less is cut so to be a burden. */
  private static final int SMALL_BYTES = 1_024;

  private static final int DEBUG_BYTES_MAX = 1_000;

  private final Http2Connection connection;
  private final FrameInput in;
  private final FrameOutput out;
  private final HeadDecoder heads;
  private final int blockBytesMax;
  private int length;
  private int type;
  private int flags;
  private int id;
  private int windowLeft = Http2Connection.CONNECTION_WINDOW;
  private int unacknowledged;
  private int costs;
  private long costsSinceNs = System.nanoTime();
  private boolean greeted;

  FrameReader(Http2Connection connection, FrameInput in, FrameOutput out, int headBytesMax) {
    this.connection = connection;
    this.in = in;
    this.out = out;
    heads = new HeadDecoder(headBytesMax);
    blockBytesMax = headBytesMax;
  }

  @Override
  public void run() {
    try {
      while (true) frame();
    } catch (ConnectionFault fault) {
      connection.giveUp(fault);
    } catch (IOException e) {
      connection.lost(Faults.reading(e));
    }
  }

  private void frame() throws IOException, ConnectionFault {
    in.need(FrameOutput.FRAME_HEAD_BYTES);
    byte[] b = in.bytes();
    int at = in.at();
    length = number(b, at) >>> 8;
    type = b[at + 3];
    flags = b[at + 4] & 0xff;
    id = number(b, at + 5) & 0x7fffffff;
    if (length > FRAME_BYTES_MAX) throw tooLarge(b, at);
    if (!greeted && type != Http2FrameTypes.SETTINGS)
      throw ConnectionFault.of(Http2Faults.PROTOCOL_ERROR, "the first frame is not SETTINGS");
    in.taken(FrameOutput.FRAME_HEAD_BYTES);
    switch (type) {
      case Http2FrameTypes.DATA -> data();
      case Http2FrameTypes.HEADERS -> headers();
      case Http2FrameTypes.RST_STREAM -> reset();
      case Http2FrameTypes.SETTINGS -> settings();
      case Http2FrameTypes.PUSH_PROMISE -> throw wrong("PUSH_PROMISE, which was not allowed");
      case Http2FrameTypes.PING -> ping();
      case Http2FrameTypes.GO_AWAY -> goAway();
      case Http2FrameTypes.WINDOW_UPDATE -> windowUpdate();
      case Http2FrameTypes.CONTINUATION -> throw wrong("CONTINUATION without HEADERS");
      default -> {
        costs();
        in.skip(length);
      }
    }
  }

  private static ConnectionFault tooLarge(byte[] b, int at) {
    boolean http1 = b[at] == 'H' && b[at + 1] == 'T' && b[at + 2] == 'T' && b[at + 3] == 'P';
    String why = "http2: frame too large";
    return ConnectionFault.generic(
        Http2Faults.FRAME_SIZE_ERROR,
        why,
        http1 ? why + ", note that the frame header looked like an HTTP/1.1 header" : why);
  }

  private static int number(byte[] b, int at) {
    return (b[at] & 0xff) << 24
        | (b[at + 1] & 0xff) << 16
        | (b[at + 2] & 0xff) << 8
        | (b[at + 3] & 0xff);
  }

  private static ConnectionFault wrong(String what) {
    return ConnectionFault.of(Http2Faults.PROTOCOL_ERROR, "received " + what);
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Bounds what a server may send that costs us something and brings nobody further. */
  private void costs() throws ConnectionFault {
    if (++costs < FLOOD) return;
    long nowNs = System.nanoTime();
    if (nowNs - costsSinceNs < 1_000_000_000L)
      throw ConnectionFault.of(
          Http2Faults.ENHANCE_YOUR_CALM,
          "more than " + FLOOD + " frames within a second that carry nothing");
    costs = 0;
    costsSinceNs = nowNs;
  }

  /** The stream of this frame; null if it is over. */
  private @Nullable Http2Stream stream() throws ConnectionFault {
    if (!connection.wasOpened(id)) throw wrong("a frame of stream " + id + ", which never was");
    return connection.stream(id);
  }

  /** How much of the payload is padding. */
  private int padding() throws IOException, ConnectionFault {
    if (!has(PADDED)) return 0;
    if (length == 0) throw size();
    int padding = in.readByte();
    length--;
    if (padding > length) throw wrong("more padding than payload");
    return padding;
  }

  private static ConnectionFault size() {
    return ConnectionFault.of(Http2Faults.FRAME_SIZE_ERROR, "received a frame of a wrong size");
  }

  // ---- frames of a stream ----

  private void data() throws IOException, ConnectionFault {
    Http2Stream stream = stream();
    int whole = length;
    windowLeft -= whole;
    if (stream != null) stream.receiveWindow -= whole;
    if (windowLeft < 0 || (stream != null && stream.receiveWindow < 0))
      throw ConnectionFault.of(
          Http2Faults.FLOW_CONTROL_ERROR, "received more DATA than its window allows");
    if (whole == 0 && !has(END_STREAM)) costs();
    int padding = padding();
    int content = length - padding;
    long end = in.position() + content;
    if (stream != null) {
      try {
        stream.take(in, content);
      } catch (Fault fault) {
        stream.fail(fault, false);
      }
    }
    in.skip(end - in.position() + padding);
    giveBack(stream, whole);
    if (stream != null && has(END_STREAM)) stream.end();
  }

  /** What was taken may come again: told when it is half of what may. */
  private void giveBack(@Nullable Http2Stream stream, int bytes)
      throws IOException, ConnectionFault {
    unacknowledged += bytes;
    if (unacknowledged >= Http2Connection.CONNECTION_WINDOW / 2) {
      update(0, unacknowledged);
      windowLeft += unacknowledged;
      unacknowledged = 0;
    }
    if (stream == null || has(END_STREAM)) return;
    stream.unacknowledged += bytes;
    if (stream.unacknowledged >= Http2Connection.STREAM_WINDOW / 2) {
      update(id, stream.unacknowledged);
      stream.receiveWindow += stream.unacknowledged;
      stream.unacknowledged = 0;
    }
  }

  private void update(int of, int bytes) throws IOException, ConnectionFault {
    out.control(Http2FrameTypes.WINDOW_UPDATE, 0, of, FrameOutput.bytes(bytes));
  }

  private void headers() throws IOException, ConnectionFault {
    long atNs = System.nanoTime();
    Http2Stream stream = stream();
    boolean ends = has(END_STREAM);
    int padding = padding();
    if (has(PRIORITY)) {
      if (length < PREFIX_BYTES_MAX) throw size();
      in.skip(PREFIX_BYTES_MAX);
      length -= PREFIX_BYTES_MAX;
    }
    int content = length - padding;
    if (content < 0) throw wrong("more padding than payload");
    if (stream != null) stream.begins(atNs);
    in.need(content);
    boolean whole = has(END_HEADERS);
    if (whole) {
      tell(stream, in.bytes(), in.at(), content, ends);
      in.taken(content);
      in.skip(padding);
    } else {
      byte[] block = block(content, padding);
      tell(stream, block, 0, block.length, ends);
    }
    if (stream != null && ends) stream.end();
  }

  /** Hands a head on; it is read even where nobody wants it, since those behind it refer to it. */
  private void tell(@Nullable Http2Stream stream, byte[] block, int from, int bytes, boolean ends)
      throws ConnectionFault {
    boolean trailer = stream != null && stream.isInBody();
    try {
      Http2Head head = heads.decode(id, block, from, bytes, trailer);
      if (stream == null) return;
      if (head != null) stream.take(head);
      else if (!ends)
        throw Http2Faults.stream(
            id, Http2Faults.PROTOCOL_ERROR, "a trailer does not end the stream");
    } catch (Fault fault) {
      if (stream != null) stream.fail(fault, false);
    }
  }

  /** A head that came in several frames, which nothing may come between. */
  private byte[] block(int first, int padding) throws IOException, ConnectionFault {
    ByteArrayOutputStream block = new ByteArrayOutputStream(2 * first);
    append(block, first);
    in.skip(padding);
    int of = id;
    boolean more = true;
    while (more) {
      in.need(FrameOutput.FRAME_HEAD_BYTES);
      byte[] b = in.bytes();
      int at = in.at();
      length = number(b, at) >>> 8;
      if (length > FRAME_BYTES_MAX) throw tooLarge(b, at);
      if (b[at + 3] != Http2FrameTypes.CONTINUATION || number(b, at + 5) != of)
        throw wrong("another frame than CONTINUATION within a head");
      more = (b[at + 4] & END_HEADERS) == 0;
      in.taken(FrameOutput.FRAME_HEAD_BYTES);
      if (length < SMALL_BYTES) costs();
      append(block, length);
    }
    return block.toByteArray();
  }

  private void append(ByteArrayOutputStream block, int bytes) throws IOException, ConnectionFault {
    if (block.size() + bytes > blockBytesMax)
      throw wrong("a head of more than " + blockBytesMax + " bytes");
    in.need(bytes);
    block.write(in.bytes(), in.at(), bytes);
    in.taken(bytes);
  }

  private void reset() throws IOException, ConnectionFault {
    if (length != 4) throw size();
    Http2Stream stream = stream();
    int code = number();
    if (stream == null) return;
    Fault fault = Http2Faults.stream(id, code, "received from peer");
    stream.reset(fault, code == Http2Faults.REFUSED_STREAM);
  }

  /** The next four bytes. */
  private int number() throws IOException {
    in.need(4);
    int number = number(in.bytes(), in.at());
    in.taken(4);
    return number;
  }

  // ---- frames of the connection ----

  private void settings() throws IOException, ConnectionFault {
    if (id != 0) throw wrong("SETTINGS of a stream");
    if (length % 6 != 0 || (has(ACK) && length > 0)) throw size();
    costs();
    greeted = true;
    if (has(ACK)) return;
    in.need(length);
    int at = in.at();
    for (int end = at + length; at < end; at += 6) {
      byte[] b = in.bytes();
      int key = number(b, at) >>> 16;
      connection.setting(key, number(b, at + 2) & 0xffffffffL);
    }
    in.taken(length);
    out.control(Http2FrameTypes.SETTINGS, ACK, 0, new byte[0]);
  }

  private void ping() throws IOException, ConnectionFault {
    if (length != 8) throw size();
    if (id != 0) throw wrong("PING of a stream");
    costs();
    byte[] payload = new byte[8];
    in.need(8);
    System.arraycopy(in.bytes(), in.at(), payload, 0, 8);
    in.taken(8);
    if (!has(ACK)) out.control(Http2FrameTypes.PING, ACK, 0, payload);
  }

  private void goAway() throws IOException, ConnectionFault {
    if (length < 8) throw size();
    if (id != 0) throw wrong("GOAWAY of a stream");
    costs();
    int last = number() & 0x7fffffff;
    int code = number();
    int debug = length - 8;
    int shown = Math.min(debug, DEBUG_BYTES_MAX);
    in.need(shown);
    String text = new String(in.bytes(), in.at(), shown, StandardCharsets.UTF_8);
    in.taken(shown);
    in.skip(debug - shown);
    connection.goAway(code, last, text);
  }

  private void windowUpdate() throws IOException, ConnectionFault {
    if (length != 4) throw size();
    int increment = number() & 0x7fffffff;
    if (id == 0) {
      if (increment == 0) throw wrong("WINDOW_UPDATE of 0");
      connection.widen(increment);
      return;
    }
    Http2Stream stream = stream();
    if (stream == null) return;
    if (increment == 0)
      stream.fail(
          Http2Faults.stream(id, Http2Faults.PROTOCOL_ERROR, "received WINDOW_UPDATE of 0"), false);
    else connection.widen(stream, increment);
  }
}
