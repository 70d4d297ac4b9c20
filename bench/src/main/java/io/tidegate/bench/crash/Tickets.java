package io.tidegate.bench.crash;

import io.tidegate.bench.crash.Deed.Kind;
import io.tidegate.bench.peer.Service;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Shows tickets of before a kill to the process after it: they still count, and in their order. */
final class Tickets {
  private static final int SHOWN = 50;

  private Tickets() {}

  /** Shows some of the patient room's, the last in line first: who is asked later stands before. */
  static void check(
      Wire wire, List<Deed> deeds, Scene scene, SplittableRandom random, Consumer<String> faults)
      throws IOException {
    List<Deed> joined =
        deeds.stream()
            .filter(d -> d.kind == Kind.JOIN && d.target == scene.patient() && d.done())
            .toList();
    if (joined.isEmpty()) return;
    List<Deed> some =
        random
            .ints(SHOWN, 0, joined.size())
            .distinct()
            .mapToObj(joined::get)
            .sorted(Comparator.comparingLong(Tickets::number).reversed())
            .toList();
    long behind = Long.MAX_VALUE;
    for (Deed join : some) behind = check(wire, join, behind, faults);
  }

  private static long number(Deed join) {
    return Service.number(join.body(), "number");
  }

  private static long check(Wire wire, Deed join, long behind, Consumer<String> faults)
      throws IOException {
    Wire.Answer place = wire.ask(Scene.place(Service.text(join.body(), "waitingToken")));
    if (place.status() != 200) {
      faults.accept("a ticket counts no more: " + join + "; shown: " + place);
      return behind;
    }
    long at = Service.number(place.body(), "num");
    if (at != 0 && at >= behind)
      faults.accept("place " + at + " is not before " + behind + ": " + join);
    return at == 0 ? behind : at;
  }
}
