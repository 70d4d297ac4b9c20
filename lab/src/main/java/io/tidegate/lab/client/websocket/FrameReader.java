package io.tidegate.lab.client.websocket;

import io.tidegate.lab.client.Tunnel;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads frames and puts the fragments of messages together (RFC 6455 §5). Control frames may stand
 * between fragments. Used by one thread.
 */
final class FrameReader {

  /** A whole message, or a control frame. */
  record Frame(int opcode, byte[] payload) {}

  /** A length that a frame names is believed so far; beyond it room grows with what comes. */
  private static final int BELIEVED_BYTES = 64 * 1024;

  private static final int CONTROL_BYTES_MAX = 125;
  private static final byte[] NOTHING = {};

  private final Tunnel in;
  private final boolean inflates;
  private final int bytesMax;
  private final byte[] head = new byte[8];

  private int opcode;
  private boolean last;
  private boolean compressed;

  private int messageOpcode;
  private boolean messageCompressed;
  private final ByteArrayOutputStream fragments = new ByteArrayOutputStream(0);

  /**
   * @param inflates whether messages may come compressed
   * @param bytesMax of a message, also after it was inflated
   */
  FrameReader(Tunnel in, boolean inflates, int bytesMax) {
    this.in = in;
    this.inflates = inflates;
    this.bytesMax = bytesMax;
  }

  /**
   * Waits for the next one.
   *
   * @throws EOFException at the end of the connection
   * @throws ProtocolFault if what comes is against the protocol
   */
  Frame next() throws IOException {
    while (true) {
      byte[] payload = payload(frameHead());
      if (Opcode.isControl(opcode)) return new Frame(opcode, payload);
      boolean first = opcode != Opcode.CONTINUATION;
      if (first) {
        messageOpcode = opcode;
        messageCompressed = compressed;
      }
      if (!(first && last)) fragments.writeBytes(payload);
      if (last) return message(first ? payload : fragments.toByteArray());
    }
  }

  private Frame message(byte[] payload) throws ProtocolFault {
    Frame whole =
        new Frame(
            messageOpcode,
            messageCompressed ? MessageDeflate.inflated(payload, bytesMax) : payload);
    messageOpcode = 0;
    fragments.reset();
    return whole;
  }

  /** Length of the payload. */
  private int frameHead() throws IOException {
    fill(2);
    last = (head[0] & 0x80) != 0;
    compressed = (head[0] & 0x40) != 0;
    opcode = head[0] & 0x0f;
    boolean masked = (head[1] & 0x80) != 0;
    int shortLength = head[1] & 0x7f;
    boolean starts = opcode == Opcode.TEXT || opcode == Opcode.BINARY;
    if (compressed && !(inflates && starts)) throw fault("RSV1 set");
    if ((head[0] & 0x20) != 0) throw fault("RSV2 set");
    if ((head[0] & 0x10) != 0) throw fault("RSV3 set");
    if (masked) throw fault("bad MASK");
    if (Opcode.isControl(opcode)) {
      if (opcode > Opcode.PONG) throw fault("bad opcode " + opcode);
      if (!last) throw fault("FIN not set on control");
      if (shortLength > CONTROL_BYTES_MAX) throw fault("len > 125 for control");
      return shortLength;
    }
    if (opcode > Opcode.BINARY) throw fault("bad opcode " + opcode);
    boolean open = messageOpcode != 0;
    if (starts && open) throw fault("data before FIN");
    if (!starts && !open) throw fault("continuation after FIN");
    return bounded(length(shortLength));
  }

  private long length(int shortLength) throws IOException {
    if (shortLength < 126) return shortLength;
    int bytes = shortLength == 126 ? 2 : 8;
    fill(bytes);
    long length = 0;
    for (int i = 0; i < bytes; i++) length = (length << 8) | (head[i] & 0xff);
    if (length < 0) throw fault("a length beyond 63 bits");
    return length;
  }

  private int bounded(long length) throws ProtocolFault {
    if (length > bytesMax - fragments.size())
      throw new ProtocolFault(
          ProtocolFault.TOO_BIG, "a message of more than " + bytesMax + " bytes");
    return (int) length;
  }

  private void fill(int length) throws IOException {
    read(head, 0, length);
  }

  private byte[] payload(int length) throws IOException {
    if (length == 0) return NOTHING;
    byte[] payload = new byte[Math.min(length, BELIEVED_BYTES)];
    read(payload, 0, payload.length);
    while (payload.length < length) {
      int before = payload.length;
      payload = Arrays.copyOf(payload, (int) Math.min(length, 2L * before));
      read(payload, before, payload.length - before);
    }
    return payload;
  }

  private void read(byte[] into, int from, int length) throws IOException {
    for (int at = from; at < from + length; ) {
      int count = in.read(into, at, from + length - at);
      if (count < 0) throw new EOFException("unexpected EOF");
      at += count;
    }
  }

  private static ProtocolFault fault(String why) {
    return new ProtocolFault(ProtocolFault.PROTOCOL_ERROR, why);
  }
}
