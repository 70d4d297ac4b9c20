package io.tidegate.http.server;

import io.netty.channel.EventLoop;
import io.tidegate.http.stream.LoopStreams;
import io.tidegate.http.wire.ReplyEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One event loop of the server: a thread, its connections and what they share. Other threads may
 * call {@link #execute} and {@link #index}; everything else belongs to the loop's thread.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // Netty's futures: the loop ends its tasks when it ends
public final class HttpLoop {

  private static final long SWEEP_NS_MAX = TimeUnit.MILLISECONDS.toNanos(500);

  final HttpConfig config;
  final Handler handler;
  final ServerObserver observer;
  final ReplyEncoder encoder;
  final LoopStreams streams;

  private final EventLoop eventLoop;
  private final int index;
  private final AtomicInteger requestStreams;
  private final List<Swept> connections = new ArrayList<>();

  /** Connections that replied within the running task and still have to be flushed. */
  private final ArrayList<Connection> replied = new ArrayList<>();

  private boolean inTask;
  private boolean stopping;
  private long requests;

  HttpLoop(
      EventLoop eventLoop,
      int index,
      HttpConfig config,
      Handler handler,
      ServerObserver observer,
      String idPrefix,
      AtomicInteger streamsOpen,
      AtomicInteger requestStreams) {
    this.eventLoop = eventLoop;
    this.index = index;
    this.config = config;
    this.handler = handler;
    this.observer = observer;
    this.requestStreams = requestStreams;
    this.encoder =
        new ReplyEncoder(idPrefix + Character.forDigit(index % 36, 36) + "-", config.idle());
    this.streams =
        new LoopStreams(eventLoop, config.streams(), observer, streamsOpen, HalfClose::endsInput);
  }

  /** In [0, {@link HttpConfig#eventLoops()}), so that state can be kept per loop in an array. */
  public int index() {
    return index;
  }

  /** Whether the caller is on the loop's thread. */
  public boolean inLoop() {
    return eventLoop.inEventLoop();
  }

  /**
   * Runs a task on the loop's thread; any thread may ask. Replies given within one task are flushed
   * once for each connection when it ends, so hand back a batch of answers as one task.
   *
   * @return false where the server has stopped: the task will not run, and there is nobody left to
   *     answer
   */
  public boolean execute(Runnable task) {
    try {
      eventLoop.execute(() -> runTask(task));
      return true;
    } catch (RejectedExecutionException _) {
      return false;
    }
  }

  /** Runs a task on the loop's thread a little later, unless the server stops before. */
  public void later(int ms, Runnable task) {
    eventLoop().schedule(() -> runTask(task), ms, TimeUnit.MILLISECONDS);
  }

  private void runTask(Runnable task) {
    inTask = true;
    try {
      task.run();
    } finally {
      inTask = false;
      settleReplied();
    }
  }

  private void settleReplied() {
    for (int i = 0; i < replied.size(); i++) replied.get(i).settle();
    replied.clear();
  }

  /** Called by a connection that has replied outside of reading. */
  void settle(Connection connection) {
    if (inTask) replied.add(connection);
    else connection.settle();
  }

  long nextRequest() {
    return requests++;
  }

  boolean stopping() {
    return stopping;
  }

  void add(Swept connection) {
    connection.slot(connections.size());
    connections.add(connection);
  }

  void remove(Swept connection) {
    Swept last = connections.removeLast();
    if (last.slot() == connection.slot()) return;
    last.slot(connection.slot());
    connections.set(last.slot(), last);
  }

  /** Whether one more request may be under way as a stream of HTTP/2; it counts from here on. */
  boolean beginRequestStream() {
    if (requestStreams.incrementAndGet() <= config.maxConnections()) return true;
    requestStreams.decrementAndGet();
    return false;
  }

  void endRequestStream() {
    requestStreams.decrementAndGet();
  }

  /**
   * Ends what has taken too long, now and then; one pass over the connections instead of a timer
   * for each.
   */
  void startSweeping() {
    long shortest =
        Math.min(
            Math.min(config.head().toNanos(), config.body().toNanos()),
            Math.min(config.idle().toNanos(), config.write().toNanos()));
    long period = Math.min(SWEEP_NS_MAX, shortest / 4);
    eventLoop.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    long nowNs = System.nanoTime();
    for (int i = connections.size() - 1; i >= 0; i--) {
      if (i < connections.size()) connections.get(i).sweep(nowNs); // one may end others
    }
  }

  /** Idle connections and streams end at once, the others with their next reply. */
  void beginStop() {
    stopping = true;
    streams.endAll();
    for (int i = connections.size() - 1; i >= 0; i--) {
      if (i < connections.size()) connections.get(i).stop();
    }
  }

  /** The thread itself, so that connections of another kind can live on it. */
  public EventLoop eventLoop() {
    return eventLoop;
  }
}
