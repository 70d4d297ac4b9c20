package io.tidegate.lab.client;

import io.tidegate.lab.client.coding.ContentCoding;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.fault.Faults;
import io.tidegate.lab.client.h2.Http2Head;
import io.tidegate.lab.client.h2.Http2Request;
import io.tidegate.lab.client.h2.Http2Stream;
import io.tidegate.lab.client.transport.TcpTransport;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply.
 *
 * <pre>
 * start ──look up, connect──▶ ready ──write──▶ sent ──wait──▶ first byte ──read──▶ end
 *   └──── a connection that lay idle ────▲
 * </pre>
 *
 * <p>A connection that lay idle may have been ended by the server while the request was on its way.
 * Then the request goes out once more on a new one, if the server cannot have acted on it or may do
 * so twice (RFC 9110 §9.2.2). Nobody is told, and the time counts as blocked.
 */
final class Exchange {

  private static final int INTERIM_MAX = 16;

  /** Heads and bodies up to this size together go out in one write. */
  private static final int ONE_WRITE_BYTES_MAX = 16 * 1024;

  private final ClientConfig config;
  private final Dialer dialer;
  private final ConnectionPool pool;
  private final SharedConnections shared;
  private final HttpCall call;
  private final boolean ofHead;
  private final PhaseClock clock = new PhaseClock();
  private final long deadlineNs;

  private @Nullable Peer peer;
  private boolean cutOff;
  private int status;
  private String reason = "";
  private String proto = "";
  private ReplyHeaders headers = ReplyHeaders.EMPTY;
  private byte @Nullable [] body;
  private boolean inBody;
  private boolean upgrades;
  private @Nullable Tunnel tunnel;

  Exchange(
      ClientConfig config,
      Dialer dialer,
      ConnectionPool pool,
      SharedConnections shared,
      HttpCall call) {
    this.config = config;
    this.dialer = dialer;
    this.pool = pool;
    this.shared = shared;
    this.call = call;
    ofHead = call.method().equals("HEAD");
    deadlineNs = clock.startNs + call.timeout().toNanos();
  }

  HttpReply run() throws InterruptedException {
    try {
      Fault nowhere = call.url().fault();
      if (nowhere != null) throw nowhere;
      if (call.timeout().isZero()) throw Fault.timeout();
      carry(true);
      decode();
      return replied();
    } catch (Fault fault) {
      clock.end();
      return failed(fault);
    }
  }

  /**
   * On a connection that is there, or else on a new one.
   *
   * @param again whether once more if the server has not acted on it
   */
  private void carry(boolean again) throws Fault, InterruptedException {
    String origin = call.url().origin();
    SharedConnections.Shared common = shared.take(origin);
    if (common != null) {
      overShared(common, again);
      return;
    }
    Connection idle = pool.take(origin, clock.startNs, mayRepeat(false));
    if (idle == null || !over(idle, true)) onNew(again);
  }

  private void onNew(boolean again) throws Fault, InterruptedException {
    String origin = call.url().origin();
    Dialer.Dialed dialed = dialer.dial(call.url(), config.http2(), deadlineNs, clock);
    if (dialed.http2()) overShared(shared.adopt(origin, dialed, config.reuse(), clock), again);
    else over(new Connection(origin, dialed), false);
  }

  private void decode() throws Fault {
    byte[] coded = body;
    if (coded == null) return;
    body = null;
    body = ContentCoding.decoded(headers.first("Content-Encoding"), coded, config.bodyBytesMax());
  }

  /** The same on a connection of its own, which stays open if the server changes the protocol. */
  Upgraded upgrade() throws InterruptedException {
    upgrades = true;
    try {
      Fault nowhere = call.url().fault();
      if (nowhere != null) throw nowhere;
      Dialer.Dialed dialed = dialer.dial(call.url(), false, deadlineNs, clock);
      over(new Connection(call.url().origin(), dialed), false);
      return new Upgraded(replied(), tunnel);
    } catch (Fault fault) {
      clock.end();
      return new Upgraded(failed(fault), null);
    }
  }

  /** False if the connection was stale, and the request may go out once more. */
  private boolean over(Connection connection, boolean reused) throws Fault, InterruptedException {
    TcpTransport tcp = connection.tcp();
    long sentBefore = reused ? tcp.sentBytes() : 0;
    long receivedBefore = reused ? tcp.receivedBytes() : 0;
    boolean again = false;
    try {
      tcp.begin(deadlineNs);
      peer = connection.peer();
      exchange(connection);
      clock.end();
      again = tcp.end() && isReusable(connection);
      return true;
    } catch (IOException e) {
      if (e instanceof ClosedByInterruptException) throw interrupted();
      if (tcp.isExpired()) throw Fault.timeout();
      boolean silent = tcp.receivedBytes() == receivedBefore;
      if (!reused || !silent || !mayRepeat(tcp.sentBytes() == sentBefore))
        throw cutOff ? Faults.writing(e) : Faults.reading(e);
      clock.again();
      return false;
    } finally {
      clock.sentBytes += tcp.sentBytes() - sentBefore;
      clock.receivedBytes += tcp.receivedBytes() - receivedBefore;
      if (again) pool.give(connection, clock.endNs);
      else if (tunnel == null) connection.close();
    }
  }

