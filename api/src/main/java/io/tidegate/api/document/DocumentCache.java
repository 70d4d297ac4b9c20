package io.tidegate.api.document;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The encoded documents, in memory up to a bound in bytes. Whoever first asks for a version encodes
 * it; the others of that moment wait the few microseconds and share it. An older version never
 * displaces a newer one. Any thread.
 */
public final class DocumentCache {

  private static final int ID_BITS = 56;

  private final Cache<Long, Document> cache;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder encoded = new LongAdder();
  private final LongAdder compressed = new LongAdder();

  /**
   * @param bytes of memory for documents, at least 1
   */
  public DocumentCache(long bytes) {
    ContentCoding.load();
    cache =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Long _, Document document) -> document.weight())
            .executor(Runnable::run) // its upkeep is short, and a pool would take a third thread
            .build();
  }

  /**
   * The reply with a document.
   *
   * @param id in [0, 2^56)
   * @param version grows whenever the document changes
   * @param encoding makes its bytes, of that version; called if nobody has made it yet
   */
  public Response answer(
      Exchange exchange, DocumentType type, long id, long version, Supplier<byte[]> encoding) {
    return document(type, id, version, encoding, UnaryOperator.identity()).answer(exchange);
  }

  /**
   * Replies with a document that may need time, and has header fields of its own: now, or once it
   * is made.
   *
   * @param dress adds them to each reply, those without a body included
   */
  public void reply(
      Exchange exchange,
      DocumentType type,
      long id,
      long version,
      Supplier<byte[]> encoding,
      UnaryOperator<Response> dress) {
    document(type, id, version, encoding, dress).reply(exchange);
  }

  private Document document(
      DocumentType type,
      long id,
      long version,
      Supplier<byte[]> encoding,
      UnaryOperator<Response> dress) {
    Long key = (long) type.ordinal() << ID_BITS | id;
    Document document = cache.getIfPresent(key);
    if (document != null && document.version() >= version) {
      hits.increment();
      return document;
    }
    misses.increment();
    return renewed(key, type, version, encoding, dress);
  }

  private Document renewed(
      Long key,
      DocumentType type,
      long version,
      Supplier<byte[]> encoding,
      UnaryOperator<Response> dress) {
    return cache
        .asMap()
        .compute(
            key,
            (_, now) ->
                now != null && now.version() >= version
                    ? now
                    : encode(type, version, encoding, dress));
  }

  private Document encode(
      DocumentType type, long version, Supplier<byte[]> encoding, UnaryOperator<Response> dress) {
    encoded.increment();
    return new Document(type, version, encoding.get(), dress, compressed);
  }

  /** How many reads found the version they wanted ready. */
  public long hits() {
    return hits.sum();
  }

  /**
   * How many reads did not: nobody had asked for that version yet, or it was evicted. Those that
   * come while one encodes it wait for that one, so there are more misses than encodings.
   */
  public long misses() {
    return misses.sum();
  }

  /** How often a document was encoded so far. */
  public long encoded() {
    return encoded.sum();
  }

  /** How often a document was compressed so far: once a version and coding. */
  public long compressed() {
    return compressed.sum();
  }

  /** Documents held now. */
  public long count() {
    return cache.estimatedSize();
  }

  /** Bytes of memory they may take now. */
  public long bytes() {
    return cache.policy().eviction().map(policy -> policy.weightedSize().orElse(0)).orElse(0L);
  }
}
