package io.tidegate.http.stream;

/** Where a stream finds what it sends. Called on event loops: must not block. */
@FunctionalInterface
public interface EventSource {

  /**
   * The newest event: the same object until there is another. Each stream asks about twenty times a
   * second, and while its client does not keep up it does not ask, so what came in between is
   * skipped.
   *
   * @param nowNs now, in {@link System#nanoTime()}
   */
  ServerEvent newest(long nowNs);
}
