package io.tidegate.core;

import io.tidegate.core.CoreDriver.Happened;
import io.tidegate.core.Event.CallLapsed;
import io.tidegate.core.Event.Called;
import io.tidegate.core.Event.Ended;
import io.tidegate.core.Event.Entered;
import io.tidegate.core.Event.Joined;
import io.tidegate.core.Event.Returned;
import io.tidegate.core.Event.RoomCreated;
import io.tidegate.core.Event.RoomUpdated;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.DrawOrder;
import io.tidegate.core.room.Room;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of rooms as they happen and holds them against the two inequalities of
 * admission, by brute force over every window, and against the order of the line. Knows events
 * alone, no tables.
 */
public final class AdmissionWatch {

  /** +1 for a release, -1 for a lapsed call. */
  private record Move(long atMs, int releases) {}

  private static final class Watched {
    RoomSettings settings;
    int people;
    final List<Move> moves = new ArrayList<>();
    final TreeMap<Long, Long> waiting = new TreeMap<>(); // turn, number
    Event.@Nullable DrawPlanned plan;
    Event.@Nullable CohortClosed closed;
    List<Long> cohort = List.of();
    final TreeMap<Long, Long> returning = new TreeMap<>(); // place, number
    final Set<Long> called = new HashSet<>();
    final Set<Long> inside = new HashSet<>();
    final Set<Long> away = new HashSet<>();
    final Set<Long> entered = new HashSet<>();
    long countsFromMs = Long.MIN_VALUE;
    long lastNumber;
    long lastPlace;
    int releases;

    void measured(int most) {
      people = Math.min(most, settings.people());
    }

    Watched(RoomSettings settings) {
      this.settings = settings;
      people = settings.people();
    }

    void goesOn(RoomState state) {
      if (settings.state() != RoomState.CLOSED) settings = settings.in(state);
    }

    void allEnd() {
      waiting.clear();
      returning.clear();
      called.clear();
      inside.clear();
      away.clear();
    }

    boolean admittedFull() {
      return called.size() + inside.size() >= settings.insideMax();
    }

    /**
     * Whether one release more keeps every window that ends now and is no longer than the interval.
     */
    boolean everyWindowHasRoom(long nowMs) {
      long after = Math.max(nowMs - settings.intervalMs(), countsFromMs);
      int sum = 1;
      for (Move move : moves.reversed()) {
        if (move.atMs() <= after) break;
        sum += move.releases();
        if (sum > people) return false;
      }
      return people >= 1;
    }
  }

  private final Map<Long, Watched> rooms = new HashMap<>();

  /** Releases so far in a room. */
  public int releases(long room) {
    return at(room).releases;
  }

  /**
   * Fails unless, in every window of one interval wherever it starts, releases are at most N plus
   * the calls that lapsed in it. For rooms whose settings never changed.
   */
  public void assertEveryWindow(long room) {
    Watched watched = at(room);
    long interval = watched.settings.intervalMs();
    for (Move first : watched.moves) {
      everyWindow(watched, first.atMs(), first.atMs() + interval - 1);
      everyWindow(watched, first.atMs() + 1, first.atMs() + interval);
      everyWindow(watched, first.atMs() - interval + 1, first.atMs());
    }
  }

  private static void everyWindow(Watched room, long fromMs, long toMs) {
    int sum =
        room.moves.stream()
            .filter(move -> move.atMs() >= fromMs && move.atMs() <= toMs)
            .mapToInt(Move::releases)
            .sum();
    require(sum <= room.people, "releases <= N + lapsed from " + fromMs);
  }

  /** Takes the next event in; fails if it breaks a rule of the room. */
  public void saw(Happened happened) {
    long nowMs = happened.now().ms();
    switch (happened.event()) {
      case RoomCreated e -> rooms.put(e.room(), new Watched(e.settings()));
      case Event.RateMeasured e -> at(e.room()).measured(e.people());
      case RoomUpdated e -> updated(at(e.room()), e.settings(), nowMs);
      case Joined e -> joined(at(e.room()), e.number());
      case Called e -> called(at(e.room()), e, nowMs);
      case CallLapsed e -> lapsed(at(e.room()), e.number(), nowMs);
      case Returned e -> returned(at(e.room()), e);
      case Entered e -> entered(at(e.room()), e.number());
      case Ended e -> ended(at(e.room()), e.number());
      case Event.DrawPlanned e -> planned(at(e.room()), e);
      case Event.CohortClosed e -> closed(at(e.room()), e, nowMs);
      case Event.Drawn e -> drawn(at(e.room()), e);
      case Event.EpochBegan e -> at(e.room()).allEnd();
      case Event.RoomQuarantined e -> {
        Watched room = at(e.room());
        room.settings = room.settings.in(RoomState.QUARANTINED);
      }
      default -> {}
    }
  }

  private Watched at(long room) {
    Watched watched = rooms.get(room);
    if (watched == null) throw new AssertionError("no room " + room);
    return watched;
  }

