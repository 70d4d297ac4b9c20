package io.tidegate.app;

import io.tidegate.testkit.ServiceUnderTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * People who join a room and ask with their tickets, over HTTP, from several threads, until told to
 * stop. Keeps every ticket that was ever given to them, and whatever answer was not 200.
 */
final class TicketCrowd implements AutoCloseable {

  /** A ticket somebody was given. */
  record Given(long user, String ticket) {

    /** Id of the key it says it was signed with. */
    int key() {
      return Base64.getUrlDecoder().decode(ticket)[1] & 0xff;
    }

    /** The room's epoch it was given in. */
    int epoch() {
      return ByteBuffer.wrap(Base64.getUrlDecoder().decode(ticket)).getInt(10);
    }
  }

  private final ServiceUnderTest service;
  private final Queue<Given> given = new ConcurrentLinkedQueue<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final AtomicLong asked = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  TicketCrowd(ServiceUnderTest service) {
    this.service = service;
  }

  /** Lets that many threads join as always new users, and ask with tickets of any age. */
  void start(int count) {
    for (int t = 0; t < count; t++) {
      int from = 1_000_000 * (t + 1);
      threads.add(Thread.ofPlatform().name("crowd-" + t).start(() -> live(from)));
    }
  }

  private void live(long firstUser) {
    SplittableRandom random = new SplittableRandom(firstUser);
    List<Given> mine = new ArrayList<>();
    try {
      for (long user = firstUser; !over; user++) {
        mine.add(join(user));
        for (int i = 0; i < 3; i++) expectGood(mine.get(random.nextInt(mine.size())));
        Given old = mine.get(random.nextInt(mine.size()));
        mine.add(join(old.user()));
      }
    } catch (RuntimeException | AssertionError e) {
      refused.add(e.toString());
    }
  }

  private void expectGood(Given one) {
    int status = ask(one.ticket());
    asked.incrementAndGet();
    if (status != 200) refused.add(status + " for a ticket of key " + one.key());
  }

  /** Joins, again if the user is in line already; the ticket is kept. */
  Given join(long user) {
    Given one = new Given(user, service.ticket(user, "default"));
    given.add(one);
    return one;
  }

  /** The status of the answer to a ticket's question where it stands. */
  int ask(String ticket) {
    return service.get("/user/queue/token/query", ServiceUnderTest.with(ticket)).status();
  }

  /** The status of the answer to a question that only people inside may ask. */
  int look(String ticket) {
    return service.get("/concert/1/date", ServiceUnderTest.with(ticket)).status();
  }

  /** Stops joining and asking, and waits for the last answers. */
  void stop() throws InterruptedException {
    over = true;
    for (Thread thread : threads) thread.join();
  }

  /** Whether it was told to stop. */
  boolean isOver() {
    return over;
  }

  /** Every ticket ever given, in no special order. */
  List<Given> given() {
    return List.copyOf(given);
  }

  /** Answers that were not 200, and what else went wrong. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  /** How many questions were asked under way. */
  long asked() {
    return asked.get();
  }

  @Override
  public void close() {
    over = true;
  }
}
