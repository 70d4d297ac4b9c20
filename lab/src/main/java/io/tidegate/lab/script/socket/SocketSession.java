package io.tidegate.lab.script.socket;

import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.Peer;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.websocket.Handshake;
import io.tidegate.lab.client.websocket.Incoming;
import io.tidegate.lab.client.websocket.WebSocket;
import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.script.user.EventLoop;
import io.tidegate.lab.script.user.Interrupted;
import io.tidegate.lab.script.user.UserState;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of a script, from the handshake to its end, with what is measured of it. Confined
 * to the user's thread, but for {@link #dial} and {@link #receive}, which run where they may wait.
 */
final class SocketSession {

  /** Of messages that came and wait for the script; beyond it the server has to wait. */
  private static final int WAITING_BYTES_MAX = 16 * 1024 * 1024;

  /** What a message weighs besides its bytes. */
  private static final int MESSAGE_BYTES = 64;

  /** How the handshake went. */
  record Dialed(Handshake.@Nullable Result result, String error, double ms) {}

  private final UserState state;
  private final SocketTarget target;
  private final EventLoop loop;
  private final boolean named;
  private final int goingCode;
  private final TagSet base;
  private final Semaphore room = new Semaphore(WAITING_BYTES_MAX);
  private final Map<String, Long> pingsNs = new HashMap<>();
  private final Runnable ending = this::stop;
  private final long beganNs = System.nanoTime();
  private long pings;
  private TagSet tags;
  private @Nullable WebSocket socket;
  private @Nullable HttpReply reply;

  /**
   * One that is not open yet.
   *
   * @param loop on which its events run
   * @param named whether its samples have a tag with k6's name of a request
   * @param goingCode close code of a session whose iteration is over
   */
  SocketSession(
      UserState state, SocketTarget target, EventLoop loop, boolean named, int goingCode) {
    this.state = state;
    this.target = target;
    this.loop = loop;
    this.named = named;
    this.goingCode = goingCode;
    base = state.tags();
    tags = base;
  }

  /** The events of this session alone, or the user's. */
  EventLoop loop() {
    return loop;
  }

  /** The server's reply to the handshake; null where there was none. */
  @Nullable HttpReply reply() {
    return reply;
  }

  /** Whether messages can be sent. */
  boolean isOpen() {
    return socket != null;
  }

  // ---- opening ----

  /** Opens the connection. Any thread. */
  Dialed dial(HttpClient client) throws InterruptedException {
    try {
      Handshake.Result result = target.open(client);
      String error = result instanceof Handshake.Result.Refused refused ? refused.why() : "";
      return new Dialed(result, error, sinceMs(beganNs));
    } catch (Fault fault) {
      return new Dialed(null, fault.message(), sinceMs(beganNs));
    }
  }

  private static double sinceMs(long fromNs) {
    return (System.nanoTime() - fromNs) / 1e6;
  }

  /** Takes what came of it; false if it is not open. */
  boolean opened(Dialed dialed) {
    Handshake.Result result = dialed.result;
    HttpReply came = result == null || result.reply().failed() ? null : result.reply();
    reply = came;
    tags = tags(came);
    BuiltinMetrics metrics = state.builtin();
    measured(metrics.wsSessions, 1);
    measured(metrics.wsConnecting, dialed.ms);
    if (result != null) traffic(result.reply().sentBytes(), result.reply().receivedBytes());
    if (!(result instanceof Handshake.Result.Open open)) return false;
    socket = open.socket();
    state.atEnd(ending);
    return true;
  }

  private TagSet tags(@Nullable HttpReply of) {
    TagSet all = with(base.with(target.own()), "url", target.url());
    if (named && target.own().get("name") == null) all = with(all, "name", target.url());
    if (of != null) {
      String protocol = of.headers().first("Sec-WebSocket-Protocol");
      all = with(all, "status", Integer.toString(of.status()));
      all = with(all, "subproto", protocol == null ? "" : protocol);
      Peer peer = of.peer();
      if (peer != null) all = with(all, "ip", peer.ip());
    }
    return all;
  }

