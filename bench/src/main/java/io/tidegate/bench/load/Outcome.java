package io.tidegate.bench.load;

/**
 * What came of a load.
 *
 * @param requests answered
 * @param seconds it took
 * @param errors requests that were not answered, or not with the status expected
 * @param problem the first error in words; empty if there was none
 * @param generatorCpuNs what asking cost the asker
 */
public record Outcome(
    long requests, double seconds, long errors, String problem, long generatorCpuNs) {

  /** Both, one after the other. */
  public Outcome plus(Outcome next) {
    return new Outcome(
        requests + next.requests,
        seconds + next.seconds,
        errors + next.errors,
        problem.isEmpty() ? next.problem : problem,
        generatorCpuNs + next.generatorCpuNs);
  }

  /** Replies a second. */
  public double perSecond() {
    return requests / seconds;
  }
}
