package io.tidegate.lab.report;

import io.tidegate.lab.recording.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * One axis of a figure.
 *
 * @param label a value as text
 */
record Axis(Text title, Scale scale, DoubleFunction<String> label) {

  private static final int TICKS = 6;
  private static final double[] CLOCK_STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400
  };

  /** How values lie on it. */
  enum Scale {
    LINEAR,
    /** Linear, with ticks at whole parts of minutes and hours. */
    CLOCK,
    LOG
  }

  static Axis clock() {
    return new Axis(new Text("Time since the start", "시작 이후 시간"), Scale.CLOCK, Numbers::clock);
  }

  static Axis time(String english, String korean) {
    return new Axis(new Text(english, korean), Scale.LINEAR, Numbers::time);
  }

  static Axis number(String english, String korean) {
    return new Axis(new Text(english, korean), Scale.LINEAR, Numbers::significant);
  }

  /** What stands at a tick: without zeros behind the point. */
  String tick(double value) {
    return label.apply(value).replaceAll("\\.0+(?= |$)", "");
  }

  /** Where a value lies between two, from 0 to 1. */
  double place(double value, double from, double to) {
    if (scale == Scale.LOG) return Math.log(value / from) / Math.log(to / from);
    return (value - from) / (to - from);
  }

  /** Where it ends that has values up to this one. */
  double end(double most) {
    if (most <= 0) return 1;
    if (scale != Scale.LINEAR) return most;
    double step = step(most);
    double end = Math.ceil(most / step * 1.0001) * step;
    double stepThen = step(end); // a greater one may fit now, and the last tick is to be the end
    return Math.ceil(end / stepThen * 0.9999) * stepThen;
  }

  List<Double> ticks(double from, double to) {
    List<Double> ticks = new ArrayList<>();
    if (scale == Scale.LOG) {
      for (double decade = Math.pow(10, Math.floor(Math.log10(from))); decade <= to; decade *= 10)
        for (double part : to / from > 1_000 ? new double[] {1} : new double[] {1, 2, 5})
          if (decade * part >= from && decade * part <= to) ticks.add(decade * part);
      return ticks;
    }
    double step = scale == Scale.CLOCK ? clockStep(to - from) : step(to - from);
    for (double tick = Math.ceil(from / step) * step; tick <= to * 1.0001; tick += step)
      ticks.add(tick);
    return ticks;
  }

  private static double step(double length) {
    double decade = Math.pow(10, Math.floor(Math.log10(length / TICKS)));
    for (double part : new double[] {1, 2, 5, 10})
      if (decade * part * TICKS >= length) return decade * part;
    return 10 * decade;
  }

  private static double clockStep(double length) {
    for (double step : CLOCK_STEPS) if (step * (TICKS + 2) >= length) return step;
    return Math.ceil(length / TICKS / 86_400) * 86_400;
  }
}