  private TagSet with(TagSet all, String name, String value) {
    return state.hasTag(name) ? all.with(name, value) : all;
  }

  private void measured(Metric metric, double value) {
    state.add(metric, tags, value);
  }

  private void traffic(long sentBytes, long receivedBytes) {
    state.add(state.builtin().dataSent, base, (double) sentBytes);
    state.add(state.builtin().dataReceived, base, (double) receivedBytes);
  }

  // ---- receiving ----

  /**
   * Receives until the end, which is handed on too, and closes the connection. Beside the user.
   *
   * @param each on the user's thread
   */
  void receive(WebSocket from, Consumer<Incoming> each) throws InterruptedException {
    try (from) {
      boolean over = false;
      while (!over) {
        Incoming came = from.receive();
        over = came instanceof Incoming.End;
        int weight = weight(came);
        room.acquire(weight);
        loop.event(() -> {
          room.release(weight);
          taken(came);
          each.accept(came);
        });
      }
    }
  }

  private static int weight(Incoming came) {
    int bytes =
        switch (came) {
          case Incoming.Text text -> text.text().length();
          case Incoming.Binary binary -> binary.bytes().length;
          default -> 0;
        };
    return Math.min(MESSAGE_BYTES + bytes, WAITING_BYTES_MAX);
  }

  private void taken(Incoming came) {
    switch (came) {
      case Incoming.Text _, Incoming.Binary _ -> measured(state.builtin().wsMsgsReceived, 1);
      case Incoming.Pong pong -> {
        Long sentNs = pingsNs.remove(pong.payload());
        if (sentNs != null) measured(state.builtin().wsPing, sinceMs(sentNs));
      }
      default -> {}
    }
  }

  /** The socket that is open. */
  WebSocket socket() {
    WebSocket open = socket;
    if (open == null) throw new IllegalStateException("websocket: close sent");
    return open;
  }

  // ---- sending ----

  /** What is sent. */
  @FunctionalInterface
  interface Sending {
    /** Sends it. */
    void to(WebSocket socket) throws IOException, InterruptedException;
  }

  /** Sends; why it could not, null if it could. A connection that broke ends by itself. */
  @Nullable String send(Sending sending, boolean counts) {
    WebSocket to = socket;
    if (to == null) return "websocket: close sent";
    if (Thread.currentThread().isInterrupted()) throw Interrupted.now();
    try {
      sending.to(to);
      if (counts) measured(state.builtin().wsMsgsSent, 1);
      return null;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException _) {
      throw Interrupted.now();
    }
  }

  /** Asks whether the server is there. */
  @Nullable String ping(boolean counts) {
    if (pingsNs.size() > MESSAGE_BYTES) pingsNs.clear(); // nobody answers
    String payload = Long.toString(pings++);
    pingsNs.put(payload, System.nanoTime());
    return send(to -> to.ping(payload), counts);
  }

  // ---- the end ----

  /** It is over. */
  void ended() {
    WebSocket was = socket;
    if (was == null) return;
    socket = null;
    state.notAtEnd(ending);
    measured(state.builtin().wsSessionDuration, sinceMs(beganNs));
    traffic(was.sentBytes(), was.receivedBytes());
  }

  /** The time of a handshake that came to nothing counts too. */
  void failed() {
    measured(state.builtin().wsSessionDuration, sinceMs(beganNs));
  }

  /** The iteration is over before it: the server is told, and nothing more is measured. */
  private void stop() {
    WebSocket was = socket;
    if (was == null) return;
    socket = null;
    boolean interrupted = Thread.interrupted();
    try {
      was.close(goingCode, "");
    } catch (IOException | InterruptedException _) {
      // It has gone before us.
    }
    traffic(was.sentBytes(), was.receivedBytes());
    was.close();
    if (interrupted) Thread.currentThread().interrupt();
  }
}
