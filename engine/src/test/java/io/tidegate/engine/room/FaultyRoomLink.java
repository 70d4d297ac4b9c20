package io.tidegate.engine.room;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A link that delays, loses and repeats questions and answers before another one, seeded, by a
 * clock that a test moves on. Statuses come late too. Any thread.
 */
public final class FaultyRoomLink implements RoomLink, RoomLink.Receiver {

  private final RoomLink real;
  private final Receiver receiver;
  private final Random random;
  private final long deadlineNs;
  private final PriorityQueue<Message> underWay = new PriorityQueue<>();
  private long nowNs;
  private long sent;
  private int asked;
  private boolean healthy;
  private @Nullable RoomStatus heard;
  private long heardNs;

  /** Something on its way; what is due at one time comes in the order of sending. */
  private record Message(long atNs, long order, Runnable arrives) implements Comparable<Message> {
    @Override
    public int compareTo(Message other) {
      return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
    }
  }

  /**
   * @param deadlineNs of the port: some messages take longer
   */
  public FaultyRoomLink(
      long seed, long deadlineNs, Function<Receiver, RoomLink> connect, Receiver receiver) {
    random = new Random(seed);
    this.deadlineNs = deadlineNs;
    this.receiver = receiver;
    real = connect.apply(this);
  }

  @Override
  public synchronized boolean send(RoomCall<?> call) {
    if (!healthy && random.nextInt(20) == 0) return false;
    carry(() -> ask(call));
    return true;
  }

  private void ask(RoomCall<?> call) {
    asked(1);
    if (!real.send(call)) asked(-1);
  }

  private synchronized void asked(int more) {
    asked += more;
  }

  @Override
  public synchronized void receive(List<Answered> answers) {
    asked -= answers.size();
    for (Answered answer : answers) carry(() -> receiver.receive(List.of(answer)));
  }

  /** Loses a message, or lets it arrive once or twice, now or later. */
  private void carry(Runnable message) {
    int copies =
        healthy ? 1 : Math.max(0, 1 + (random.nextInt(10) - 1) / 8 - random.nextInt(8) / 7);
    for (int i = 0; i < copies; i++)
      underWay.add(new Message(nowNs + (healthy ? 0 : delayNs()), sent++, message));
  }

  private long delayNs() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> 0;
      case 4, 5, 6 -> (long) (random.nextDouble() * deadlineNs / 4);
      default -> (long) (random.nextDouble() * deadlineNs * 3 / 2);
    };
  }

  /** Time passes: what is due by then arrives. */
  public void moveOn(long toNs) {
    for (Message message : due(toNs)) message.arrives.run();
  }

  private synchronized List<Message> due(long toNs) {
    nowNs = toNs;
    List<Message> due = new ArrayList<>();
    while (!underWay.isEmpty() && underWay.peek().atNs <= toNs) due.add(underWay.remove());
    return due;
  }

  /** From here on nothing is delayed, lost or repeated. */
  public synchronized void heal() {
    healthy = true;
  }

  /** Whether messages are on their way, or with the other link. */
  public synchronized boolean busy() {
    return !underWay.isEmpty() || asked > 0;
  }

  /** Whether the other link has something to answer: it needs real time. */
  public synchronized boolean waits() {
    return asked > 0;
  }

  @Override
  public synchronized @Nullable RoomStatus status(long room) {
    if (healthy || heard == null || heard.room() != room || random.nextInt(4) == 0) {
      heard = real.status(room);
      heardNs = nowNs;
    }
    return heard == null ? null : heard.aged((nowNs - heardNs) / 1_000_000);
  }

  @Override
  public synchronized void measured(long room, double peoplePerSecond) {
    carry(() -> real.measured(room, peoplePerSecond));
  }
}
