package io.tidegate.api.document;

import io.tidegate.api.http.Exchange;
import io.tidegate.api.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One version of a document, encoded, with the replies that send it: whole, compressed, and "you
 * have it". Any thread.
 */
public final class Document {

  /** Smaller ones are not worth compressing. */
  private static final int COMPRESSED_FROM = 1_024;

  private static final int OVERHEAD_BYTES = 1_024;

  private final long version;
  private final Kind kind;
  private final byte[] body;
  private final String tag;
  private final String compressedTag;
  private final Response whole;
  private final Response unchanged;
  private volatile @Nullable Response compressed;

  /**
   * @param version tells this one from all others of its kind and id
   * @param body not to be changed any more
   */
  public Document(Kind kind, long version, byte[] body) {
    this.kind = kind;
    this.version = version;
    this.body = body;
    String text = Character.toString('a' + kind.ordinal()) + Long.toHexString(version);
    tag = '"' + text + '"';
    compressedTag = '"' + text + "-z\"";
    whole = labelled(Response.json(200, body), tag);
    unchanged = labelled(Response.empty(304), tag);
  }

  /** The reply to who asks for it. */
  public Response answer(Exchange exchange) {
    String known = exchange.header("If-None-Match");
    if (known != null && names(known)) return unchanged;
    if (body.length < COMPRESSED_FROM || !Accepted.gzip(exchange.header("Accept-Encoding")))
      return whole;
    Response small = compressed;
    return small == null ? compress() : small;
  }

  /** Which version this is. */
  long version() {
    return version;
  }

  /** Whether its content is this. */
  public boolean says(byte[] content) {
    return Arrays.equals(body, content);
  }

  /** Bytes of memory it may take, the compressed form included, which is never the larger. */
  int weight() {
    return OVERHEAD_BYTES + (body.length < COMPRESSED_FROM ? body.length : 2 * body.length);
  }

  /** A quotation mark cannot stand within a tag, so finding one between two of them is exact. */
  private boolean names(String known) {
    return known.contains(tag) || known.contains(compressedTag) || known.trim().equals("*");
  }

  private synchronized Response compress() {
    Response done = compressed;
    if (done != null) return done;
    byte[] small = gzip(body);
    done =
        small.length >= body.length
            ? whole
            : labelled(Response.of(200, Response.JSON, small), compressedTag)
                .with("Content-Encoding", "gzip");
    compressed = done;
    return done;
  }

  private Response labelled(Response response, String etag) {
    Response labelled = response.with("ETag", etag).with("Cache-Control", kind.cacheControl());
    return body.length < COMPRESSED_FROM ? labelled : labelled.with("Vary", "Accept-Encoding");
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (GZIPOutputStream zip = new Fast(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** Documents change often and repeat themselves much: speed before the last byte. */
  private static final class Fast extends GZIPOutputStream {
    Fast(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
