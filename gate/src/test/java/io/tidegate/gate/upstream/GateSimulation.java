package io.tidegate.gate.upstream;

import io.tidegate.gate.health.Failure;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An upstream as it runs in the gate, before simulated servers, in virtual time. Requests arrive at
 * random, whatever became of those before; each is sent again as the gate sends a GET again.
 */
final class GateSimulation {

  private static final int ATTEMPTS_MAX = 3;

  /** The bound of waiting for a response, and of the patience of whoever asks. */
  private static final Duration TIME_OUT = Duration.ofSeconds(2);

  /** A request that is over. */
  private record Done(long arrivedNs, long tookNs, boolean good, boolean refused) {}

  final VirtualTime time = new VirtualTime();
  final Upstream upstream;
  final List<SimulatedServer> servers;

  private final SplittableRandom random;
  private final List<Done> done = new ArrayList<>();
  private final List<long[]> attempts = new ArrayList<>(); // time, server

  GateSimulation(long seed, int servers, int workers, double serviceMs, UpstreamPolicy policy) {
    random = new SplittableRandom(seed);
    List<EndpointConfig> addresses =
        IntStream.range(0, servers)
            .mapToObj(i -> new EndpointConfig("127.0.0.1", 9_001 + i, 1))
            .toList();
    upstream =
        new Upstream(
            new UpstreamConfig("simulated", addresses, UpstreamConfig.CONNECT, policy), time);
    this.servers =
        IntStream.range(0, servers)
            .mapToObj(_ -> new SimulatedServer(time, random.split(), workers, serviceMs))
            .toList();
  }

  /** Has requests arrive from one second to another, so many a second. */
  GateSimulation arrivals(double perSecond, int fromSecond, int toSecond) {
    arriveBehind(fromSecond * 1_000_000_000L, toSecond * 1_000_000_000L, perSecond);
    return this;
  }

  private void arriveBehind(long fromNs, long endNs, double perSecond) {
    long nextNs = fromNs + (long) (-1e9 / perSecond * StrictMath.log(1 - random.nextDouble()));
    if (nextNs >= endNs) return;
    time.at(
        nextNs,
        () -> {
          new Request().call.begin();
          arriveBehind(nextNs, endNs, perSecond);
        });
  }

  /** One request arrives now. */
  void ask() {
    new Request().call.begin();
  }

  GateSimulation fault(int server, SimulatedServer.Fault fault, int fromSecond, int toSecond) {
    SimulatedServer of = servers.get(server);
    time.at(fromSecond * 1_000_000_000L, () -> of.become(fault));
    time.at(toSecond * 1_000_000_000L, () -> of.become(SimulatedServer.Fault.NONE));
    return this;
  }

  GateSimulation run(int seconds) {
    time.runUntil(seconds * 1_000_000_000L);
    return this;
  }

  /** What became of the requests that arrived between two seconds. */
  Figures figures(int fromSecond, int toSecond, int server) {
    long from = fromSecond * 1_000_000_000L;
    long to = toSecond * 1_000_000_000L;
    List<Done> those =
        done.stream().filter(one -> one.arrivedNs >= from && one.arrivedNs < to).toList();
    long[] took = those.stream().filter(Done::good).mapToLong(Done::tookNs).sorted().toArray();
    long tries = attempts.stream().filter(a -> a[0] >= from && a[0] < to).count();
    long there = attempts.stream().filter(a -> a[0] >= from && a[0] < to && a[1] == server).count();
    long refused = those.stream().filter(Done::refused).count();
    return new Figures(
        100.0 * there / Math.max(1, tries),
        100.0 * (those.size() - took.length - refused) / Math.max(1, those.size()),
        (double) took.length / (toSecond - fromSecond),
        (double) refused / (toSecond - fromSecond),
        percentileMs(took, 0.5),
        percentileMs(took, 0.99));
  }

  private static double percentileMs(long[] sorted, double share) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1e6;
  }

  /**
   * Figures of a span of time.
   *
   * @param share of the attempts that one server had, in percent
   * @param errors of the requests, in percent; what the gate refused is no error
   * @param goodput good responses a second
   * @param refused requests a second
   */
  record Figures(
      double share, double errors, double goodput, double refused, double p50Ms, double p99Ms) {}

  /** One request; as {@code Forwarding} does it. */
  private final class Request implements UpstreamCall.Caller {
    private final long arrivedNs = time.getAsLong();
    private final UpstreamCall call =
        upstream.call(time, Priority.ADMITTED, random.nextInt(1_000), true, this);
    private int attempt;
    private boolean over;

    @Override
    public void attempt(Endpoint endpoint) {
      int mine = ++attempt;
      int server = upstream.endpoints().indexOf(endpoint);
      attempts.add(new long[] {time.getAsLong(), server});
      servers
          .get(server)
          .ask(status -> {
            if (!over && attempt == mine) answered(status);
          });
      time.at(
          time.getAsLong() + TIME_OUT.toNanos(),
          () -> {
            if (!over && attempt == mine) timedOut();
          });
    }

    private void answered(int status) {
      if (status == SimulatedServer.NO_CONNECTION) {
        call.failed(Failure.CONNECT);
        Endpoint next = attempt < ATTEMPTS_MAX ? call.againWithoutBudget(true) : null;
        if (next != null) attempt(next);
        else end(false, false);
        return;
      }
      call.responded(status, false, false);
      end(status == 200, false);
    }

    private void timedOut() {
      call.failed(Failure.TIME_OUT);
      end(false, false);
    }

    private void end(boolean good, boolean refused) {
      over = true;
      call.end(good);
      done.add(new Done(arrivedNs, time.getAsLong() - arrivedNs, good, refused));
    }

    @Override
    public void refused(Refused why) {
      end(false, true);
    }
  }
}
