package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.TicketCrowd.Given;
import io.tidegate.testkit.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Epochs begin under a crowd, over HTTP. */
@Timeout(120)
class EpochTest {

  private static final int CLIENTS = 4;
  private static final int EPOCHS = 6;
  private static final long NEVER = Long.MAX_VALUE;

  @TempDir private Path data;

  /** When each epoch was asked for, and when that was answered. */
  private final AtomicLongArray askedNs = filled();

  private final AtomicLongArray begunNs = filled();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger good = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private volatile boolean over;

  @Test
  void an_epoch_under_load_refuses_no_genuine_ticket_and_accepts_no_ended_one() throws Exception {
    try (RunningService service = RunningService.demo(data);
        TicketCrowd crowd = new TicketCrowd(service)) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 1; i <= CLIENTS; i++) {
        long from = i * 1_000_000L;
        clients.add(Thread.ofPlatform().start(() -> live(crowd, from)));
      }
      for (int epoch = 2; epoch <= EPOCHS; epoch++) {
        int before = good.get();
        while (good.get() < before + 40 && wrong.isEmpty()) TimeUnit.MILLISECONDS.sleep(5);
        begin(epoch, service);
      }
      over = true;
      for (Thread client : clients) client.join();
      assertThat(wrong).isEmpty();
      assertThat(ended.get()).as("ended tickets shown").isGreaterThan(40);
      for (Given one : crowd.given())
        assertThat(crowd.ask(one.ticket())).isEqualTo(one.epoch() == EPOCHS ? 200 : 401);
    } finally {
      over = true;
    }
  }

  private void begin(int epoch, RunningService service) {
    askedNs.set(epoch, System.nanoTime());
    Reply reply = service.admin("POST", "/rooms/1/epoch", "");
    begunNs.set(epoch, System.nanoTime());
    assertThat(reply.text()).contains("\"epoch\":" + epoch);
  }

  private void live(TicketCrowd crowd, long firstUser) {
    SplittableRandom random = new SplittableRandom(firstUser);
    List<Given> mine = new ArrayList<>();
    try {
      for (long user = firstUser; !over; user++) {
        mine.add(crowd.join(user));
        for (int i = 0; i < 4; i++) show(crowd, mine.get(random.nextInt(mine.size())), i % 2 == 0);
        show(crowd, mine.getLast(), true);
      }
    } catch (RuntimeException | AssertionError e) {
      wrong.add(e.toString());
    }
  }

  /** Looking goes another way than asking: who is inside is known without the loop. */
  private void show(TicketCrowd crowd, Given one, boolean looks) {
    long sentNs = System.nanoTime();
    int status = looks ? crowd.look(one.ticket()) : crowd.ask(one.ticket());
    long answeredNs = System.nanoTime();
    boolean mustBeEnded = begunNs.get(one.epoch() + 1) < sentNs;
    boolean mustBeGood = askedNs.get(one.epoch() + 1) > answeredNs;
    if (mustBeEnded) ended.incrementAndGet();
    if (mustBeGood) good.incrementAndGet();
    boolean isEnded = status == 401;
    boolean isGood = status == 200 || status == 429; // in line, where the room is full
    if ((mustBeEnded && !isEnded) || (mustBeGood && !isGood) || (!isEnded && !isGood))
      wrong.add(status + " for a ticket of epoch " + one.epoch() + (looks ? " that looks" : ""));
  }

  private static AtomicLongArray filled() {
    AtomicLongArray times = new AtomicLongArray(EPOCHS + 2);
    for (int i = 0; i < times.length(); i++) times.set(i, NEVER);
    return times;
  }
}
