package io.tidegate.cluster.rooms;

import io.tidegate.cluster.link.Link;
import io.tidegate.cluster.link.LinkClient;
import io.tidegate.cluster.link.LinkConfig;
import io.tidegate.cluster.link.LinkSecret;
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
import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomCall;
import io.tidegate.engine.room.RoomLink;
import io.tidegate.engine.room.RoomQuestion;
import io.tidegate.engine.room.RoomStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link of a gate to rooms of instances elsewhere. It keeps a link to one of them; when that
 * ends, its thread {@code room-link} tries the next address, with pauses that double up to 2 s and
 * differ from gate to gate. Questions that were under way then are answered with {@link
 * RoomAnswer.Cause#FAILED}: nobody knows what became of them. Any thread.
 */
public final class NetworkRoomLink implements RoomLink, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkRoomLink.class);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
  private static final long PAUSE_MS_LEAST = 20;
  private static final long PAUSE_MS_MOST = 2_000;
  private static final int CALLS_MAX = 1 << 20;

  private final List<String> addresses;
  private final Member self;
  private final LinkSecret secret;
  private final LinkConfig config;
  private final Receiver receiver;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, Seen> rooms = new ConcurrentHashMap<>();
  private final Thread thread = Thread.ofVirtual().name("room-link").unstarted(this::run);
  private volatile @Nullable Session session;
  private volatile boolean closed;

  /** What was heard of a room, null for nothing, and when. */
  private record Seen(@Nullable RoomStatus status, long heardNs) {}

  /**
   * Connects from now on.
   *
   * @param addresses of instances, {@code host:port} each, at least one
   * @param self how the gate introduces itself
   */
  public NetworkRoomLink(
      List<String> addresses,
      Member self,
      LinkSecret secret,
      LinkConfig config,
      Receiver receiver) {
    if (addresses.isEmpty()) throw new IllegalArgumentException("no address of an instance");
    this.addresses = List.copyOf(addresses);
    this.self = self;
    this.secret = secret;
    this.config = config;
    this.receiver = receiver;
    thread.start();
  }

  @Override
  public boolean send(RoomCall<?> call) {
    Session now = session;
    return now != null && now.ask(call);
  }

  @Override
  public @Nullable RoomStatus status(long room) {
    Seen seen = rooms.get(room);
    if (seen == null) {
      if (rooms.size() < RoomLinkServer.ROOMS_MAX
          && rooms.putIfAbsent(room, new Seen(null, 0)) == null) watch(List.of(room));
      return null;
    }
    RoomStatus status = seen.status;
    return status == null ? null : status.aged(sinceMs(seen.heardNs));
  }

  private static long sinceMs(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ns);
  }

  private void watch(List<Long> wanted) {
    Session now = session;
    if (now != null && !wanted.isEmpty()) now.tell(new RoomWatch(wanted));
  }

  @Override
  public void measured(long room, double peoplePerSecond) {
    Session now = session;
    if (now != null) now.tell(new RoomRate(room, peoplePerSecond));
  }

  private void run() {
    int next = ThreadLocalRandom.current().nextInt(addresses.size());
    long pauseMs = PAUSE_MS_LEAST;
    boolean told = false; // once while there is no link, not at each try
    while (!closed) {
      String address = addresses.get(next++ % addresses.size());
      boolean served = serve(address, !told);
      told = !served;
      if (served) pauseMs = PAUSE_MS_LEAST;
      try {
        Thread.sleep(pauseMs / 2 + ThreadLocalRandom.current().nextLong(pauseMs));
      } catch (InterruptedException _) {
        return; // closed
      }
      pauseMs = Math.min(PAUSE_MS_MOST, 2 * pauseMs);
    }
  }

  /** Keeps a link until it ends; false if none came about. */
  private boolean serve(String address, boolean tell) {
    Session here = new Session();
    try (Link link = LinkClient.connect(address, secret, config, here, CONNECT_WITHIN)) {
      link.send(new Hello(Frame.VERSION, self, "", null));
      here.over.await();
    } catch (IOException e) {
      if (tell) LOG.warn("No link to the rooms of {}", e.getMessage());
    } catch (InterruptedException _) {
      closed = true;
    }
    return here.welcome;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  /** One link, and the questions under way over it. */
  private final class Session implements Link.Receiver {

    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<Long, RoomCall<?>> calls = new ConcurrentHashMap<>();
    private volatile boolean welcome;
    private volatile boolean ended;
    private volatile @Nullable Link link; // set before the session can be seen

    @Override
    public void opened(Link opened) {
      link = opened;
    }

    boolean tell(Frame frame) {
      Link now = link;
      return now != null && now.send(frame);
    }

    boolean ask(RoomCall<?> call) {
      if (calls.size() >= CALLS_MAX) return false;
      long id = ids.incrementAndGet();
      calls.put(id, call);
      boolean sent = tell(new RoomAsk(List.of(new RoomAsked(id, call.question()))));
      if (!sent) return calls.remove(id) == null; // else its end has answered it
      if (ended) giveUp();
      return true;
    }

    @Override
    public void received(Link from, Frame frame) {
      switch (frame) {
        case Frame.Welcome _ -> begin();
        case Frame.Refused(String why) -> {
          LOG.warn("The rooms of {} refuse: {}", from.peer(), why);
          from.close();
        }
        case RoomAnswers(var batch) -> answer(batch);
        case RoomViews(var views) -> {
          for (RoomStatus one : views) rooms.replace(one.room(), new Seen(one, System.nanoTime()));
        }
        case RoomAges(var ages) -> ages.forEach(this::age);
        default -> from.close();
      }
    }

    private void begin() {
      welcome = true;
      session = this;
      watch(rooms.keySet().stream().limit(Frame.BATCH_MAX).toList());
    }

    private void age(RoomAge age) {
      rooms.computeIfPresent(
          age.room(),
          (_, seen) ->
              seen.status == null
                  ? seen
                  : new Seen(
                      RoomTold.at(seen.status, age.asOfMs(), age.ageMs()), System.nanoTime()));
    }

    private void answer(List<RoomAnswered> batch) {
      List<Answered> answers = new ArrayList<>(batch.size());
      for (RoomAnswered one : batch) {
        RoomCall<?> call = calls.remove(one.id());
        if (call != null && fits(call.question(), one.answer()))
          answers.add(new Answered(call, one.answer()));
      }
      receiver.receive(answers);
    }

    @Override
    public void ended(Link from, String why) {
      if (session == this) session = null;
      ended = true;
      giveUp();
      over.countDown();
    }

    private void giveUp() {
      List<Answered> lost = new ArrayList<>();
      for (Long id : List.copyOf(calls.keySet())) {
        RoomCall<?> call = calls.remove(id);
        if (call != null)
          lost.add(new Answered(call, new RoomAnswer.Unavailable(RoomAnswer.Cause.FAILED)));
      }
      if (!lost.isEmpty()) receiver.receive(lost);
    }
  }

  private static boolean fits(RoomQuestion<?> question, RoomAnswer answer) {
    return question instanceof RoomQuestion.Ensure
        ? answer instanceof RoomAnswer.OfRoom
        : answer instanceof RoomAnswer.OfPlace;
  }
}
