package io.tidegate.lab.script;

/** What a script may ask of the run that it is part of. Any thread. */
public interface RunInfo {

  /** Since its start, ms. */
  double runMs();

  /** Iterations that ended. */
  long iterationsCompleted();

  /** Iterations that were cut off. */
  long iterationsInterrupted();

  /** Users that run one. */
  int vusActive();

  /** Users that are there. */
  int vusInitialized();

  /** The part of a scenario that is over, in [0, 1]. */
  double progress(String scenario);

  /** When a scenario began, epoch ms. */
  double startMs(String scenario);

  /** The options that hold, as JSON. */
  String optionsJson();

  /** Ends the run. */
  void abort(String reason);

  /** The run goes on, and has failed. */
  void fail(String reason);
}
