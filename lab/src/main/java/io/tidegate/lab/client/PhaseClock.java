package io.tidegate.lab.client;

/**
 * The moments at which one exchange went from phase to phase, ns of {@link System#nanoTime}; 0
 * before they came.
 */
final class PhaseClock {

  final long startNs = System.nanoTime();
  long dialNs;
  long lookedUpNs;
  long connectedNs;
  long handshakenNs;
  long readyNs;
  long sentNs;
  long firstByteNs;
  long endNs;
  long sentBytes;
  long receivedBytes;

  /** The request goes out once more; what it took so far was in vain. */
  void again() {
    readyNs = 0;
    sentNs = 0;
  }

  /** The moments of a stream, whose reply may begin before its request was all sent. */
  void set(long ready, long sent, long firstByte, long end) {
    readyNs = ready;
    sentNs = sent;
    firstByteNs = firstByte == 0 ? 0 : Math.max(firstByte, sent);
    endNs = end == 0 ? 0 : Math.max(end, Math.max(sent, firstByteNs));
  }

  /** It is over, however it went. */
  void end() {
    if (endNs == 0) endNs = System.nanoTime();
  }

  /** What the phases took, once it is over. */
  Timings timings() {
    return new Timings(
        phase(startNs, readyNs),
        phase(dialNs, lookedUpNs),
        phase(lookedUpNs, connectedNs),
        phase(connectedNs, handshakenNs),
        phase(readyNs, sentNs),
        phase(sentNs, firstByteNs),
        phase(firstByteNs, endNs));
  }

  /** A phase that was not left lasted until the end. */
  private double phase(long fromNs, long toNs) {
    return fromNs == 0 ? 0 : ((toNs == 0 ? endNs : toNs) - fromNs) / 1e6;
  }
}
