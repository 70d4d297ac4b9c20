package io.tidegate.api.document;

import io.tidegate.api.document.ContentCoding.Effort;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One version of a document, with the replies that send it: in full, in each coding that clients
 * accept, and as 304. Each coding is made once, for the first request that needs it. Where that
 * would block an event loop for too long, a thread beside the loops makes it, and the requests
 * wait; while too many are being made, the document is sent uncompressed. Any thread.
 *
 * <p>Every coding has a tag of its own, since its bytes differ (RFC 9110 §8.8.3.3), and a condition
 * is about the coding that would be sent. The tag ends with a checksum of the content: a later
 * version of the program may write another document of the same version.
 */
public final class Document {

  /**
   * Bytes from which compressing pays. A smaller one is sent uncompressed unless the client refuses
   * identity; so its reply has no {@code Vary}.
   */
  private static final int COMPRESSED_FROM = 1_024;

  private static final int OVERHEAD_BYTES = 1_024;

  /** Versions that follow one another faster than they can be made must not pile up. */
  private static final int MADE_AT_ONCE = 2;

  private static final int WAITING_MAX = 16;

  private static final Logger LOG = LoggerFactory.getLogger(Document.class);

  private static final ThreadPoolExecutor ENCODERS = encoders();

  private static ThreadPoolExecutor encoders() {
    ThreadPoolExecutor encoders =
        new ThreadPoolExecutor(
            MADE_AT_ONCE,
            MADE_AT_ONCE,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().name("document-encoder-", 1).daemon().factory());
    encoders.allowCoreThreadTimeOut(true);
    return encoders;
  }

  private final long version;
  private final DocumentType type;
  private final byte[] body;
  private final String tag;
  private final UnaryOperator<Response> dress;
  private final LongAdder compressed;
  private final @Nullable Coded[] coded = new Coded[ContentCoding.values().length];

  /**
   * @param version tells this one from all others of its type and id
   * @param body not to be changed any more
   */
  public Document(DocumentType type, long version, byte[] body) {
    this(type, version, body, UnaryOperator.identity(), new LongAdder());
  }

  /**
   * @param version tells this one from all others of its type and id
   * @param body not to be changed any more
   * @param dress adds header fields of its own to each reply, those without a body included: a 304
   *     must vary as the whole reply does
   * @param compressed counts the codings made
   */
  Document(
      DocumentType type,
      long version,
      byte[] body,
      UnaryOperator<Response> dress,
      LongAdder compressed) {
    this.type = type;
    this.version = version;
    this.body = body;
    this.dress = dress;
    this.compressed = compressed;
    CRC32C crc = new CRC32C();
    crc.update(body);
    tag =
        Character.toString('a' + type.ordinal())
            + Long.toHexString(version)
            + '.'
            + Long.toHexString(crc.getValue());
  }

  /**
   * The reply to who asks for it.
   *
   * @throws IllegalStateException if documents of its type may need time: a caller's bug
   */
  public Response answer(Exchange exchange) {
    Response reply =
        answer(exchange.list("Accept-Encoding"), exchange.list("If-None-Match"), Document::never);
    if (reply == null) throw new IllegalStateException("documents of " + type + " need time");
    return reply;
  }

  private static void never() {}

  /** Replies to who asks for it, now or once it is made. */
  void reply(Exchange exchange) {
    String accepted = exchange.list("Accept-Encoding");
    String known = exchange.list("If-None-Match");
    Response ready =
        answer(
            accepted,
            known,
            () ->
                exchange.replyLater(
                    Objects.requireNonNull(answer(accepted, known, Document::never))));
    if (ready != null) exchange.reply(ready);
  }

  /**
   * The reply to who sends these header fields.
   *
   * @param whenMade run, on some thread, once asking again brings a reply
   * @return null if it has yet to be made
   */
  @Nullable Response answer(@Nullable String accepted, @Nullable String known, Runnable whenMade) {
    Coded chosen =
        in(AcceptEncoding.choose(accepted, ContentCoding.THERE, body.length < COMPRESSED_FROM));
    // Who knows it is told so even where this process has not made it yet.
    if (known != null && names(known, chosen.tag)) return chosen.unchanged;
    Made made = chosen.made(whenMade);
    if (made == null) return null;
    if (!made.saves
        && AcceptEncoding.choose(accepted, ContentCoding.THERE, true) == ContentCoding.PLAIN) {
      chosen = in(ContentCoding.PLAIN);
      made = chosen.make();
    }
    return known != null && (names(known, chosen.tag) || known.trim().equals("*"))
        ? chosen.unchanged
        : made.whole;
  }

