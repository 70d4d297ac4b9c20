package io.tidegate.gate.balance;

/** An endpoint as a test wants it. */
final class TestCandidate implements Candidate {

  final String name;
  double weight = 1;
  int inFlight;
  double latencyNs;
  double failing;
  int chosen;

  TestCandidate(String name) {
    this.name = name;
  }

  TestCandidate weighing(double weight) {
    this.weight = weight;
    return this;
  }

  TestCandidate inFlight(int inFlight) {
    this.inFlight = inFlight;
    return this;
  }

  TestCandidate latencyMs(double ms) {
    latencyNs = ms * 1e6;
    return this;
  }

  TestCandidate failing(double failing) {
    this.failing = failing;
    return this;
  }

  @Override
  public long identity() {
    return Mix.of(name);
  }

  @Override
  public int inFlight() {
    return inFlight;
  }

  @Override
  public double weight(long nowNs) {
    return weight;
  }

  @Override
  public double peakNs(long nowNs) {
    return latencyNs;
  }

  @Override
  public double meanNs() {
    return latencyNs;
  }

  @Override
  public double meanNs(long nowNs) {
    return latencyNs;
  }

  @Override
  public double failing(long nowNs) {
    return failing;
  }

  @Override
  public String toString() {
    return name;
  }
}
