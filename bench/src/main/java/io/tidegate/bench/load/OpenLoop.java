package io.tidegate.bench.load;

import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A load generator on one thread that sends at a fixed rate, whatever comes back.
 *
 * <p>Request <i>i</i> is meant to start at {@code i / rate}, and its latency runs from there: a
 * stall of the server counts for everyone who would have asked meanwhile. When all connections are
 * busy, requests wait for the next that gets free, and that counts too. Those not answered in the
 * end are errors. It ends early where nothing is left to ask, or no connection to ask on. A thread
 * that waits is woken within about 0.15 ms, which the latencies include.
 */
public final class OpenLoop {
  private static final long PAUSE_NS = 100_000;
  private static final long GRACE_NS = 5_000_000_000L;
  private static final long HIGHEST_NS = 60_000_000_000L;

  /** As fast as replies come; see {@link #run}. */
  public static final double UNPACED = 0;

  private final RequestSource requests;
  private final ReplyHeads heads;
  private final double perSecond;
  private final double seconds;
  private final int expected;
  private final Histogram latencyNs = new Histogram(HIGHEST_NS, 3);
  private final Histogram latenessNs = new Histogram(HIGHEST_NS, 3);
  private final ArrayDeque<LoadConnection> idle = new ArrayDeque<>();
  private long sent;
  private long answered;
  private long errors;
  private long refused;
  private int living;
  private String problem = "";

  private OpenLoop(
      RequestSource requests, ReplyHeads heads, double perSecond, double seconds, int expected) {
    this.requests = requests;
    this.heads = heads;
    this.perSecond = perSecond;
    this.seconds = seconds;
    this.expected = expected;
  }

  /**
   * Asks at that rate.
   *
   * @param connections opened before the first request, at least 1
   * @param perSecond requests a second, or {@link #UNPACED}
   * @param expected status that each reply must have
   */
  public static OpenLoopResult run(
      int port,
      List<RequestTemplate> asks,
      Users users,
      int connections,
      double perSecond,
      double seconds,
      int expected)
      throws IOException {
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return run(server, asks, users, connections, perSecond, seconds, expected);
  }

  /** Asks a server that need not be on this machine's loopback; see the other one. */
  public static OpenLoopResult run(
      InetSocketAddress server,
      List<RequestTemplate> asks,
      Users users,
      int connections,
      double perSecond,
      double seconds,
      int expected)
      throws IOException {
    Requests requests = new Requests(asks, users.nextBlock());
    return new OpenLoop(requests, ReplyHeads.UNSEEN, perSecond, seconds, expected)
        .run(List.of(server), connections);
  }

  /** Asks one server what is not made of a few templates; see the other one. */
  public static OpenLoopResult run(
      int port,
      RequestSource requests,
      ReplyHeads heads,
      int connections,
      double perSecond,
      double seconds,
      int expected)
      throws IOException {
    return run(List.of(port), requests, heads, connections, perSecond, seconds, expected);
  }

  /**
   * Asks what is not made of a few templates, and shows the heads of the replies.
   *
   * @param ports of servers on this machine, at least one, over which the connections are spread
   */
  public static OpenLoopResult run(
      List<Integer> ports,
      RequestSource requests,
      ReplyHeads heads,
      int connections,
      double perSecond,
      double seconds,
      int expected)
      throws IOException {
    List<InetSocketAddress> servers =
        ports.stream()
            .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .toList();
    return new OpenLoop(requests, heads, perSecond, seconds, expected).run(servers, connections);
  }

  private OpenLoopResult run(List<InetSocketAddress> servers, int connections) throws IOException {
    List<LoadConnection> all = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++)
        all.add(new LoadConnection(servers.get(i % servers.size()), selector, heads));
      idle.addAll(all);
      living = connections;
      long cpuNs = Usage.ofThisProcess().cpuNs();
      long startNs = System.nanoTime();
      loop(selector, startNs);
      double took = (System.nanoTime() - startNs) / 1e9;
      cpuNs = Usage.ofThisProcess().cpuNs() - cpuNs;
      noteUnanswered();
      Outcome outcome = new Outcome(answered, took, errors, problem, cpuNs);
      return new OpenLoopResult(perSecond, outcome, refused, latencyNs, latenessNs);
    } finally {
      all.forEach(LoadConnection::close);
    }
  }

  private void loop(Selector selector, long startNs) throws IOException {
    long endNs = startNs + (long) (seconds * 1e9);
    while (true) {
      long nowNs = System.nanoTime();
      sendDue(startNs, endNs, nowNs);
      boolean all = !requests.hasNext() || dueNs(startNs, nowNs) >= endNs;
      if ((all || living == 0) && sent == answered + errors) return;
      if (nowNs > endNs + GRACE_NS) return;
      int ready = selector.selectNow(this::onReadable);
      if (ready == 0) pause(selector, dueNs(startNs, nowNs));
    }
  }

  /** When the next request is meant to start. */
  private long dueNs(long startNs, long nowNs) {
    return perSecond == UNPACED ? nowNs : startNs + (long) (sent / perSecond * 1e9);
  }

  private void sendDue(long startNs, long endNs, long nowNs) {
    for (long due = dueNs(startNs, nowNs); due <= nowNs && due < endNs && requests.hasNext(); ) {
      LoadConnection connection = idle.poll();
      if (connection == null) return;
      send(connection, due);
      due = dueNs(startNs, nowNs);
    }
  }

  private void send(LoadConnection connection, long dueNs) {
    connection.request = sent++;
    connection.intendedNs = dueNs;
    try {
      connection.send(requests.next());
      latenessNs.recordValue(bounded(System.nanoTime() - Math.max(dueNs, connection.freeNs)));
    } catch (IOException e) {
      failed(connection, e);
    }
  }

  private void pause(Selector selector, long dueNs) throws IOException {
    if (idle.isEmpty()) {
      selector.select(this::onReadable, 1);
      return;
    }
    long untilDueNs = dueNs - System.nanoTime();
    if (untilDueNs > 0) LockSupport.parkNanos(Math.min(untilDueNs, PAUSE_NS));
  }

  private void onReadable(SelectionKey key) {
    LoadConnection connection = (LoadConnection) key.attachment();
    try {
      int status = connection.read();
      if (status != 0) onReply(connection, status);
    } catch (IOException e) {
      failed(connection, e);
    }
  }

  private void onReply(LoadConnection connection, int status) {
    connection.freeNs = System.nanoTime();
    heads.onReply(connection.request, status, connection.intendedNs);
    if (status == expected) {
      answered++;
      latencyNs.recordValue(bounded(connection.freeNs - connection.intendedNs));
    } else {
      refused++;
      error("a reply with status " + status + " instead of " + expected);
    }
    idle.add(connection);
  }

  private void failed(LoadConnection connection, IOException why) {
    connection.close();
    living--;
    error(why.toString());
  }

  private void error(String why) {
    if (errors++ == 0) problem = why;
  }

  private void noteUnanswered() {
    long unanswered = sent - answered - errors;
    for (long i = 0; i < unanswered; i++)
      error("no reply within 5 s after the end: it does not hold the rate");
    long unsent = requests.hasNext() ? (long) (seconds * perSecond) - sent : 0;
    for (long i = 0; i < unsent; i++)
      error("no free connection until 5 s after the end: it does not hold the rate");
  }

  private static long bounded(long ns) {
    return Math.clamp(ns, 0, HIGHEST_NS);
  }
}
