package io.tidegate.lab.client.websocket;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compression of messages without memory between them (RFC 7692), which is what k6 offers. Pure.
 */
final class MessageDeflate {

  /** What is offered, and has to be agreed on. */
  static final String OFFER =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  /** What a flush ends with; it is not sent (§7.2.1). */
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private static final int FIRST_BYTES = 1024;

  private MessageDeflate() {}

  static byte[] deflated(byte[] message) {
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(message);
      byte[] out = new byte[Math.max(64, message.length / 2 + 16)];
      int count = 0;
      while (true) {
        count += deflater.deflate(out, count, out.length - count, Deflater.SYNC_FLUSH);
        if (count < out.length) return Arrays.copyOf(out, count - TAIL.length);
        out = Arrays.copyOf(out, 2 * out.length);
      }
    }
  }

  /**
   * The message.
   *
   * @throws ProtocolFault if it is not compressed, or has more bytes than that
   */
  static byte[] inflated(byte[] bytes, int bytesMax) throws ProtocolFault {
    try (Inflater inflater = new Inflater(true)) {
      byte[] in = Arrays.copyOf(bytes, bytes.length + TAIL.length);
      System.arraycopy(TAIL, 0, in, bytes.length, TAIL.length);
      inflater.setInput(in);
      byte[] out = new byte[Math.min(bytesMax, FIRST_BYTES + 2 * bytes.length)];
      int count = 0;
      while (!inflater.needsInput() && !inflater.finished()) {
        if (count == out.length) out = larger(out, bytesMax);
        int more = inflater.inflate(out, count, out.length - count);
        if (more == 0 && inflater.needsDictionary())
          throw new ProtocolFault(ProtocolFault.INVALID_DATA, "flate: needs a dictionary");
        count += more;
      }
      return Arrays.copyOf(out, count);
    } catch (DataFormatException e) {
      throw new ProtocolFault(
          ProtocolFault.INVALID_DATA, "flate: corrupt input: " + e.getMessage());
    }
  }

  private static byte[] larger(byte[] out, int bytesMax) throws ProtocolFault {
    if (out.length >= bytesMax)
      throw new ProtocolFault(
          ProtocolFault.TOO_BIG, "a message of more than " + bytesMax + " bytes");
    return Arrays.copyOf(out, (int) Math.min(bytesMax, Math.max(16, 2L * out.length)));
  }
}
