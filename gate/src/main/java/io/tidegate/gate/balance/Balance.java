package io.tidegate.gate.balance;

/** The policies by name. */
public enum Balance {
  /** Each in its turn. */
  ROUND_ROBIN {
    @Override
    public Balancer balancer() {
      return new RoundRobin();
    }
  },
  /** Whoever has the fewest requests in flight for its weight. */
  LEAST_IN_FLIGHT {
    @Override
    public Balancer balancer() {
      return LeastCost.inFlight();
    }
  },
  /** Whoever answers soonest by what was measured, and by what waits there. */
  PEAK_EWMA {
    @Override
    public Balancer balancer() {
      return LeastCost.peakEwma();
    }
  },
  /** What belongs together goes to the same one, unless that has far more than the others. */
  HASH {
    @Override
    public Balancer balancer() {
      return new BoundedHash();
    }
  };

  /** A balancer of this policy, for one upstream. */
  public abstract Balancer balancer();
}
