package io.tidegate.lab.oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Content codings; those that the JDK does not have are made of one block stored as it is. */
final class Codings {

  private Codings() {}

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] deflate(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream deflate = new DeflaterOutputStream(bytes)) {
      deflate.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** RFC 7932 §9: a window of 64 KB, one uncompressed meta-block, an empty last one. */
  static byte[] brotli(byte[] plain) {
    int length = plain.length - 1; // 16 bits from bit 4: after WBITS, ISLAST and MNIBBLES
    int head = length << 4 | 1 << 20; // and ISUNCOMPRESSED after it
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(head);
    bytes.write(head >> 8);
    bytes.write(head >> 16);
    bytes.writeBytes(plain);
    bytes.write(3); // ISLAST, ISLASTEMPTY
    return bytes.toByteArray();
  }

  /** RFC 8878 §3.1: one segment of at most 255 bytes, one raw block which is the last. */
  static byte[] zstd(byte[] plain) {
    int block = plain.length << 3 | 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x20});
    bytes.write(plain.length);
    bytes.write(block);
    bytes.write(block >> 8);
    bytes.write(block >> 16);
    bytes.writeBytes(plain);
    return bytes.toByteArray();
  }
}
