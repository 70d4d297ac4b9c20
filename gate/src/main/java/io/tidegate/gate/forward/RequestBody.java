package io.tidegate.gate.forward;

import io.netty.buffer.ByteBuf;
import io.tidegate.http.server.BodyReader;
import io.tidegate.http.server.Exchange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of a request's body and is not sent on yet, at most a few reads of it: then the
 * client waits. Its beginning is kept, so that a short body can be sent a second time. On the
 * exchange's event loop.
 */
public final class RequestBody implements BodyReader {

  /** A request without one. */
  public static final RequestBody NONE = none();

  private static final int AHEAD_MAX = 64 * 1024;

  /** A body up to this length can be sent again. */
  private static final int KEPT_MAX = 64 * 1024;

  private final @Nullable Exchange exchange;
  private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>();
  private final List<ByteBuf> sent = new ArrayList<>();
  private int arrivedBytes;
  private int sentBytes;
  private boolean keeps = true;
  private boolean ended;
  private boolean broken;
  private boolean unwanted;
  private @Nullable Runnable whenMore;

  /** The body of that request. */
  public RequestBody(@Nullable Exchange exchange) {
    this.exchange = exchange;
  }

  private static RequestBody none() {
    RequestBody none = new RequestBody(null);
    none.ended = true;
    none.keeps = false;
    return none;
  }

  /** Has this run when more has arrived, the end included, or nothing more will. */
  void whenMore(Runnable action) {
    if (this != NONE) whenMore = action; // of which there is one for all loops
  }

  /** The next part, to be released by the caller; null where none is here. */
  @Nullable ByteBuf next() {
    ByteBuf bytes = arrived.poll();
    if (bytes == null) return null;
    arrivedBytes -= bytes.readableBytes();
    if (arrivedBytes <= AHEAD_MAX / 2 && exchange != null) exchange.pauseBody(false);
    keep(bytes);
    return bytes;
  }

  private void keep(ByteBuf bytes) {
    if (!keeps) return;
    sentBytes += bytes.readableBytes();
    if (sentBytes > KEPT_MAX) forget();
    else sent.add(bytes.retainedDuplicate());
  }

  /** It will not be sent again. */
  void forget() {
    keeps = false;
    for (ByteBuf bytes : sent) bytes.release();
    sent.clear();
  }

  /** Whether it can be sent from its beginning. */
  public boolean canRewind() {
    return sentBytes == 0 || keeps;
  }

  /** Begins again. */
  public void rewind() {
    for (int i = sent.size() - 1; i >= 0; i--) {
      ByteBuf bytes = sent.get(i);
      arrived.addFirst(bytes);
      arrivedBytes += bytes.readableBytes();
    }
    sent.clear();
    sentBytes = 0;
  }

  /** Whether everything has been taken. */
  boolean isTaken() {
    return ended && arrived.isEmpty();
  }

  /** Whether the rest will never come. */
  boolean isBroken() {
    return broken;
  }

  /** Nobody wants it any more, nor what may still come. */
  public void drop() {
    if (this == NONE) return;
    unwanted = true;
    whenMore = null;
    forget();
    for (ByteBuf bytes : arrived) bytes.release();
    arrived.clear();
    arrivedBytes = 0;
  }

  @Override
  public void data(ByteBuf bytes) {
    if (unwanted) {
      bytes.release();
      return;
    }
    arrived.add(bytes);
    arrivedBytes += bytes.readableBytes();
    if (whenMore != null) whenMore.run();
    if (arrivedBytes > AHEAD_MAX && exchange != null) exchange.pauseBody(true);
  }

  @Override
  public void end() {
    ended = true;
    if (whenMore != null) whenMore.run();
  }

  @Override
  public void broken() {
    broken = true;
    if (whenMore != null) whenMore.run();
  }
}
