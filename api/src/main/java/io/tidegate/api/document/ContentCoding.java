package io.tidegate.api.document;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The codings a document may be sent in (ADR 7). Two of them need a native library; where that
 * cannot be loaded, the service goes on without and says so once. Any thread.
 */
enum ContentCoding {
  /** Brotli, RFC 7932. */
  BR("br", "-br"),
  /** Zstandard, RFC 8878. */
  ZSTD("zstd", "-zst"),
  /** Gzip, RFC 1952; always there. */
  GZIP("gzip", "-gz"),
  /** As it is. */
  PLAIN("identity", "");

  private static final Logger LOG = LoggerFactory.getLogger(ContentCoding.class);

  /** Those that can be made on this machine, the best first; without plain. */
  static final List<ContentCoding> THERE =
      Stream.of(BR, ZSTD, GZIP).filter(ContentCoding::loads).toList();

  private final String id;
  private final String tagEnd;

  ContentCoding(String id, String tagEnd) {
    this.id = id;
    this.tagEnd = tagEnd;
  }

  /** Its name in headers. */
  String id() {
    return id;
  }

  /** What tells the tag of a document in this coding from that of the plain one. */
  String tagEnd() {
    return tagEnd;
  }

  /** Loads the libraries, at a start: later there may be no descriptor left for their files. */
  static void load() {
    LOG.debug("Documents may be sent as {}", THERE);
  }

  private boolean loads() {
    return switch (this) {
      case BR -> loads(this, Brotli4jLoader::isAvailable);
      case ZSTD -> loads(this, () -> Zstd.maxCompressionLevel() > 0);
      case GZIP, PLAIN -> true;
    };
  }

  /** Whether a library answers; one that is not for this machine fails in any of several ways. */
  static boolean loads(ContentCoding coding, BooleanSupplier library) {
    String why = "its library is not for this machine";
    try {
      if (library.getAsBoolean()) return true;
    } catch (LinkageError | RuntimeException e) {
      why = e.toString();
    }
    LOG.info("Documents are not sent as {} on this machine: {}", coding.id, why);
    return false;
  }

  /** The bytes in this coding; may be more than they were. */
  byte[] encode(byte[] bytes, Effort effort) {
    try {
      return switch (this) {
        case BR -> Encoder.compress(bytes, new Encoder.Parameters().setQuality(effort.br));
        case ZSTD -> Zstd.compress(bytes, effort.zstd);
        case GZIP -> gzip(bytes, effort.gzip);
        case PLAIN -> bytes;
      };
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private static byte[] gzip(byte[] bytes, int level) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (GZIPOutputStream zip = new Levelled(out, level)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  /** The level cannot be chosen from outside. */
  private static final class Levelled extends GZIPOutputStream {
    Levelled(ByteArrayOutputStream out, int level) throws IOException {
      super(out, 8_192);
      def.setLevel(level);
    }
  }

  /** How long to try for fewer bytes: levels of each coding. */
  enum Effort {
    /** For what changes often and repeats itself much: speed before the last byte. */
    FAST(1, 1, Deflater.BEST_SPEED),
    /**
     * For what is read thousands of times a version: the highest levels before those that take
     * three times as long for the last hundredth (ADR 7). Longer than an event loop may be held up,
     * so it is made aside.
     */
    BEST(10, 15, Deflater.BEST_COMPRESSION);

    private final int br;
    private final int zstd;
    private final int gzip;

    Effort(int br, int zstd, int gzip) {
      this.br = br;
      this.zstd = zstd;
      this.gzip = gzip;
    }
  }
}
