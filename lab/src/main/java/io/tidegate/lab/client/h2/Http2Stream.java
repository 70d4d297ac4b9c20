package io.tidegate.lab.client.h2;

import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.transport.Deadlines;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One request and what has come of it so far.
 *
 * <p>Three threads meet here: the one that made it, sends the request and waits; the one that reads
 * the connection; and the watcher of deadlines. What they share is guarded by the stream; what the
 * reader alone needs is its own.
 */
public final class Http2Stream implements Deadlines.Timed {

  /** A length that the server names is believed so far; beyond it room grows with what comes. */
  private static final int BELIEVED_BYTES = 64 * 1024;

  private static final long UNKNOWN = -1;
  private static final int INTERIM_MAX = 16;
  private static final int HARMLESS_STATUS_MAX = 299;
  private static final byte[] NOTHING = {};

  private final Http2Request request;
  private final Thread owner = Thread.currentThread();
  private final boolean ofHead;

  // Of the connection, guarded by it.
  int id;
  long sendWindow;
  boolean holdsPlace;

  // Of the owner.
  boolean begun;

  // Of the reader.
  int receiveWindow;
  int unacknowledged;
  private int interims;
  private long rest = UNKNOWN;

  // Guarded by this.
  private @Nullable Http2Head head;
  private byte[] kept = NOTHING;
  private int count;
  private boolean ended;
  private @Nullable Fault fault;
  private boolean unprocessed;
  private boolean closedByServer;
  private boolean saidAll;
  private long firstByteNs;
  private long endNs;

  // Of the owner.
  private long readyNs;
  private long sentNs;
  private long sentBytes;
  private long receivedBytes;

  /** Of the thread that sends it. */
  public Http2Stream(Http2Request request) {
    this.request = request;
    ofHead = request.isHead();
  }

  Http2Request request() {
    return request;
  }

  // ---- the owner ----

  /** When its turn on the connection had come; 0 before. */
  public long readyNs() {
    return readyNs;
  }

  /** When the request was handed to the system; 0 before. */
  public long sentNs() {
    return sentNs;
  }

  /** When the reply began; 0 before. */
  public synchronized long firstByteNs() {
    return firstByteNs;
  }

  /** When the reply was whole; 0 before. */
  public synchronized long endNs() {
    return endNs;
  }

  /** Bytes above TCP since the exchange that ended before it, sent. */
  public long sentBytes() {
    return sentBytes;
  }

  /** Likewise received. */
  public long receivedBytes() {
    return receivedBytes;
  }

  /** Of the reply; null before it came. */
  public synchronized @Nullable Http2Head head() {
    return head;
  }

  /** What came of the body, as far as it did. */
  public synchronized byte[] body() {
    return count == kept.length ? kept : Arrays.copyOf(kept, count);
  }

  /** Whether the server cannot have acted on it, so that it may go out once more. */
  public synchronized boolean isUnprocessed() {
    return unprocessed;
  }

  void ready() {
    readyNs = System.nanoTime();
  }

  void sent() {
    sentNs = System.nanoTime();
  }

  void carried(long sent, long received) {
    sentBytes = sent;
    receivedBytes = received;
  }

  /** Waits until the reader, or the watcher, has something for it. */
  void park() throws InterruptedException {
    LockSupport.park(this);
    if (Thread.interrupted()) throw new InterruptedException("interrupted in a request");
  }

  /**
   * Waits until the reply is whole.
   *
   * @throws Fault if it never will be
   */
  void awaitEnd() throws Fault, InterruptedException {
    while (!isOver()) park();
  }

  /** Whether it is; the fault if it never will be. */
  synchronized boolean isOver() throws Fault {
    if (ended) return true;
    if (fault != null) throw fault;
    return false;
  }

  /** Whether the server may want the rest of the request: one that refuses it does not. */
  synchronized boolean wantsBody() {
    return fault == null && !ended && !(head != null && head.status() > HARMLESS_STATUS_MAX);
  }

