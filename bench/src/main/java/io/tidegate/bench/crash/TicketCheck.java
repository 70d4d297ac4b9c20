package io.tidegate.bench.crash;

import io.tidegate.bench.crash.SentRequest.Kind;
import io.tidegate.bench.peer.TidegateProcess;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Shows tickets of before a kill to the process after it: they still count, and in their order. */
final class TicketCheck {
  private static final int SHOWN = 50;

  private TicketCheck() {}

  /** Shows some of the patient room's, the last in line first: who is asked later stands before. */
  static void check(
      BlockingConnection connection,
      List<SentRequest> requests,
      CrashFixture fixture,
      SplittableRandom random,
      Consumer<String> faults)
      throws IOException {
    List<SentRequest> joined =
        requests.stream()
            .filter(d -> d.kind == Kind.JOIN && d.target == fixture.patient() && d.done())
            .toList();
    if (joined.isEmpty()) return;
    List<SentRequest> some =
        random
            .ints(SHOWN, 0, joined.size())
            .distinct()
            .mapToObj(joined::get)
            .sorted(Comparator.comparingLong(TicketCheck::number).reversed())
            .toList();
    long behind = Long.MAX_VALUE;
    for (SentRequest join : some) behind = check(connection, join, behind, faults);
  }

  private static long number(SentRequest join) {
    return TidegateProcess.number(join.body(), "number");
  }

  private static long check(
      BlockingConnection connection, SentRequest join, long behind, Consumer<String> faults)
      throws IOException {
    BlockingConnection.Answer place =
        connection.ask(CrashFixture.place(TidegateProcess.text(join.body(), "waitingToken")));
    if (place.status() != 200) {
      faults.accept("a ticket counts no more: " + join + "; shown: " + place);
      return behind;
    }
    long at = TidegateProcess.number(place.body(), "num");
    if (at != 0 && at >= behind)
      faults.accept("place " + at + " is not before " + behind + ": " + join);
    return at == 0 ? behind : at;
  }
}
