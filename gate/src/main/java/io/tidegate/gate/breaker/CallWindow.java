package io.tidegate.gate.breaker;

/** What became of the last calls. Confined to its breaker. */
sealed interface CallWindow {

  /** A call ended. */
  void add(boolean failed, boolean slow, long nowNs);

  /** Calls in the window. */
  int calls();

  /** Those of them that failed. */
  int failures();

  /** Those of them that were slow. */
  int slow();

  /** The last so many calls: one byte each, in a ring. */
  final class Counted implements CallWindow {
    private static final int FAILED = 1;
    private static final int SLOW = 2;

    private final byte[] ring;
    private int next;
    private int calls;
    private int failures;
    private int slow;

    Counted(int size) {
      ring = new byte[size];
    }

    @Override
    public void add(boolean failed, boolean slow, long nowNs) {
      if (calls == ring.length) count(ring[next], -1);
      ring[next] = (byte) ((failed ? FAILED : 0) | (slow ? SLOW : 0));
      count(ring[next], 1);
      next = (next + 1) % ring.length;
    }

    private void count(byte call, int by) {
      calls += by;
      if ((call & FAILED) != 0) failures += by;
      if ((call & SLOW) != 0) slow += by;
    }

    @Override
    public int calls() {
      return calls;
    }

    @Override
    public int failures() {
      return failures;
    }

    @Override
    public int slow() {
      return slow;
    }
  }

  /** The calls of the last so many seconds: sums of each second, in a ring. */
  final class Timed implements CallWindow {
    private static final long SECOND_NS = 1_000_000_000L;

    private final int[] calls;
    private final int[] failures;
    private final int[] slow;
    private int allCalls;
    private int allFailures;
    private int allSlow;
    private long second = Long.MIN_VALUE;

    Timed(int seconds) {
      calls = new int[seconds];
      failures = new int[seconds];
      slow = new int[seconds];
    }

    @Override
    public void add(boolean failed, boolean slow, long nowNs) {
      advance(Math.floorDiv(nowNs, SECOND_NS));
      int at = Math.floorMod(second, calls.length);
      calls[at]++;
      allCalls++;
      if (failed) {
        failures[at]++;
        allFailures++;
      }
      if (slow) {
        this.slow[at]++;
        allSlow++;
      }
    }

    private void advance(long to) {
      if (to <= second) return; // another thread read its clock a moment before
      long from = second == Long.MIN_VALUE ? to - 1 : Math.max(second, to - calls.length);
      for (long gone = from + 1; gone <= to; gone++) {
        int at = Math.floorMod(gone, calls.length);
        allCalls -= calls[at];
        allFailures -= failures[at];
        allSlow -= slow[at];
        calls[at] = 0;
        failures[at] = 0;
        slow[at] = 0;
      }
      second = to;
    }

    @Override
    public int calls() {
      return allCalls;
    }

    @Override
    public int failures() {
      return allFailures;
    }

    @Override
    public int slow() {
      return allSlow;
    }
  }
}
