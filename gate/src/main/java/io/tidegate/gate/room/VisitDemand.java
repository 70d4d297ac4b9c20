package io.tidegate.gate.room;

import io.tidegate.engine.room.RoomStatus;
import io.tidegate.gate.limit.AdmissionRate;
import io.tidegate.gate.upstream.Upstream;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the visits of a room ask of the upstreams behind it, and how many visits these take. Any
 * thread, but for {@link #measure}.
 */
final class VisitDemand {

  /** A little above what the organiser set lifts a bound, whatever is lost in rounding. */
  private static final double UNBOUND = 1.01;

  private final boolean follows;
  private final AdmissionRate rate;
  private final LongAdder visits = new LongAdder();
  private final ConcurrentHashMap<String, LongAdder> requests = new ConcurrentHashMap<>();
  private volatile List<Behind> behind = List.of();

  VisitDemand(RoomConfig config, long nowNs) {
    follows = config.measured().follows();
    rate = new AdmissionRate(config.line().visit(), nowNs);
  }

  void behind(List<Behind> behind) {
    this.behind = List.copyOf(behind);
  }

  /** A visit began. */
  void begun() {
    visits.increment();
  }

  /** A request of a visit goes to an upstream. */
  void asks(Upstream to) {
    requests(to).increment();
  }

  private LongAdder requests(Upstream to) {
    return requests.computeIfAbsent(to.name(), _ -> new LongAdder());
  }

  /**
   * Tells the room what they take now; a bound that nobody measures any more is lifted. Once a
   * second, by one thread.
   */
  void measure(AskedRoom room, long nowNs) {
    RoomStatus status = room.status();
    if (status == null) return;
    double most = status.settings().people() * 1e3 / status.settings().intervalMs();
    double people = follows ? people(most, nowNs) : Double.POSITIVE_INFINITY;
    boolean isBound = status.people() < status.settings().people();
    if (people < most || isBound) room.measured(Math.min(people, UNBOUND * most));
  }

  private double people(double most, long nowNs) {
    List<AdmissionRate.Behind> now =
        behind.stream()
            .map(one ->
                new AdmissionRate.Behind(
                    one.upstream().name(),
                    one.upstream().admissionRate(),
                    one.share(),
                    requests(one.upstream()).sum()))
            .toList();
    return rate.update(visits.sum(), now, most, nowNs);
  }
}