  /** Under a longer interval, what had left the shorter one counts no more. */
  private static void updated(Watched room, RoomSettings settings, long nowMs) {
    room.countsFromMs = Math.max(room.countsFromMs, nowMs - room.settings.intervalMs());
    room.settings = settings;
    room.people = settings.people();
  }

  private static void joined(Watched room, long number) {
    require(number == room.lastNumber + 1, "numbers are never skipped");
    room.lastNumber = number;
    room.waiting.put(number, number);
  }

  private static void planned(Watched room, Event.DrawPlanned e) {
    Event.DrawPlanned before = room.plan;
    require(before == null || before.secret().equals(e.secret()), "a secret stays");
    require(before == null || before.beacon().equals(e.beacon()), "a beacon stays");
    boolean later = before != null && e.opensAtMs() > before.opensAtMs();
    require(!later || e.beacon().isEmpty(), "with a beacon an hour never moves later");
    require(room.closed == null, "a draw is planned before its close");
    room.plan = e;
  }

  private static void closed(Watched room, Event.CohortClosed e, long nowMs) {
    Event.DrawPlanned plan = Objects.requireNonNull(room.plan);
    require(room.closed == null && plan.opensAtMs() <= nowMs, "a cohort is closed once, in time");
    require(
        room.settings.state() == RoomState.GATHERING || room.settings.state() == RoomState.CLOSED,
        "who gathers may be closed");
    room.cohort = List.copyOf(room.waiting.values());
    require(e.size() == room.cohort.size(), "who waits is the cohort");
    room.closed = e;
    room.goesOn(RoomState.DRAWING);
  }

  private static void drawn(Watched room, Event.Drawn e) {
    Event.CohortClosed closed = Objects.requireNonNull(room.closed);
    require(
        room.settings.state() == RoomState.DRAWING || room.settings.state() == RoomState.CLOSED,
        "a draw happens once");
    Bytes32 secret = Objects.requireNonNull(room.plan).secret();
    int[] order = DrawOrder.of(room.cohort.size(), secret, closed.digest(), e.beaconValue());
    TreeMap<Long, Long> later = new TreeMap<>(room.waiting);
    room.cohort.forEach(later::remove);
    for (int i = 0; i < order.length; i++) {
      long number = room.cohort.get(order[i]);
      if (room.waiting.containsKey(number)) later.put(room.cohort.get(i), number);
    }
    room.waiting.clear();
    room.waiting.putAll(later);
    room.goesOn(RoomState.OPEN);
  }

  private static void called(Watched room, Called e, long nowMs) {
    require(room.settings.state() == RoomState.OPEN, "only an open room calls");
    require(!room.admittedFull(), "inside + called <= M");
    require(room.everyWindowHasRoom(nowMs), "releases <= N + lapsed in every window");
    if (room.returning.isEmpty()) {
      require(room.waiting.containsValue(e.number()), "only who waits is called");
      require(room.waiting.firstEntry().getValue() == e.number(), "nobody is passed over");
      room.waiting.pollFirstEntry();
    } else {
      require(room.returning.firstEntry().getValue() == e.number(), "returners come first");
      room.returning.pollFirstEntry();
    }
    require(e.untilMs() == nowMs + room.settings.callMs(), "a call lasts as long as it says");
    room.called.add(e.number());
    room.moves.add(new Move(nowMs, 1));
    room.releases++;
  }

  private static void lapsed(Watched room, long number, long nowMs) {
    require(room.called.remove(number), "only a call lapses");
    room.away.add(number);
    room.moves.add(new Move(nowMs, -1));
  }

  private static void returned(Watched room, Returned e) {
    require(room.away.remove(e.number()), "only who was away comes back");
    require(e.place() == room.lastPlace + 1, "places are never skipped");
    room.lastPlace = e.place();
    room.returning.put(e.place(), e.number());
  }

  private static void entered(Watched room, long number) {
    require(room.called.remove(number), "only who was called enters");
    require(room.entered.add(number), "a number enters at most once");
    room.inside.add(number);
  }

  private static void ended(Watched room, long number) {
    boolean there =
        room.waiting.values().remove(number)
            || room.called.remove(number)
            || room.inside.remove(number)
            || room.away.remove(number)
            || room.returning.values().remove(number);
    require(there, "a ticket ends once");
  }

  /**
   * Calls as many as the rule allows: whoever waits now breaks a window if called, or M, or stock.
   */
  public void assertNobodyWaitsWhoMayBeCalled(State state, long nowMs) {
    rooms.forEach((id, room) -> {
      Room stock = state.rooms().get(id);
      boolean waits = !room.waiting.isEmpty() || !room.returning.isEmpty();
      boolean may =
          room.settings.state() == RoomState.OPEN
              && !stock.nothingLeft()
              && !room.admittedFull()
              && room.everyWindowHasRoom(nowMs);
      require(!waits || !may, "somebody waits who may be called");
    });
  }

  private static void require(boolean holds, String rule) {
    if (!holds) throw new AssertionError(rule);
  }
}