  /** Whether the server still counts it as open. */
  synchronized boolean isOpenAtServer(boolean requestSent) {
    return !closedByServer && !(saidAll && requestSent);
  }

  // ---- any thread ----

  /** It ends so, if it has not ended yet. */
  void fail(Fault why, boolean untouched) {
    synchronized (this) {
      if (ended || fault != null) return;
      fault = why;
      unprocessed = untouched;
      endNs = System.nanoTime();
    }
    wake();
  }

  void wake() {
    LockSupport.unpark(owner);
  }

  @Override
  public long deadlineNs() {
    return request.deadlineNs();
  }

  @Override
  public void expire(long atNs) {
    fail(Fault.timeout(), false);
  }

  // ---- the reader ----

  /** The server has ended it before its time. */
  void reset(Fault why, boolean untouched) {
    synchronized (this) {
      closedByServer = true;
    }
    fail(why, untouched);
  }

  /** Whether what comes now stands behind the body. */
  synchronized boolean isInBody() {
    return head != null;
  }

  synchronized void begins(long atNs) {
    if (firstByteNs == 0) firstByteNs = atNs;
  }

  /** Takes a head: one before the reply, or the reply's. */
  void take(Http2Head of) throws Fault {
    if (of.status() == 101)
      throw Http2Faults.stream(id, Http2Faults.PROTOCOL_ERROR, "101 Switching Protocols");
    if (of.status() < 200) {
      if (++interims > INTERIM_MAX)
        throw Fault.generic("net/http: too many 1xx informational responses");
      return;
    }
    boolean hasBody = !ofHead && of.status() != 204 && of.status() != 304;
    rest = hasBody && of.contentLength() >= 0 ? of.contentLength() : UNKNOWN;
    synchronized (this) {
      head = of;
    }
    wake();
  }

  /** Takes some of the body from the connection; the rest of the frame is to be dropped then. */
  void take(FrameInput in, int length) throws IOException, Fault {
    if (!isInBody())
      throw Http2Faults.stream(id, Http2Faults.PROTOCOL_ERROR, "received DATA before HEADERS");
    int wanted = rest == UNKNOWN ? length : (int) Math.min(length, rest);
    if (!request.keepBody()) in.skip(wanted);
    else keep(in, wanted);
    if (rest != UNKNOWN) rest -= wanted;
    if (wanted < length)
      throw Fault.generic(
          "net/http: server replied with more than declared Content-Length; truncated");
  }

  private void keep(FrameInput in, int length) throws IOException, Fault {
    int missing = length;
    while (missing > 0) {
      if (count == kept.length) room(missing);
      int taken = in.read(kept, count, Math.min(missing, kept.length - count));
      missing -= taken;
      synchronized (this) {
        count += taken;
      }
    }
  }

  private void room(int more) throws Fault {
    long most = Math.min(request.bodyBytesMax(), Integer.MAX_VALUE - 8);
    if (count >= most)
      throw Fault.generic(
          "the body of the reply has more than " + request.bodyBytesMax() + " bytes");
    long likely = rest == UNKNOWN ? more : Math.min(rest, Math.max(BELIEVED_BYTES, count));
    long wanted = Math.min(count + Math.max(more, likely), most);
    byte[] larger = Arrays.copyOf(kept, (int) wanted);
    synchronized (this) {
      kept = larger;
    }
  }

  /** The server has said all. */
  void end() {
    Fault why = null;
    if (!isInBody())
      why = Http2Faults.stream(id, Http2Faults.PROTOCOL_ERROR, "the stream ended without a reply");
    else if (rest > 0) why = Fault.generic("unexpected EOF");
    synchronized (this) {
      saidAll = true;
      if (ended || fault != null) return;
      fault = why;
      ended = why == null;
      endNs = System.nanoTime();
    }
    wake();
  }
}