  /** As one of several on a connection; what its server has not acted on goes out once more. */
  private void overShared(SharedConnections.Shared common, boolean again)
      throws Fault, InterruptedException {
    Http2Stream stream = new Http2Stream(request(common));
    peer = common.peer();
    try {
      common.connection().carry(stream);
      keepOutcome(stream);
    } catch (Fault fault) {
      if (!again || !stream.isUnprocessed()) {
        keepOutcome(stream);
        throw fault;
      }
      carry(false);
    } finally {
      clock.sentBytes += stream.sentBytes();
      clock.receivedBytes += stream.receivedBytes();
    }
  }

  private Http2Request request(SharedConnections.Shared common) throws Fault {
    try {
      return new Http2Request(
          Http2Fields.of(call), call.body(), deadlineNs, call.keepBody(), config.bodyBytesMax());
    } catch (Fault fault) {
      common.connection().release();
      throw fault;
    }
  }

  /** Its moments and its reply, as far as there is one, are those of the call. */
  private void keepOutcome(Http2Stream stream) {
    clock.set(stream.readyNs(), stream.sentNs(), stream.firstByteNs(), stream.endNs());
    Http2Head head = stream.head();
    if (head == null) return;
    inBody = true;
    status = head.status();
    proto = "HTTP/2.0";
    reason = ReasonPhrases.of(status);
    headers = new ReplyHeaders(head.bytes(), head.positions());
    body = call.keepBody() && ReplyHead.mayHaveBody(status) ? stream.body() : null;
  }

  /** The interruption is told by an exception from here on. */
  static InterruptedException interrupted() {
    Thread.interrupted();
    return new InterruptedException("interrupted in a request");
  }

  private boolean mayRepeat(boolean nothingSent) {
    if (nothingSent) return true;
    return switch (call.method()) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
      default ->
          call.headers().first("Idempotency-Key") != null
              || call.headers().first("X-Idempotency-Key") != null;
    };
  }

  private void exchange(Connection connection) throws IOException, Fault {
    clock.readyNs = System.nanoTime();
    send(connection);
    clock.sentNs = System.nanoTime();
    if (!connection.fill()) throw new EOFException("EOF");
    clock.firstByteNs = System.nanoTime();
    readHead(connection);
    ReplyHead head = connection.head;
    status = head.status();
    proto = head.proto();
    reason = head.reason(connection.buffer);
    headers = head.headers(connection.buffer);
    connection.from = head.end();
    if (status == 101) {
      tunnel = new Tunnel(connection);
      return;
    }
    inBody = true;
    BodyReader reader = new BodyReader(connection, call.keepBody(), config.bodyBytesMax());
    try {
      reader.read(ofHead);
    } finally {
      body = reader.kept();
    }
  }

  private void send(Connection connection) throws IOException, Fault {
    RequestEncoder request = new RequestEncoder(connection.buffer);
    request.head(call, !config.reuse());
    byte[] content = RequestEncoder.content(call);
    if (content != null && request.length() + content.length <= ONE_WRITE_BYTES_MAX) {
      request.body(content);
      content = null;
    }
    connection.buffer = request.bytes();
    try {
      connection.write(request.bytes(), 0, request.length());
      if (content != null) connection.write(content, 0, content.length);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      cutOff = true;
      if (!connection.answersAnyway()) throw e;
    }
  }

  private void readHead(Connection connection) throws IOException, Fault {
    connection.readHead(config.headBytesMax());
    for (int interim = 0; connection.head.isInterim(); interim++) {
      if (interim == INTERIM_MAX)
        throw Fault.generic("net/http: too many 1xx informational responses");
      connection.from = connection.head.end();
      connection.readHead(config.headBytesMax());
    }
    if (connection.head.status() == 101 && !upgrades)
      throw Fault.generic("unsupported response status: 101 Switching Protocols");
  }

  private boolean isReusable(Connection connection) {
    ReplyHead head = connection.head;
    return config.reuse()
        && !cutOff
        && head.keepsAlive()
        && head.endsByItself(ofHead)
        && !connection.hasUnread();
  }

  private HttpReply replied() {
    int code = status < 400 ? 0 : 1000 + status;
    return new HttpReply(
        status,
        reason,
        proto,
        headers,
        body,
        clock.timings(),
        peer,
        code,
        null,
        null,
        clock.sentBytes,
        clock.receivedBytes);
  }

  private HttpReply failed(Fault fault) {
    return new HttpReply(
        0,
        "",
        "",
        ReplyHeaders.EMPTY,
        body,
        clock.timings(),
        peer,
        fault.code(),
        fault.message(),
        inBody ? fault.detail() : HttpReply.ofRequest(call.method(), call.url(), fault),
        clock.sentBytes,
        clock.receivedBytes);
  }
}
