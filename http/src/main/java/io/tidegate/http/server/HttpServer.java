package io.tidegate.http.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP server: accepts connections and spreads them over its event loops, each a thread named
 * {@code http-<n>}. Safe for use by any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures: what matters is awaited
public final class HttpServer implements AutoCloseable {

  private static final int BACKLOG = 4_096;

  /** Connections turned away that may linger at the same time. */
  private static final int LINGERING_MAX = 1_000;

  private static final String ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

  private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

  static {
    // Netty looks for lost buffers by sampling stack traces, which is a tenth of a small request's
    // CPU. Buffers live in
    // two places here, both in Connection, which hands one of them to EventStream; who doubts them
    // sets the property.
    if (System.getProperty(LEAK_DETECTION) == null)
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  private final HttpConfig config;
  private volatile Entry entry;
  private final MultiThreadIoEventLoopGroup group;
  private final IdentityHashMap<EventLoop, HttpLoop> loops = new IdentityHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger requestStreams = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final CountDownLatch allClosed = new CountDownLatch(1);
  private final Channel listener;
  private volatile boolean stopping;

  private HttpServer(
      HttpConfig config, Handler handler, ServerObserver observer, Entry entry, boolean epoll)
      throws IOException {
    this.config = config;
    this.entry = entry;
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group =
        new MultiThreadIoEventLoopGroup(config.eventLoops(), new DefaultThreadFactory("http"), io);
    String idPrefix = idPrefix();
    for (EventExecutor executor : group) {
      HttpLoop loop =
          new HttpLoop(
              (EventLoop) executor,
              loops.size(),
              config,
              handler,
              observer,
              idPrefix,
              streams,
              requestStreams);
      loops.put(loop.eventLoop(), loop);
      loop.startSweeping();
    }
    try {
      listener =
          listen(observer, epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
    } catch (IOException e) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw e;
    }
  }

  /**
   * Starts a server that hands its requests to {@code handler}.
   *
   * @throws IOException if the address cannot be bound
   */
  public static HttpServer start(HttpConfig config, Handler handler, ServerObserver observer)
      throws IOException {
    return start(config, handler, observer, Entry.PLAIN);
  }

  /**
   * The same where connections begin in another way than with HTTP/1.1 on TCP.
   *
   * @throws IOException if the address cannot be bound
   */
  public static HttpServer start(
      HttpConfig config, Handler handler, ServerObserver observer, Entry entry) throws IOException {
    return new HttpServer(config, handler, observer, entry, Epoll.isAvailable());
  }

  /** For tests: with epoll, or as where it is missing. */
  static HttpServer start(
      HttpConfig config, Handler handler, ServerObserver observer, boolean epoll)
      throws IOException {
    return new HttpServer(config, handler, observer, Entry.PLAIN, epoll);
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** From the next connection on, it begins like this. */
  public void entry(Entry entry) {
    this.entry = entry;
  }

  /** Connections open now. */
  public int connections() {
    return open.get();
  }

  /**
   * Stops: no more connections, idle ones and streams are closed, requests under way are answered
   * with {@code Connection: close} within the bound, then everything is closed. Returns when that
   * is done; stopping again does nothing. Not to be called from an event loop.
   */
  public synchronized void stop(Duration bound) {
    if (stopping) return;
    stopping = true;
    listener.close().awaitUninterruptibly();
    for (HttpLoop loop : loops.values()) loop.eventLoop().execute(loop::beginStop);
    if (open.get() > 0) awaitAllClosed(bound);
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Stops within five seconds. */
  @Override
  public void close() {
    stop(Duration.ofSeconds(5));
  }

  private void awaitAllClosed(Duration bound) {
    try {
      boolean _ = allClosed.await(bound.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Channel listen(ServerObserver observer, Class<? extends ServerChannel> type)
      throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 2_048, 16_384))
            .handler(new AcceptFailures(observer))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                })
            .bind(new InetSocketAddress(config.host(), config.port()))
            .awaitUninterruptibly();
    if (bound.isSuccess()) return bound.channel();
    throw new IOException("cannot listen on " + config.host() + ":" + config.port(), bound.cause());
  }

  private void accept(Channel channel) {
    HttpLoop loop = loops.get(channel.eventLoop());
    if (loop == null) throw new IllegalStateException("a channel on a foreign event loop");
    if (open.incrementAndGet() <= config.maxConnections()) {
      loop.observer.opened();
      channel.closeFuture().addListener(_ -> closed(loop));
      begin(loop, channel, entry);
      return;
    }
    open.decrementAndGet();
    // Those take descriptors, too: at most a quarter of what connections do.
    int most = Math.min(LINGERING_MAX, config.maxConnections() / 4);
    boolean linger = turnedAway.incrementAndGet() <= most;
    channel.closeFuture().addListener(_ -> turnedAway.decrementAndGet());
    loop.observer.refused();
    turnAway(loop, channel, entry, linger);
  }

  private void begin(HttpLoop loop, Channel channel, Entry entry) {
    if (entry.isPlain()) {
      channel.pipeline().addLast(new Connection(loop, channel, Peer.plain(channel)));
      return;
    }
    Entrance.Next next =
        new Entrance.Next() {
          @Override
          public void http1(Channel channel, Peer peer) {
            channel.pipeline().addLast(new Connection(loop, channel, peer));
          }

          @Override
          public void http2(Channel channel, Peer peer) {
            MultiplexedConnection.begin(loop, channel, peer, entry.http2());
          }
        };
    channel.pipeline().addLast(new Entrance(loop, channel, entry, next));
  }

  /** Tells one too many what it is, where that costs little: a handshake does not. */
  private void turnAway(HttpLoop loop, Channel channel, Entry entry, boolean linger) {
    if (entry.tls() == null) {
      channel.pipeline().addLast(new ConnectionRejector(loop, linger));
      return;
    }
    if (!linger) {
      channel.close();
      return;
    }
    Entrance.Next next =
        new Entrance.Next() {
          @Override
          public void http1(Channel channel, Peer peer) {
            channel.pipeline().addLast(new ConnectionRejector(loop, true));
          }

          @Override
          public void http2(Channel channel, Peer peer) {
            channel.close();
          }
        };
    channel.pipeline().addLast(new Entrance(loop, channel, entry, next));
  }

  private void closed(HttpLoop loop) {
    loop.observer.closed();
    if (open.decrementAndGet() == 0 && stopping) allClosed.countDown();
  }

  private static String idPrefix() {
    SecureRandom random = new SecureRandom();
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < 8; i++)
      prefix.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
    return prefix.toString();
  }
}
