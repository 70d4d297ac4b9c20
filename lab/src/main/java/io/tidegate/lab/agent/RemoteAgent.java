package io.tidegate.lab.agent;

import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.IntervalCodec;
import io.tidegate.lab.metric.MetricRegistry;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * An agent as its coordinator sees it: a connection, and how its clock stands to the one here. Any
 * thread sends.
 */
final class RemoteAgent implements AutoCloseable {

  private static final Duration CONNECT_MOST = Duration.ofSeconds(5);
  private static final int CLOCK_ROUNDS = 12;
  private static final Duration CLOCK_MOST = Duration.ofMillis(500);

  private final AgentAddress at;
  private final Link link;
  private final Outbox outbox;
  private final IntervalCodec.Decoder decoder;
  private long offsetNs;
  private long roundTripNs = Long.MAX_VALUE;
  private volatile String why = "";

  private RemoteAgent(AgentAddress at, Link link, MetricRegistry metrics) {
    this.at = at;
    this.link = link;
    outbox = Outbox.start(link);
    decoder = new IntervalCodec.Decoder(metrics);
  }

  /**
   * Connects to an agent, which takes no other run from then on.
   *
   * @param metrics has the metrics that it measures
   */
  static RemoteAgent connect(AgentAddress at, Secret secret, MetricRegistry metrics)
      throws AgentException {
    Socket socket = new Socket();
    try {
      socket.connect(at.socket(), Math.toIntExact(CONNECT_MOST.toMillis()));
      Link link = new Link(socket, CONNECT_MOST);
      Handshake.introduce(link, secret);
      link.silenceMost(Link.SILENCE_MOST);
      RemoteAgent agent = new RemoteAgent(at, link, metrics);
      agent.measureClock();
      if (agent.clockBound().compareTo(CLOCK_MOST) > 0) {
        agent.close();
        throw new IOException(
            "its clock is known within %d ms only".formatted(agent.clockBound().toMillis()));
      }
      return agent;
    } catch (IOException e) {
      closeQuietly(socket);
      throw new AgentException("the agent %s cannot be had: %s".formatted(at.name(), reason(e)));
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    if (e instanceof java.io.EOFException) return "it ended the connection";
    return message == null ? e.toString() : message;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no use either way.
    }
  }

  /** As NTP does: the fastest of some round trips bounds the error by half of itself. */
  private void measureClock() throws IOException {
    for (int i = 0; i < CLOCK_ROUNDS; i++) {
      long askedNs = System.nanoTime();
      link.send(new Message.AskTime());
      Message.Time time = awaitTime();
      long tookNs = System.nanoTime() - askedNs;
      if (tookNs >= roundTripNs) continue;
      roundTripNs = tookNs;
      offsetNs = time.monotonicNs() - (askedNs + tookNs / 2);
    }
  }

  private Message.Time awaitTime() throws IOException {
    while (true) {
      Message message = link.receive();
      if (message instanceof Message.Time time) return time;
      if (!(message instanceof Message.Alive)) throw new IOException("it spoke out of turn");
    }
  }

  AgentAddress at() {
    return at;
  }

  String name() {
    return at.name();
  }

  /** What a moment here is called there, on the monotonic clocks. */
  long there(long hereNs) {
    return hereNs + offsetNs;
  }

  /** By how much {@link #there} may be wrong. */
  Duration clockBound() {
    return Duration.ofNanos(roundTripNs / 2);
  }

  /**
   * Hands on what the agent says, on a thread of its own, until it is gone.
   *
   * @param lost is told why it is
   */
  void listen(BiConsumer<RemoteAgent, Message> to, BiConsumer<RemoteAgent, String> lost) {
    Thread.ofVirtual()
        .name("agent-reader")
        .start(() -> {
          try {
            while (true) {
              Message message = link.receive();
              if (!(message instanceof Message.Alive)) to.accept(this, message);
            }
          } catch (IOException e) {
            why = reason(e);
            link.close(); // whoever sends to it waits no longer
            lost.accept(this, why);
          }
        });
  }

  /**
   * Sends at once.
   *
   * @throws IOException if it is gone; the message says why
   */
  void send(Message message) throws IOException {
    try {
      link.send(message);
    } catch (IOException e) {
      throw new IOException(why.isEmpty() ? reason(e) : why, e);
    }
  }

  /** Sends without waiting. */
  void say(Message message) {
    outbox.say(message);
  }

  /** What was measured there. */
  Interval interval(Message.Measured measured) throws IOException {
    try (DataInputStream from =
        new DataInputStream(new ByteArrayInputStream(measured.interval()))) {
      return decoder.read(from);
    } catch (RuntimeException e) {
      throw new IOException("what it measured cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    outbox.close();
    link.close();
  }
}
