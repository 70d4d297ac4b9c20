package io.tidegate.lab.recording;

/**
 * What one agent did of a run whose load several of them made.
 *
 * @param name as it was named
 * @param share of the load, in [0, 1]
 * @param p95Ms of its requests; NaN without any
 * @param cpu mean part of all cores of its machine that it took; NaN where it was lost
 * @param latenessP99Ms of its own threads; NaN where it was lost
 * @param clockMs by how much its start may differ from the others'
 * @param end how it ended
 */
public record AgentPart(
    String name,
    double share,
    long iterations,
    long requests,
    long failed,
    double p95Ms,
    double cpu,
    double latenessP99Ms,
    double clockMs,
    End end) {

  /** How an agent's part of a run ended. */
  public enum End {
    /** In order. */
    ENDED,
    /** In order, but it met a limit of its own. */
    LIMITED,
    /** It was gone before its end. */
    LOST
  }
}