  private Coded in(ContentCoding coding) {
    Coded there = coded[coding.ordinal()];
    return there != null ? there : begun(coding);
  }

  private synchronized Coded begun(ContentCoding coding) {
    Coded there = coded[coding.ordinal()];
    if (there == null) coded[coding.ordinal()] = there = new Coded(coding);
    return there;
  }

  /** One coding and its replies; the whole one is made when it is first asked for. */
  private final class Coded {
    final ContentCoding coding;
    final String tag;
    final Response unchanged;
    private volatile @Nullable Made made;
    private @Nullable List<Runnable> waiting;

    Coded(ContentCoding coding) {
      this.coding = coding;
      tag = '"' + Document.this.tag + coding.tagEnd() + '"';
      unchanged = dress.apply(labelled(Response.empty(304)));
    }

    @Nullable Made made(Runnable whenMade) {
      Made ready = made;
      if (ready != null) return ready;
      boolean quick = coding == ContentCoding.PLAIN || type.effort() == Effort.FAST;
      return quick ? make() : makeAside(whenMade);
    }

    private synchronized Made make() {
      Made ready = made;
      if (ready != null) return ready;
      ready = coding == ContentCoding.PLAIN ? new Made(whole(body), true) : encoded();
      made = ready;
      return ready;
    }

    private synchronized @Nullable Made makeAside(Runnable whenMade) {
      if (made != null) return made;
      if (waiting == null) {
        try {
          ENCODERS.execute(this::makeForAll); // which delivers behind this lock
        } catch (RejectedExecutionException _) {
          return plain();
        }
        waiting = new ArrayList<>();
      }
      waiting.add(whenMade);
      return null;
    }

    /** Whatever happens, those who wait get something. */
    private void makeForAll() {
      Made done = plain();
      try {
        done = encoded();
      } catch (RuntimeException | Error e) {
        LOG.error("A document could not be sent as {}", coding.id(), e);
      }
      delivered(done).forEach(Runnable::run);
    }

    private synchronized List<Runnable> delivered(Made done) {
      made = done;
      List<Runnable> all = waiting == null ? List.of() : waiting;
      waiting = null;
      return all;
    }

    /** For who takes nothing plain it has to do under this coding's tag. */
    private Made plain() {
      return new Made(whole(body), false);
    }

    private Made encoded() {
      compressed.increment();
      byte[] bytes = coding.encode(body, type.effort());
      Response whole = whole(bytes).with("Content-Encoding", coding.id());
      return new Made(whole, bytes.length < body.length);
    }

    private Response whole(byte[] bytes) {
      return dress.apply(labelled(Response.of(200, type.contentType(), bytes)));
    }

    private Response labelled(Response response) {
      Response labelled = response.with("ETag", tag).with("Cache-Control", type.cacheControl());
      return body.length < COMPRESSED_FROM ? labelled : labelled.with("Vary", "Accept-Encoding");
    }
  }

  /** A reply, and whether it is smaller than the plain one; plain saves as much as it can. */
  private record Made(Response whole, boolean saves) {}

  /** Which version this is. */
  long version() {
    return version;
  }

  /** Whether its content is this. */
  public boolean says(byte[] content) {
    return Arrays.equals(body, content);
  }

  /** Bytes of memory it may take, all codings included: none is much larger than plain. */
  int weight() {
    int forms = body.length < COMPRESSED_FROM ? 1 : 1 + ContentCoding.THERE.size();
    return OVERHEAD_BYTES + forms * body.length;
  }

  /** A quotation mark cannot stand within a tag, so finding one between two of them is exact. */
  private static boolean names(String known, String tag) {
    return known.contains(tag);
  }
}
