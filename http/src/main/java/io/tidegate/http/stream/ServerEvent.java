package io.tidegate.http.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidegate.http.wire.Ascii;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * One event for streams, encoded once: the bytes, framed as a chunk, are the same for all streams
 * and are sent from the same memory. Immutable; any thread.
 *
 * <p>The memory is direct and belongs to the garbage collector: whoever still has to send it keeps
 * it, and nobody counts.
 */
public final class ServerEvent {

  private final String id;
  private final ByteBuf chunk;

  private ServerEvent(String id, ByteBuf chunk) {
    this.id = id;
    this.chunk = chunk;
  }

  /**
   * An event.
   *
   * @param name what it is, for the client's listeners
   * @param id tells it from all other events of its stream, also after a restart
   * @param data one line of UTF-8
   * @throws IllegalArgumentException if one of them has a line break
   */
  public static ServerEvent of(String name, String id, byte[] data) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 96);
    event.writeBytes(Ascii.bytes("event: " + line(name) + "\nid: " + line(id) + "\ndata: "));
    for (byte b : data) {
      if (b == '\n' || b == '\r') throw new IllegalArgumentException("data is one line");
    }
    event.writeBytes(data);
    event.writeBytes(Ascii.bytes("\n\n"));
    return new ServerEvent(id, chunk(event.toByteArray()));
  }

  private static String line(String text) {
    if (text.isEmpty() || text.chars().anyMatch(c -> c <= 0x20 || c > 0x7e))
      throw new IllegalArgumentException("not a word: " + text);
    return text;
  }

  /** Frames bytes as one chunk of a body (RFC 9112 §7.1), in memory that can be sent as it is. */
  static ByteBuf chunk(byte[] bytes) {
    byte[] size = Ascii.bytes(Integer.toHexString(bytes.length) + "\r\n");
    ByteBuffer memory = ByteBuffer.allocateDirect(size.length + bytes.length + 2);
    memory.put(size).put(bytes).put((byte) '\r').put((byte) '\n').flip();
    return Unpooled.wrappedBuffer(memory); // shares it: what is wrapped is not freed by a release
  }

  /** What such a chunk holds, from the same memory, for a client that knows no chunks. */
  static ByteBuf content(ByteBuf chunk) {
    int from = chunk.bytesBefore((byte) '\n') + 1;
    return chunk.retainedSlice(from, chunk.readableBytes() - from - 2);
  }

  /** Its id. */
  public String id() {
    return id;
  }

  /** Its bytes as they go over the wire; to be duplicated for each sending. */
  ByteBuf chunk() {
    return chunk;
  }
}
