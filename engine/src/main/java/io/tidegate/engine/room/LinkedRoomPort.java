package io.tidegate.engine.room;

import io.tidegate.engine.room.RoomAnswer.Cause;
import io.tidegate.engine.room.RoomAnswer.Unavailable;
import io.tidegate.engine.room.RoomLink.Answered;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the promises of a {@link RoomPort} over a link that keeps none: it bounds the calls under
 * way, answers in place of the link when a deadline has passed, takes the first answer of each call
 * and drops all others, and hands answers that came together to each sink as one task.
 *
 * <p>It does not send a question again: whoever asked knows whether anybody still waits for it.
 *
 * <p>Deadlines are looked at every {@value #TICK_MS} ms by a thread of its own, {@code
 * room-deadlines}. Any thread.
 */
public final class LinkedRoomPort implements RoomPort, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LinkedRoomPort.class);
  private static final int TICK_MS = 20;

  private final RoomLink link;
  private final int callsMax;
  private final long deadlineNs;
  private final LongSupplier clockNs;
  private final AtomicInteger underWay = new AtomicInteger();
  // In the order of their deadlines, nearly. Answered ones stay until the next look.
  private final ConcurrentLinkedQueue<RoomCall<?>> calls = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Thread deadlines;
  private volatile boolean closed;

  /** A port over the link that {@code connect} makes for its receiver. */
  public LinkedRoomPort(Function<RoomLink.Receiver, RoomLink> connect, RoomPortConfig config) {
    this(connect, config, System::nanoTime);
  }

  LinkedRoomPort(
      Function<RoomLink.Receiver, RoomLink> connect, RoomPortConfig config, LongSupplier clockNs) {
    callsMax = config.callsMax();
    deadlineNs = config.deadline().toNanos();
    this.clockNs = clockNs;
    link = connect.apply(this::settle);
  }

  /** Starts the thread that keeps deadlines; without it they are not kept. */
  public LinkedRoomPort start() {
    deadlines = Thread.ofPlatform().daemon().name("room-deadlines").start(this::keepDeadlines);
    return this;
  }

  @Override
  public void ask(RoomCall<?> call) {
    call.begin(clockNs.getAsLong() + deadlineNs);
    if (underWay.incrementAndGet() > callsMax || closed) {
      settle(List.of(unavailable(call, Cause.BUSY)));
      return;
    }
    calls.add(call);
    if (!link.send(call)) settle(List.of(unavailable(call, Cause.BUSY)));
    else if (closed) giveUp(_ -> true);
  }

  @Override
  public @Nullable RoomStatus status(long room) {
    return link.status(room);
  }

  @Override
  public void measured(long room, double peoplePerSecond) {
    if (!(peoplePerSecond >= 0) || Double.isInfinite(peoplePerSecond))
      throw new IllegalArgumentException("a rate of " + peoplePerSecond);
    link.measured(room, peoplePerSecond);
  }

  /** Calls that are not answered yet. */
  public int callsUnderWay() {
    return underWay.get();
  }

  /** Answers every call under way with {@link Cause#LATE}, and later ones with BUSY. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(deadlines);
    giveUp(_ -> true);
  }

  private void keepDeadlines() {
    while (!closed) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(TICK_MS));
      expire();
    }
  }

  /** Answers what is past its deadline. */
  void expire() {
    long nowNs = clockNs.getAsLong();
    giveUp(call -> call.deadlineNs() - nowNs <= 0);
  }

  private void giveUp(Predicate<RoomCall<?>> which) {
    List<Answered> late = new ArrayList<>();
    for (RoomCall<?> call : calls)
      if (!call.answered() && which.test(call)) late.add(unavailable(call, Cause.LATE));
    settle(late);
    calls.removeIf(RoomCall::answered);
  }

  private void settle(List<Answered> answers) {
    IdentityHashMap<RoomSink, List<RoomCall<?>>> bySink = new IdentityHashMap<>();
    for (Answered one : answers) {
      if (!one.call().settle(one.answer())) continue;
      underWay.decrementAndGet();
      bySink.computeIfAbsent(one.call().sink(), _ -> new ArrayList<>()).add(one.call());
    }
    bySink.forEach(LinkedRoomPort::deliver);
  }

  /** A sink that throws has lost its thread and its visitors; the others have not. */
  private static void deliver(RoomSink sink, List<RoomCall<?>> answered) {
    try {
      sink.deliver(answered);
    } catch (RuntimeException e) {
      LOG.error("{} answers of rooms could not be handed over.", answered.size(), e);
    }
  }

  private static Answered unavailable(RoomCall<?> call, Cause cause) {
    return new Answered(call, new Unavailable(cause));
  }
}
