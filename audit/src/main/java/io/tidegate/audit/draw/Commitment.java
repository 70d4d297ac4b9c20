package io.tidegate.audit.draw;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Computes the commitment of a draw of version 2, as {@code docs/draw.md} describes it. */
public final class Commitment {
  private static final String TAG = "tidegate draw 2";

  private Commitment() {}

  /**
   * SHA-256 of the six parts, each behind its length in four bytes.
   *
   * @param beacon empty where none was named
   * @param firstOpensMs the hour that was published first, epoch ms
   */
  public static byte[] of(byte[] secret, long room, String name, String beacon, long firstOpensMs) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<byte[]> parts =
        List.of(
            utf8(TAG),
            secret,
            utf8(Long.toString(room)),
            utf8(name),
            utf8(beacon),
            utf8(Long.toString(firstOpensMs)));
    for (byte[] part : parts) {
      all.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
      all.writeBytes(part);
    }
    return SeededShuffle.sha256(all.toByteArray());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
