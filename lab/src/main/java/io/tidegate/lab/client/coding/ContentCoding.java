package io.tidegate.lab.client.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.tidegate.lab.client.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The codings that k6 knows. Two of them need a native library, which is there for Linux. Pure. */
public enum ContentCoding {
  GZIP,
  /** RFC 1950, as HTTP means it. */
  DEFLATE,
  BR,
  ZSTD;

  private static final int BUFFER_BYTES = 8 * 1024;

  /** Its name in headers. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable ContentCoding find(String id) {
    for (ContentCoding coding : values()) {
      if (coding.id().equals(id)) return coding;
    }
    return null;
  }

  /**
   * Codings of a request.
   *
   * @param list as {@code params.compression} has it: {@code gzip, br}
   * @throws IllegalArgumentException if it has one that we do not know; the message is for whoever
   *     wrote it
   */
  public static List<ContentCoding> list(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .map(id -> {
          ContentCoding coding = find(id);
          if (coding != null) return coding;
          throw new IllegalArgumentException(
              "unknown compression algorithm "
                  + id
                  + ", supported algorithms are [gzip deflate zstd br]");
        })
        .toList();
  }

  /** The body in these codings, the first of them first. */
  public static byte[] encoded(List<ContentCoding> codings, byte[] body) {
    byte[] bytes = body;
    for (ContentCoding coding : codings) bytes = coding.encoded(bytes);
    return bytes;
  }

  private byte[] encoded(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
    try (OutputStream in = encoder(out)) {
      in.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(id() + " cannot be written: " + e.getMessage(), e);
    }
    return out.toByteArray();
  }

  private OutputStream encoder(OutputStream out) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPOutputStream(out);
      case DEFLATE -> new DeflaterOutputStream(out);
      case BR -> {
        Brotli4jLoader.ensureAvailability();
        yield new BrotliOutputStream(out);
      }
      case ZSTD -> new ZstdOutputStream(out);
    };
  }

  /**
   * What is in a body. Codings that we do not know stay as they are.
   *
   * @param contentEncoding of the reply, null without one
   * @param bytesMax of what is in it
   * @throws Fault if it is not what the header says, or more
   */
  public static byte[] decoded(@Nullable String contentEncoding, byte[] body, long bytesMax)
      throws Fault {
    if (contentEncoding == null || body.length == 0) return body;
    byte[] bytes = body;
    String[] ids = contentEncoding.split(",", -1);
    for (int i = ids.length - 1; i >= 0; i--) {
      ContentCoding coding = find(ids[i].strip());
      if (coding != null) bytes = coding.decoded(bytes, bytesMax);
    }
    return bytes;
  }

  private byte[] decoded(byte[] bytes, long bytesMax) throws Fault {
    int most = (int) Math.min(bytesMax, Integer.MAX_VALUE - 16);
    try (InputStream in = decoder(new ByteArrayInputStream(bytes))) {
      byte[] plain = in.readNBytes(most + 1);
      if (plain.length <= most) return plain;
    } catch (IOException | LinkageError e) {
      String what = "error decompressing response body (";
      String why = what + why(e) + ")";
      throw new Fault(Fault.DECOMPRESSION, what + why + ")", why);
    }
    throw Fault.generic("the body of the reply has more than " + most + " bytes");
  }

  private InputStream decoder(InputStream in) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
      case DEFLATE -> new InflaterInputStream(in);
      case BR -> {
        Brotli4jLoader.ensureAvailability();
        yield new BrotliInputStream(in);
      }
      case ZSTD -> new ZstdInputStream(in);
    };
  }

  private String why(Throwable e) {
    if (e instanceof EOFException) return "unexpected EOF";
    if (e instanceof ZipException && this == GZIP && "Not in GZIP format".equals(e.getMessage()))
      return "gzip: invalid header";
    return id() + ": " + e.getMessage();
  }
}
