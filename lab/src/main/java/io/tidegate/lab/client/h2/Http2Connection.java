package io.tidegate.lab.client.h2;

import io.netty.handler.codec.http2.Http2FrameTypes;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.fault.Faults;
import io.tidegate.lab.client.transport.Deadlines;
import io.tidegate.lab.client.transport.TcpTransport;
import io.tidegate.lab.client.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an origin that carries several exchanges at the same time. Any thread of its
 * user: each writes its own request and waits for its own reply, which the connection's {@linkplain
 * FrameReader reader} hands over.
 *
 * <pre>
 * open ──GOAWAY──▶ leaving ──last stream ends──▶ closed
 *   ├──{@link #close}──▶ leaving
 *   └──broken, or breaks the protocol──▶ closed
 * </pre>
 */
public final class Http2Connection {

  /** What comes is taken at once, so windows only bound what is on its way. */
  static final int STREAM_WINDOW = 4 << 20;

  static final int CONNECTION_WINDOW = 1 << 30;

  /** Of a connection's window and a stream's at first (RFC 9113 §6.9.2). */
  private static final int FIRST_WINDOW = 65_535;

  private static final int WINDOW_MAX = Integer.MAX_VALUE;

  /** Of the table of fields that heads are encoded with, even where the server allows more. */
  private static final int TABLE_BYTES_MAX = 64 * 1024 - 1;

  private static final int FRAME_LEAST = 16 * 1024;
  private static final int FRAME_MOST = (1 << 24) - 1;

  /** Before the server has said how many, and where it does not say. */
  private static final int STREAMS_FIRST = 100;

  private static final int STREAMS_MOST = 1_000;
  private static final int ID_MAX = 1 << 30;

  /** Of a body; others may write between two of these. */
  private static final int WRITE_BYTES_MAX = 64 * 1024;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Transport transport;
  private final Deadlines deadlines;
  private final FrameInput in;
  private final FrameOutput out;

  // Guarded by this.
  private final Map<Integer, Http2Stream> streams = new HashMap<>(8);
  private final List<Http2Stream> waiting = new ArrayList<>(0);

  /** The first place is the opener's, whatever the server has said by then. */
  private int reserved = 1;

  private int open;
  private int streamsMax = STREAMS_FIRST;
  private int nextId = 1;
  private long sendWindow = FIRST_WINDOW;
  private int streamWindow = FIRST_WINDOW;
  private int frameBytesMax = FRAME_LEAST;
  private boolean leaving;
  private @Nullable Fault gone;
  private @Nullable Fault broken;
  private long sentBytes;
  private long receivedBytes;

  private Http2Connection(
      TcpTransport tcp, Transport transport, Deadlines deadlines, int headBytesMax) {
    this.transport = transport;
    this.deadlines = deadlines;
    in = new FrameInput(tcp, transport);
    out = new FrameOutput(tcp, transport);
    out.first(greeting(headBytesMax));
  }

  /**
   * Begins to speak over a connection on which that was agreed, with a place {@linkplain #reserve
   * reserved}. The first request carries the greeting.
   *
   * @param transport TLS over {@code tcp}
   * @param headBytesMax of a reply
   */
  public static Http2Connection over(
      TcpTransport tcp, Transport transport, Deadlines deadlines, int headBytesMax) {
    Http2Connection connection = new Http2Connection(tcp, transport, deadlines, headBytesMax);
    FrameReader reader = new FrameReader(connection, connection.in, connection.out, headBytesMax);
    Thread.ofVirtual().name("lab-h2").start(reader);
    return connection;
  }

  private static byte[] greeting(int headBytesMax) {
    ByteBuffer greeting = ByteBuffer.allocate(PREFACE.length + 2 * 9 + 3 * 6 + 4);
    greeting.put(PREFACE);
    greeting.put((byte) 0).putShort((short) 18).put(Http2FrameTypes.SETTINGS).put((byte) 0);
    greeting.putInt(0);
    greeting.putShort(Settings.ENABLE_PUSH).putInt(0);
    greeting.putShort(Settings.INITIAL_WINDOW_SIZE).putInt(STREAM_WINDOW);
    greeting.putShort(Settings.MAX_HEADER_LIST_SIZE).putInt(headBytesMax);
    greeting.put((byte) 0).putShort((short) 4).put(Http2FrameTypes.WINDOW_UPDATE).put((byte) 0);
    greeting.putInt(0).putInt(CONNECTION_WINDOW - FIRST_WINDOW);
    return greeting.array();
  }

  // ---- whoever wants to send ----

  /** Keeps a place for one exchange; false if there is none, or will be none any more. */
  public synchronized boolean reserve() {
    if (isOver()) return false;
    if (reserved >= streamsMax) return false;
    reserved++;
    return true;
  }

  /** The place is not needed after all. */
  public void release() {
    boolean last;
    synchronized (this) {
      reserved--;
      last = isLast();
    }
    if (last) transport.close();
  }

  private boolean isLast() {
    return reserved == 0 && (leaving || gone != null);
  }

  /**
   * Sends a request and waits for its reply, on a place that was {@linkplain #reserve reserved}.
   *
   * @throws Fault if there is no whole reply
   * @throws InterruptedException if the thread is interrupted; the exchange is called off, and the
   *     connection ends where it was writing
   */
  public void carry(Http2Stream stream) throws Fault, InterruptedException {
    deadlines.watch(stream);
    deadlines.noted(stream.deadlineNs());
    boolean sent = false;
    try {
      awaitPlace(stream);
      stream.ready();
      sent = send(stream);
      stream.sent();
      stream.awaitEnd();
    } catch (IOException _) {
      // An interruption closes the channel, and what is written after that hides its exception.
      if (Thread.interrupted()) throw new InterruptedException("interrupted in a request");
      // Some servers refuse a body before they have read it: the reader finds out.
      stream.awaitEnd();
    } finally {
      deadlines.forget(stream);
      leave(stream, sent);
    }
  }

  private void awaitPlace(Http2Stream stream) throws Fault, InterruptedException {
    while (!takePlace(stream)) {
      stream.park();
      boolean _ = stream.isOver();
    }
  }

  private synchronized boolean takePlace(Http2Stream stream) throws Fault {
    refuse(stream);
    if (open >= streamsMax) {
      if (!waiting.contains(stream)) waiting.add(stream);
      return false;
    }
    waiting.remove(stream);
    open++;
    stream.holdsPlace = true;
    return true;
  }

  /** What was not sent yet goes out on another connection. */
  private void refuse(Http2Stream stream) throws Fault {
    Fault why = broken == null ? gone : broken;
    // The interruption of one that writes closes the connection, before the reader finds out.
    if (why == null && !out.isOpen()) why = Faults.writing(new ClosedChannelException());
    if (why == null) return;
    stream.fail(why, true);
    boolean _ = stream.isOver();
  }

  /** False if the server wants no more of it. */
  private boolean send(Http2Stream stream) throws IOException, Fault, InterruptedException {
    byte[] body = stream.request().body();
    int length = body == null ? 0 : body.length;
    int at;
    out.lock(stream.deadlineNs());
    try {
      int frame = begin(stream);
      out.head(stream.id, stream.request().head(), length == 0, frame);
      stream.begun = true;
      at = length == 0 ? 0 : window(stream, Math.min(length, frame));
      if (body != null && at > 0) out.data(stream.id, body, 0, at, at == length);
      out.flush(stream.deadlineNs());
    } finally {
      out.unlock();
    }
    while (body != null && at < length && stream.wantsBody()) {
      int allowed = window(stream, Math.min(length - at, WRITE_BYTES_MAX));
      if (allowed == 0) stream.park();
      else at += write(stream, body, at, allowed);
    }
    return at == length;
  }

  private synchronized int begin(Http2Stream stream) throws Fault {
    refuse(stream);
    stream.id = nextId;
    stream.sendWindow = streamWindow;
    stream.receiveWindow = STREAM_WINDOW;
    streams.put(nextId, stream);
    nextId += 2;
    return frameBytesMax;
  }

  /** Takes as much of the windows as there is, at most that. */
  private synchronized int window(Http2Stream stream, int most) {
    long taken = Math.max(0, Math.min(most, Math.min(sendWindow, stream.sendWindow)));
    sendWindow -= taken;
    stream.sendWindow -= taken;
    return (int) taken;
  }

  private int write(Http2Stream stream, byte[] body, int from, int length)
      throws IOException, Fault, InterruptedException {
    out.lock(stream.deadlineNs());
    try {
      int frame;
      synchronized (this) {
        frame = frameBytesMax;
      }
      for (int at = from; at < from + length; ) {
        int count = Math.min(frame, from + length - at);
        at += count;
        out.data(stream.id, body, at - count, count, at == body.length);
      }
      out.flush(stream.deadlineNs());
    } finally {
      out.unlock();
    }
    return length;
  }

  /** It is over, however it went: the server is told if it does not know, and others may come. */
  private void leave(Http2Stream stream, boolean sent) {
    boolean tell;
    boolean last;
    synchronized (this) {
      waiting.remove(stream);
      streams.remove(stream.id);
      if (stream.holdsPlace) open--;
      reserved--;
      tell = stream.begun && broken == null && stream.isOpenAtServer(sent);
      last = isLast();
      long sentNow = out.sentBytes();
      long receivedNow = in.receivedBytes();
      stream.carried(sentNow - sentBytes, receivedNow - receivedBytes);
      sentBytes = sentNow;
      receivedBytes = receivedNow;
      waiting.forEach(Http2Stream::wake);
    }
    if (tell) cancel(stream.id);
    if (last) transport.close();
  }

  private void cancel(int id) {
    try {
      out.control(Http2FrameTypes.RST_STREAM, 0, id, FrameOutput.bytes(Http2Faults.CANCEL));
    } catch (IOException e) {
      lost(Faults.writing(e));
    } catch (ConnectionFault fault) {
      giveUp(fault);
    }
  }

  /** No exchange may begin any more; it is closed when the last that is under way has ended. */
  public void close() {
    boolean idle;
    synchronized (this) {
      leaving = true;
      idle = isLast();
    }
    if (idle) transport.close();
  }

  /** Whether nothing is under way. */
  public synchronized boolean isIdle() {
    return reserved == 0;
  }

  /** Whether it is of no use for another exchange, ever. */
  public synchronized boolean isOver() {
    return leaving || gone != null || broken != null || nextId > ID_MAX || !out.isOpen();
  }

  // ---- the reader ----

  /** Whether we have begun that stream at some time. */
  synchronized boolean wasOpened(int id) {
    return (id & 1) == 1 && id < nextId;
  }

  synchronized @Nullable Http2Stream stream(int id) {
    return streams.get(id);
  }

  synchronized void setting(int key, long value) throws ConnectionFault {
    switch (key) {
      case Settings.HEADER_TABLE_SIZE -> out.tableBytesMax(Math.min(value, TABLE_BYTES_MAX));
      case Settings.MAX_CONCURRENT_STREAMS -> {
        streamsMax = (int) Math.min(value, STREAMS_MOST);
        waiting.forEach(Http2Stream::wake);
      }
      case Settings.INITIAL_WINDOW_SIZE -> firstWindow(value);
      case Settings.MAX_FRAME_SIZE -> {
        if (value < FRAME_LEAST || value > FRAME_MOST)
          throw ConnectionFault.of(Http2Faults.PROTOCOL_ERROR, "SETTINGS_MAX_FRAME_SIZE " + value);
        frameBytesMax = (int) Math.min(value, WRITE_BYTES_MAX);
      }
      case Settings.MAX_HEADER_LIST_SIZE -> out.listBytesMax(value);
      default -> {} // says nothing to us
    }
  }

  private void firstWindow(long value) throws ConnectionFault {
    if (value > WINDOW_MAX)
      throw ConnectionFault.of(
          Http2Faults.FLOW_CONTROL_ERROR, "SETTINGS_INITIAL_WINDOW_SIZE " + value);
    long more = value - streamWindow;
    streamWindow = (int) value;
    for (Http2Stream stream : streams.values()) {
      stream.sendWindow += more;
      if (stream.sendWindow > WINDOW_MAX) throw tooWide();
      stream.wake();
    }
  }

  private static ConnectionFault tooWide() {
    return ConnectionFault.of(
        Http2Faults.FLOW_CONTROL_ERROR, "a window of more than " + WINDOW_MAX + " bytes");
  }

  /** The server takes so much more of all streams together. */
  synchronized void widen(int increment) throws ConnectionFault {
    sendWindow += increment;
    if (sendWindow > WINDOW_MAX) throw tooWide();
    streams.values().forEach(Http2Stream::wake);
  }

  /** The server takes so much more of that stream. */
  synchronized void widen(Http2Stream stream, int increment) {
    stream.sendWindow += increment;
    if (stream.sendWindow > WINDOW_MAX)
      stream.fail(
          Http2Faults.stream(
              stream.id, Http2Faults.FLOW_CONTROL_ERROR, "a window of more than 2^31-1 bytes"),
          false);
    else stream.wake();
  }

  /** The server takes no more streams, and has not acted on those above the last that it names. */
  void goAway(int code, int last, String debug) {
    boolean idle;
    Fault why = Http2Faults.goAway(code, last, debug);
    synchronized (this) {
      gone = why;
      for (Http2Stream stream : streams.values()) {
        // One that is the first of its connection would meet the same error again.
        if (stream.id > last) stream.reset(why, code == Http2Faults.NO_ERROR || stream.id > 1);
      }
      waiting.forEach(Http2Stream::wake);
      idle = isLast();
    }
    if (idle) transport.close();
  }

  /** The server does what it may not: it is told, and that is all. */
  void giveUp(ConnectionFault fault) {
    try {
      byte[] payload = new byte[8];
      payload[7] = (byte) fault.code();
      out.control(Http2FrameTypes.GO_AWAY, 0, 0, payload);
    } catch (IOException | ConnectionFault _) {
      // It does not listen.
    }
    lost(fault.fault());
  }

  /** There is no connection any more. */
  void lost(Fault why) {
    synchronized (this) {
      if (broken == null) broken = gone == null ? why : gone;
      long nowNs = System.nanoTime();
      for (Http2Stream stream : streams.values()) {
        // The deadline of one that was writing may be what has closed the connection.
        boolean late = stream.deadlineNs() - nowNs <= 0;
        stream.fail(late ? Fault.timeout() : broken, false);
      }
      waiting.forEach(Http2Stream::wake);
    }
    transport.close();
  }
}
