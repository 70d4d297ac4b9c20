package io.tidegate.http.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one event loop. Each is looked at about twenty times a second: a tenth of them
 * every five milliseconds, so that an event for thousands of streams does not hold up the requests
 * between them. Confined to the loop, but for the count of streams, which all loops share.
 */
public final class LoopStreams {

  private static final Logger LOG = LoggerFactory.getLogger(LoopStreams.class);
  private static final int PARTS = 10;
  private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(5);

  private final EventLoop eventLoop;
  private final StreamObserver observer;
  private final AtomicInteger open;
  private final Predicate<Object> endsInput;
  private final StreamConfig config;
  private final List<EventStream> streams = new ArrayList<>();
  private @Nullable Future<?> ticks;
  private int next;

  /**
   * @param open streams of all loops
   * @param endsInput whether an event of the pipeline says that the client sends no more
   */
  public LoopStreams(
      EventLoop eventLoop,
      StreamConfig config,
      StreamObserver observer,
      AtomicInteger open,
      Predicate<Object> endsInput) {
    this.endsInput = endsInput;
    this.eventLoop = eventLoop;
    this.config = config;
    this.observer = observer;
    this.open = open;
  }

  /** Whether there may be one more. It counts from here on, until its channel is closed. */
  public boolean reserve() {
    if (open.incrementAndGet() <= config.max()) return true;
    open.decrementAndGet();
    observer.streamRefused();
    return false;
  }

  /**
   * Begins one that was {@linkplain #reserve reserved}: the channel is left to it.
   *
   * @param before the handler that leaves, and is replaced
   * @param chunked whether the client knows chunks; one of HTTP/1.0 reads until the end instead
   */
  public EventStream open(
      Channel channel, ChannelHandler before, EventSource source, boolean chunked) {
    EventStream stream = new EventStream(this, channel, source, chunked);
    channel.pipeline().replace(before, null, stream);
    return stream;
  }

  void add(EventStream stream) {
    stream.slot = streams.size();
    streams.add(stream);
    observer.streamOpened();
    if (ticks == null)
      ticks = eventLoop.scheduleWithFixedDelay(this::tick, TICK_NS, TICK_NS, TimeUnit.NANOSECONDS);
  }

  void remove(EventStream stream) {
    EventStream last = streams.removeLast();
    if (last != stream) {
      last.slot = stream.slot;
      streams.set(last.slot, last);
    }
    open.decrementAndGet();
    observer.streamClosed();
    if (!streams.isEmpty() || ticks == null) return;
    ticks.cancel(false);
    ticks = null;
  }

  private void tick() {
    long nowNs = System.nanoTime();
    int part = (streams.size() + PARTS - 1) / PARTS;
    for (int i = 0; i < part && !streams.isEmpty(); i++) {
      if (next >= streams.size()) next = 0;
      look(streams.get(next++), nowNs);
    }
  }

  /** A fault costs this stream alone. */
  private static void look(EventStream stream, long nowNs) {
    try {
      stream.look(nowNs);
    } catch (RuntimeException | Error e) { // no memory, say: it would end the ticks of all
      LOG.error("A stream found nothing to send", e);
      stream.end();
    }
  }

  /** The server stops. */
  public void endAll() {
    for (int i = streams.size() - 1; i >= 0; i--) streams.get(i).end();
  }

  boolean endsInput(Object event) {
    return endsInput.test(event);
  }

  StreamConfig config() {
    return config;
  }

  StreamObserver observer() {
    return observer;
  }
}
