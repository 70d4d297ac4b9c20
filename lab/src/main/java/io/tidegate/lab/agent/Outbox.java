package io.tidegate.lab.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes out over a link without anybody waiting for it; and each second that somebody is there.
 * Any thread.
 */
final class Outbox implements AutoCloseable {

  private static final int WAITING_MOST = 1_000;
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);

  private final Link link;
  private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(WAITING_MOST);
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean closed;
  private final Thread thread = Thread.ofVirtual().name("agent-outbox").unstarted(this::run);

  private Outbox(Link link) {
    this.link = link;
  }

  /** One that sends from now on. */
  static Outbox start(Link link) {
    Outbox outbox = new Outbox(link);
    outbox.thread.start();
    return outbox;
  }

  /** Something to be told; counted instead where too much waits. */
  void log(String level, String text, Map<String, String> fields) {
    if (!waiting.offer(new Message.Log(level, text, fields))) dropped.incrementAndGet();
  }

  /** Something that has to arrive: waits for room, and gives the peer up where there is none. */
  void say(Message message) {
    try {
      if (!waiting.offer(message, Link.SILENCE_MOST.toMillis(), TimeUnit.MILLISECONDS))
        link.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed || !waiting.isEmpty()) {
        Message next = waiting.poll(1, TimeUnit.SECONDS);
        long lost = dropped.getAndSet(0);
        if (lost > 0)
          link.send(new Message.Log("warning", lost + " lines were too many to be sent", Map.of()));
        link.send(next == null ? new Message.Alive() : next);
      }
    } catch (IOException | InterruptedException _) {
      waiting.clear(); // there is nobody to tell
    }
  }

  /** Sends what waits, unless that takes long. */
  @Override
  public void close() {
    closed = true;
    waiting.offer(new Message.Alive()); // wakes the thread
    try {
      if (!thread.join(CLOSES_WITHIN)) thread.interrupt();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
