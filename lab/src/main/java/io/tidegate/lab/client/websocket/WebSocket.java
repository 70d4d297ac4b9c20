package io.tidegate.lab.client.websocket;

import io.tidegate.lab.client.Tunnel;
import io.tidegate.lab.client.fault.Faults;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An open WebSocket. One thread {@linkplain #receive receives}; any sends. The interruption of a
 * thread that waits in it closes the connection.
 *
 * <pre>
 * open ──we close──▶ closing ──its close, or its time is over──▶ ended
 *   ├──it closes: we answer──────────────────────────────────────▲
 *   └──against the protocol: we say so, or the connection breaks─┘
 * </pre>
 */
public final class WebSocket implements AutoCloseable {

  /** Close code where none was named (RFC 6455 §7.4.1); never sent. */
  public static final int NO_STATUS = 1005;

  /** Close code of a connection that ended without a word; never sent. */
  public static final int ABNORMAL = 1006;

  /** Of a message that comes, also after it was inflated. */
  static final int MESSAGE_BYTES_MAX = 256 * 1024 * 1024;

  private static final Duration WRITE_WAIT = Duration.ofSeconds(60);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private static final int MASK_BYTES = 4;
  private static final int REASON_BYTES_MAX = 123;

  private final Tunnel tunnel;
  private final boolean deflates;
  private final FrameReader reader;
  private final ReentrantLock writing = new ReentrantLock();
  private boolean closeSent;

  WebSocket(Tunnel tunnel, boolean deflates, int messageBytesMax) {
    this.tunnel = tunnel;
    this.deflates = deflates;
    reader = new FrameReader(tunnel, deflates, messageBytesMax);
  }

  // ---- receiving ----

  /**
   * Waits for what comes next. Pings and closes are answered here. Not to be called again after an
   * {@link Incoming.End}; the connection is closed then.
   *
   * @throws InterruptedException if the thread is interrupted; the connection is closed
   */
  public Incoming receive() throws InterruptedException {
    Incoming came = next();
    if (came instanceof Incoming.End) tunnel.close();
    return came;
  }

  private Incoming next() throws InterruptedException {
    try {
      return incoming(reader.next());
    } catch (ProtocolFault e) {
      answer(Opcode.CLOSE, closing(e.code(), e.why()));
      return new Incoming.Broken("websocket: " + e.why());
    } catch (EOFException _) {
      return new Incoming.Closed(ABNORMAL, "unexpected EOF");
    } catch (IOException e) {
      if (e instanceof ClosedByInterruptException) throw interrupted();
      return new Incoming.Broken(
          tunnel.isExpired() ? "read: i/o timeout" : Faults.reading(e).message());
    }
  }

  private Incoming incoming(FrameReader.Frame frame) throws IOException {
    byte[] payload = frame.payload();
    return switch (frame.opcode()) {
      case Opcode.TEXT -> new Incoming.Text(text(payload, 0));
      case Opcode.BINARY -> new Incoming.Binary(payload);
      case Opcode.PING -> {
        answer(Opcode.PONG, payload);
        yield new Incoming.Ping();
      }
      case Opcode.PONG -> new Incoming.Pong(text(payload, 0));
      default -> closed(payload);
    };
  }

  private Incoming closed(byte[] payload) throws ProtocolFault {
    if (payload.length == 1)
      throw new ProtocolFault(ProtocolFault.PROTOCOL_ERROR, "bad close payload");
    int code = payload.length == 0 ? NO_STATUS : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    if (payload.length > 0 && !mayCome(code))
      throw new ProtocolFault(ProtocolFault.PROTOCOL_ERROR, "bad close code " + code);
    answer(Opcode.CLOSE, closing(code, ""));
    return new Incoming.Closed(code, payload.length > 2 ? text(payload, 2) : "");
  }

  private static boolean mayCome(int code) {
    return switch (code) {
      case 1004, NO_STATUS, ABNORMAL, 1015 -> false;
      default -> (code >= 1000 && code <= 1014) || (code >= 3000 && code <= 4999);
    };
  }

  private static String text(byte[] bytes, int from) {
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
  }

  /** Whether it still comes through does not matter: if not, reading says so. */
  private void answer(int opcode, byte[] payload) {
    try {
      write(opcode, payload, false);
    } catch (IOException _) {
      // See above.
    }
  }

  // ---- sending ----

  /**
   * Sends a text.
   *
   * @throws IOException if it cannot be sent: we have closed, or the connection broke
   * @throws InterruptedException if the thread is interrupted; the connection is closed
   */
  public void send(String text) throws IOException, InterruptedException {
    message(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends bytes.
   *
   * @throws IOException as {@link #send(String)}
   * @throws InterruptedException likewise
   */
  public void send(byte[] bytes) throws IOException, InterruptedException {
    message(Opcode.BINARY, bytes);
  }

  /**
   * Asks whether the server is there; it answers with the same payload.
   *
   * @param payload at most 125 bytes
   * @throws IOException as {@link #send(String)}
   * @throws InterruptedException likewise
   */
  public void ping(String payload) throws IOException, InterruptedException {
    control(Opcode.PING, payload.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Says that nothing more is sent. The server has some seconds for its answer, which is received
   * as the end.
   *
   * @param code {@link #NO_STATUS} to name none
   * @param reason cut to 123 bytes
   * @throws IOException as {@link #send(String)}
   * @throws InterruptedException likewise
   */
  public void close(int code, String reason) throws IOException, InterruptedException {
    control(Opcode.CLOSE, closing(code, reason));
  }

  private void message(int opcode, byte[] payload) throws IOException, InterruptedException {
    try {
      write(opcode, deflates ? MessageDeflate.deflated(payload) : payload, deflates);
    } catch (ClosedByInterruptException _) {
      throw interrupted();
    }
  }

  private void control(int opcode, byte[] payload) throws IOException, InterruptedException {
    try {
      write(opcode, payload, false);
    } catch (ClosedByInterruptException _) {
      throw interrupted();
    }
  }

  /** The interruption is told by an exception from here on. */
  private static InterruptedException interrupted() {
    Thread.interrupted();
    return new InterruptedException("interrupted in a WebSocket");
  }

  private static byte[] closing(int code, String reason) {
    if (code == NO_STATUS) return new byte[0];
    byte[] words = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + Math.min(words.length, REASON_BYTES_MAX)];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(words, 0, payload, 2, payload.length - 2);
    return payload;
  }

  private void write(int opcode, byte[] payload, boolean compressed) throws IOException {
    byte[] frame = frame(opcode, payload, compressed);
    writing.lock();
    try {
      if (closeSent) throw new IOException("websocket: close sent");
      closeSent = opcode == Opcode.CLOSE;
      tunnel.closesAt(System.nanoTime() + WRITE_WAIT.toNanos());
      tunnel.write(frame, 0, frame.length);
      if (closeSent) tunnel.closesAt(System.nanoTime() + CLOSE_WAIT.toNanos());
      else tunnel.stays();
    } finally {
      writing.unlock();
    }
  }

  /**
   * One frame, masked. The mask need not be secret here: it keeps scripts of a browser from writing
   * what they want into the wire (RFC 6455 §10.3), and ours may anyway.
   */
  private static byte[] frame(int opcode, byte[] payload, boolean compressed) {
    int length = payload.length;
    int lengthBytes = length < 126 ? 0 : length < 1 << 16 ? 2 : 8;
    byte[] frame = new byte[2 + lengthBytes + MASK_BYTES + length];
    frame[0] = (byte) (0x80 | (compressed ? 0x40 : 0) | opcode);
    frame[1] = (byte) (0x80 | (lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127));
    int at = 2;
    for (int i = lengthBytes - 1; i >= 0; i--) frame[at++] = (byte) ((long) length >> (8 * i));
    int mask = ThreadLocalRandom.current().nextInt();
    for (int i = 0; i < MASK_BYTES; i++) frame[at++] = (byte) (mask >> (8 * i));
    for (int i = 0; i < length; i++) frame[at++] = (byte) (payload[i] ^ (mask >> (8 * (i & 3))));
    return frame;
  }

  /** Bytes above TCP since the handshake; exact when nothing is under way. */
  public long sentBytes() {
    writing.lock();
    try {
      return tunnel.sentBytes();
    } finally {
      writing.unlock();
    }
  }

  /** Likewise. */
  public long receivedBytes() {
    return tunnel.receivedBytes();
  }

  /** Ends the connection without a word. Any thread. */
  @Override
  public void close() {
    tunnel.close();
  }
}
