package io.tidegate.gate.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many people a second may come in, so that what they ask for stays within what the upstreams
 * behind take: for each upstream the requests a second that it takes, λ = L / W, over the requests
 * that a visit makes there; the least of these. Not thread-safe.
 *
 * <h2>Requests of a visit</h2>
 *
 * Requests and visits are counted, and both fade over the length of a visit; their quotient is what
 * a visit makes. While a crowd comes in, most of its requests are still to come, so the quotient is
 * too low and rises with the time: the other bounds of the room hold meanwhile. Until some visits
 * were seen a guess counts with them.
 *
 * <h2>Never nothing</h2>
 *
 * An upstream without requests cannot show that it is well again. So a hundredth of the most stays.
 */
public final class AdmissionRate {

  /**
   * One upstream behind.
   *
   * @param upstream its name
   * @param perSecond requests a second that it takes; infinite where that is not known
   * @param share of these that the visits may have, in (0, 1]
   * @param requests of the visits to it since the beginning
   */
  public record Behind(String upstream, double perSecond, double share, long requests) {}

  /** Part of what an upstream takes that is let in: at all of it, its queue grows by chance. */
  private static final double HEADROOM = 0.9;

  private static final double GUESSED_REQUESTS = 10;
  private static final double GUESSED_VISITS = 5;
  private static final double LEAST = 0.01;
  private static final Duration FADE_LEAST = Duration.ofMinutes(1);
  private static final Duration FADE_MOST = Duration.ofMinutes(10);

  /** Something that is counted, and fades. */
  private static final class Count {
    private long before;
    private double now;

    void update(long total, double fade) {
      now = now * fade + (total - before);
      before = total;
    }
  }

  private final double fadeNs;
  private final Count visits = new Count();
  private final Map<String, Count> requests = new HashMap<>();
  private long beforeNs;

  /**
   * Nothing is counted yet.
   *
   * @param visit how long one lasts at most
   */
  public AdmissionRate(Duration visit, long nowNs) {
    Duration fade = visit.compareTo(FADE_MOST) > 0 ? FADE_MOST : visit;
    fadeNs = (fade.compareTo(FADE_LEAST) < 0 ? FADE_LEAST : fade).toNanos();
    beforeNs = nowNs;
  }

  /**
   * The rate from now on.
   *
   * @param begun visits since the beginning
   * @param mostPerSecond people that are let in at most, above 0
   * @return people a second, at least a hundredth of the most; infinite where nothing is known
   */
  public double update(long begun, List<Behind> behind, double mostPerSecond, long nowNs) {
    double fade = StrictMath.exp((beforeNs - nowNs) / fadeNs);
    beforeNs = nowNs;
    visits.update(begun, fade);
    double rate = Double.POSITIVE_INFINITY;
    Set<String> names = new HashSet<>();
    for (Behind one : behind) {
      names.add(one.upstream());
      Count asked = requests.computeIfAbsent(one.upstream(), _ -> new Count());
      asked.update(one.requests(), fade);
      rate = Math.min(rate, HEADROOM * one.share() * one.perSecond() / perVisit(asked));
    }
    requests.keySet().retainAll(names);
    return Math.max(rate, LEAST * mostPerSecond);
  }

  private double perVisit(Count asked) {
    return (asked.now + GUESSED_VISITS * GUESSED_REQUESTS) / (visits.now + GUESSED_VISITS);
  }
}
