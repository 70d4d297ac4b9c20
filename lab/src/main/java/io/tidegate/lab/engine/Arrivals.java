package io.tidegate.lab.engine;

import io.tidegate.lab.options.ScenarioOptions.Load;
import io.tidegate.lab.options.Stage;
import java.time.Duration;
import java.util.List;

/**
 * When iterations of an open model are meant to begin: the i-th when the rate, summed up over time,
 * reaches i. Pure.
 */
final class Arrivals {

  /** A part of the run in which the rate changes evenly. */
  private record Part(double beginS, double seconds, double from, double to, double before) {

    double all() {
      return (from + to) / 2 * seconds;
    }

    /** When so many of it have come, s from its begin. */
    double at(double count) {
      double slope = seconds == 0 ? 0 : (to - from) / seconds;
      if (Math.abs(slope) < 1e-12) return from == 0 ? seconds : count / from;
      double root = Math.sqrt(Math.max(0, from * from + 2 * slope * count));
      return 2 * count / (from + root);
    }
  }

  private final Part[] parts;

  private Arrivals(Part[] parts) {
    this.parts = parts;
  }

  static Arrivals of(Load.ConstantArrivalRate load) {
    double perSecond = load.rate() / seconds(load.timeUnit());
    double seconds = seconds(load.duration());
    return new Arrivals(new Part[] {new Part(0, seconds, perSecond, perSecond, 0)});
  }

  static Arrivals of(Load.RampingArrivalRate load) {
    List<Stage> stages = load.stages();
    Part[] parts = new Part[stages.size()];
    double unit = seconds(load.timeUnit());
    double beginS = 0;
    double rate = load.startRate() / unit;
    double before = 0;
    for (int i = 0; i < parts.length; i++) {
      double next = stages.get(i).target() / unit;
      parts[i] = new Part(beginS, seconds(stages.get(i).duration()), rate, next, before);
      beginS += parts[i].seconds;
      before += parts[i].all();
      rate = next;
    }
    return new Arrivals(parts);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** When the one of that number, from 0, is meant to begin, ns from the start; -1 for never. */
  long atNs(long number) {
    for (Part part : parts) {
      double count = number - part.before;
      if (count < part.all() - 1e-9)
        return Math.round((part.beginS + part.at(Math.max(0, count))) * 1e9);
    }
    return -1;
  }
}
