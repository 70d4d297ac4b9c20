package io.tidegate.cluster.rooms;

import io.tidegate.cluster.link.Link;
import io.tidegate.cluster.wire.Frame;
import io.tidegate.cluster.wire.Frame.Hello;
import io.tidegate.cluster.wire.Frame.Member;
import io.tidegate.cluster.wire.Frame.RoomAge;
import io.tidegate.cluster.wire.Frame.RoomAges;
import io.tidegate.cluster.wire.Frame.RoomAnswered;
import io.tidegate.cluster.wire.Frame.RoomAnswers;
import io.tidegate.cluster.wire.Frame.RoomAsk;
import io.tidegate.cluster.wire.Frame.RoomAsked;
import io.tidegate.cluster.wire.Frame.RoomRate;
import io.tidegate.cluster.wire.Frame.RoomViews;
import io.tidegate.cluster.wire.Frame.RoomWatch;
import io.tidegate.cluster.wire.Frame.Welcome;
import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomCall;
import io.tidegate.engine.room.RoomLink;
import io.tidegate.engine.room.RoomQuestion;
import io.tidegate.engine.room.RoomSink;
import io.tidegate.engine.room.RoomStatus;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Answers gates over links from a {@link RoomLink} of the instance. Every {@value #EVERY_MS} ms its
 * thread {@code room-views} tells each gate how the rooms stand that it watches: whole where they
 * changed, else only as of when that is.
 */
public final class RoomLinkServer implements Link.Receiver, AutoCloseable {

  /** Rooms that one gate watches at most; further ones are not told of. */
  static final int ROOMS_MAX = Frame.BATCH_MAX;

  private static final int EVERY_MS = 100;

  /** Longer than a takeover: that is waited for. */
  private static final int UNREADY_MS = 4_000;

  private static final String NOT_READY = "this instance is not ready";
  private static final RoomSink NOBODY = _ -> {};

  private final RoomLink rooms;
  private final BooleanSupplier ready;
  private final Member self;
  private final Map<Link, Map<Long, RoomStatus>> watched = new ConcurrentHashMap<>();
  private final Thread views;
  private volatile int unreadyMs; // written by the thread of the views
  private volatile boolean closed;

  /**
   * @param connect makes the link to the instance's rooms
   * @param ready whether the instance serves; where it does not for {@value #UNREADY_MS} ms, gates
   *     are sent to another one
   * @param self how the instance introduces itself
   */
  public RoomLinkServer(
      Function<RoomLink.Receiver, RoomLink> connect, BooleanSupplier ready, Member self) {
    this.ready = ready;
    this.self = self;
    rooms = connect.apply(RoomLinkServer::answer);
    views = Thread.ofPlatform().daemon().name("room-views").start(this::push);
  }

  @Override
  public void opened(Link link) {
    watched.put(link, new ConcurrentHashMap<>());
  }

  @Override
  public void received(Link link, Frame frame) {
    switch (frame) {
      case Hello hello -> welcome(link, hello);
      case RoomAsk(var batch) -> ask(link, batch);
      case RoomWatch(var wanted) -> watch(link, wanted);
      case RoomRate(long room, double peoplePerSecond) -> rooms.measured(room, peoplePerSecond);
      default -> refuse(link, "a gate does not send " + frame.getClass().getSimpleName());
    }
  }

  @Override
  public void ended(Link link, String why) {
    watched.remove(link);
  }

  private void welcome(Link link, Hello hello) {
    if (hello.member().kind() != Frame.Kind.GATE) refuse(link, "only gates ask rooms");
    else if (unreadyMs >= UNREADY_MS) refuse(link, NOT_READY);
    else if (hello.version() == Frame.VERSION)
      link.send(new Welcome(Frame.VERSION, self, "", null));
    else refuse(link, "the instance speaks version " + Frame.VERSION + " of the frames");
  }

  private static void refuse(Link link, String why) {
    link.send(new Frame.Refused(why));
    link.finish();
  }

  private void ask(Link link, List<RoomAsked> batch) {
    List<RoomAnswered> busy = new ArrayList<>();
    for (RoomAsked one : batch)
      if (!rooms.send(new Remote<>(one.question(), link, one.id())))
        busy.add(new RoomAnswered(one.id(), new RoomAnswer.Unavailable(RoomAnswer.Cause.BUSY)));
    if (!busy.isEmpty()) link.send(new RoomAnswers(busy));
  }

  /** Any thread. What a full outbox does not take is lost: whoever asked asks again. */
  private static void answer(List<RoomLink.Answered> answers) {
    IdentityHashMap<Link, List<RoomAnswered>> byLink = new IdentityHashMap<>();
    for (RoomLink.Answered one : answers) {
      Remote<?> call = (Remote<?>) one.call();
      byLink
          .computeIfAbsent(call.link, _ -> new ArrayList<>())
          .add(new RoomAnswered(call.id, one.answer()));
    }
    byLink.forEach(RoomLinkServer::send);
  }

  private static void send(Link link, List<RoomAnswered> answers) {
    for (int from = 0; from < answers.size(); from += Frame.BATCH_MAX)
      link.send(
          new RoomAnswers(answers.subList(from, Math.min(answers.size(), from + Frame.BATCH_MAX))));
  }

  private void watch(Link link, List<Long> wanted) {
    Map<Long, RoomStatus> told = watched.get(link);
    if (told == null) return;
    for (long room : wanted) if (told.size() < ROOMS_MAX) told.putIfAbsent(room, RoomTold.NOTHING);
    tell(link, told);
  }

  private void push() {
    while (!closed) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(EVERY_MS));
      unreadyMs = ready.getAsBoolean() ? 0 : unreadyMs + EVERY_MS;
      if (unreadyMs >= UNREADY_MS) watched.keySet().forEach(link -> refuse(link, NOT_READY));
      else watched.forEach(this::tell);
    }
  }

  private void tell(Link link, Map<Long, RoomStatus> told) {
    List<RoomStatus> changed = new ArrayList<>();
    List<RoomAge> same = new ArrayList<>();
    told.forEach((room, last) -> {
      RoomStatus now = rooms.status(room);
      if (now == null) return;
      if (RoomTold.isSame(now, last)) same.add(new RoomAge(room, now.asOfMs(), now.ageMs()));
      else changed.add(now);
    });
    if (!changed.isEmpty() && link.send(new RoomViews(changed)))
      for (RoomStatus now : changed) told.put(now.room(), now);
    if (!same.isEmpty()) link.send(new RoomAges(same));
  }

  /** Tells nobody any more. Links are their server's. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(views);
  }

  /** A question that came over a link. */
  private static final class Remote<A extends RoomAnswer> extends RoomCall<A> {

    private final Link link;
    private final long id;

    Remote(RoomQuestion<A> question, Link link, long id) {
      super(question, NOBODY);
      this.link = link;
      this.id = id;
    }
  }
}
