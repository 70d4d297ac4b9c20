package io.tidegate.audit.pack;

import io.tidegate.audit.ledger.TicketHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the people who were overtaken, and why: somebody with a later turn entered before they did,
 * or entered although they never did. It counts people who stood in line at the draw or joined
 * after it; in a room without a draw that is everybody.
 *
 * <h2>How</h2>
 *
 * It walks through all entries in their order, with a tree of sums over turns that says at once how
 * many people with later turns have entered already. The cause follows from what the overtaken
 * person did. First calls alone show whether somebody was called out of turn: the earliest first
 * call of all later turns must not come before a person's own first call, or before the end of that
 * person's ticket.
 */
final class Overtakes {
  private static final OvertakeCause[] CAUSES = OvertakeCause.values();

  private final TicketHistory history;
  private final int[] turns;
  private final int[] passedBy;
  private final byte[] causes;
  private final long[] people = new long[CAUSES.length];
  private final long[] passes = new long[CAUSES.length];

  /**
   * Counts them.
   *
   * @param turns the turn of each number, from 1
   */
  Overtakes(TicketHistory history, int[] turns) {
    this.history = history;
    this.turns = turns;
    this.passedBy = new int[turns.length];
    this.causes = new byte[turns.length];
    countPasses();
    nameCauses();
  }

  /** A row for each cause. */
  List<Overtake> rows() {
    List<Overtake> rows = new ArrayList<>();
    for (OvertakeCause cause : CAUSES)
      rows.add(new Overtake(cause, people[cause.ordinal()], passes[cause.ordinal()]));
    return rows;
  }

  /** How many with later turns entered before this number did. */
  int passedBy(int number) {
    return passedBy[number];
  }

  /** Why; null for one that was not overtaken. */
  @Nullable OvertakeCause cause(int number) {
    return causes[number] == 0 ? null : CAUSES[causes[number] - 1];
  }

  private void countPasses() {
    long[] entries = new long[turns.length];
    int size = 0;
    for (int number = 1; number < turns.length; number++)
      if (counts(number) && history.enteredAt(number) != TicketHistory.NEVER)
        entries[size++] = (long) history.enteredAt(number) << 32 | number;
    Arrays.sort(entries, 0, size);
    Sums entered = new Sums(turns.length);
    for (int i = 0; i < size; i++) {
      int number = (int) entries[i];
      passedBy[number] = i - entered.upTo(turns[number]);
      entered.add(turns[number]);
    }
    for (int number = 1; number < turns.length; number++)
      if (counts(number) && history.enteredAt(number) == TicketHistory.NEVER)
        passedBy[number] = size - entered.upTo(turns[number]);
  }

  /** Whether it was neither called nor gone before the draw. */
  private boolean counts(int number) {
    return history.joinedMs(number) > 0
        && Math.min(history.calledAt(number), history.endedAt(number)) > history.drawnAt();
  }

  private void nameCauses() {
    int[] numbers = new int[turns.length];
    for (int number = 1; number < turns.length; number++) numbers[turns[number]] = number;
    int firstCall = TicketHistory.NEVER;
    for (int turn = turns.length - 1; turn >= 1; turn--) {
      int number = numbers[turn];
      if (!counts(number)) continue;
      int stoodUntil = Math.min(history.calledAt(number), history.endedAt(number));
      if (firstCall < stoodUntil) name(number, OvertakeCause.NONE);
      else if (passedBy[number] > 0) name(number, cause(history, number));
      firstCall = Math.min(firstCall, history.calledAt(number));
    }
  }

  private static OvertakeCause cause(TicketHistory history, int number) {
    boolean ended = history.endedAt(number) != TicketHistory.NEVER;
    boolean entered = history.enteredAt(number) != TicketHistory.NEVER;
    if (history.returns(number) > 0) return OvertakeCause.RETURNED;
    if (history.lapses(number) > 0) return OvertakeCause.AWAY;
    if (entered || !ended) return OvertakeCause.SLOWER;
    return history.cause(number) == TicketHistory.EPOCH ? OvertakeCause.EPOCH : OvertakeCause.LEFT;
  }

  private void name(int number, OvertakeCause cause) {
    causes[number] = (byte) (cause.ordinal() + 1);
    people[cause.ordinal()]++;
    passes[cause.ordinal()] += passedBy[number];
  }

  /** A Fenwick tree: how many were added up to a turn. */
  private static final class Sums {
    private final int[] tree;

    Sums(int size) {
      tree = new int[size];
    }

    void add(int turn) {
      for (int at = turn; at < tree.length; at += at & -at) tree[at]++;
    }

    int upTo(int turn) {
      int sum = 0;
      for (int at = turn; at > 0; at -= at & -at) sum += tree[at];
      return sum;
    }
  }
}
