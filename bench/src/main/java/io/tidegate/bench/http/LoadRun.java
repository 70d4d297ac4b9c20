package io.tidegate.bench.http;

import io.tidegate.bench.load.Outcome;
import io.tidegate.bench.machine.Usage;

/**
 * One subject under one load for some seconds.
 *
 * @param cpuNs what the subject's process used meanwhile
 * @param residentBytes the subject's memory at the end
 */
record LoadRun(Outcome outcome, long cpuNs, long residentBytes) {

  static LoadRun between(Usage before, Usage after, Outcome outcome) {
    return new LoadRun(outcome, after.cpuNs() - before.cpuNs(), after.residentBytes());
  }

  double perSecond() {
    return outcome.perSecond();
  }

  /** The server's CPU, µs a request. */
  double cpuUs() {
    return cpuNs / 1e3 / outcome.requests();
  }

  /** The generator's CPU, µs a request. */
  double generatorUs() {
    return outcome.generatorCpuNs() / 1e3 / outcome.requests();
  }
}
