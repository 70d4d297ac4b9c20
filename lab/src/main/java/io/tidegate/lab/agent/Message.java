package io.tidegate.lab.agent;

import io.tidegate.lab.engine.ExitCode;
import io.tidegate.lab.watch.SelfCheck;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a coordinator and an agent tell each other, once they know each other. */
sealed interface Message {

  // ---- either ----

  /** The sender is there; sent every second. */
  record Alive() implements Message {}

  // ---- of the coordinator ----

  /** What time is it there? */
  record AskTime() implements Message {}

  /** A file of the script. */
  record ScriptFile(Path path, byte[] bytes) implements Message {}

  /** Another name of one. */
  record ScriptLink(Path path, Path real) implements Message {}

  /**
   * The run, behind its files.
   *
   * @param optionsJson all options that hold, with the agent's own part of the load
   * @param rps requests a second at most of this agent; 0 for any
   */
  record Job(Path script, String optionsJson, Map<String, String> env, double rps)
      implements Message {}

  /**
   * The load begins.
   *
   * @param atNs on the agent's monotonic clock
   */
  record Start(long atNs, @Nullable String setupJson) implements Message {}

  /** The load ends now. */
  record Stop() implements Message {}

  /** Nothing more is wanted. */
  record Done() implements Message {}

  // ---- of the agent ----

  /**
   * The time there.
   *
   * @param monotonicNs which no change of its clock moves
   * @param epochMs of its clock
   */
  record Time(long monotonicNs, long epochMs) implements Message {}

  /** The users that are to be there at the start are there. */
  record Prepared() implements Message {}

  /** Something to be told. */
  record Log(String level, String text, Map<String, String> fields) implements Message {}

  /** What was measured in one interval, as an {@code IntervalCodec} has it. */
  record Measured(byte[] interval) implements Message {}

  /** The run has to end before its time. */
  record EndRun(ExitCode code, String reason) implements Message {}

  /** The run goes on, and has failed. */
  record FailRun(String reason) implements Message {}

  /** The load has ended; nothing more follows. */
  record Ended(long interrupted, SelfCheck health) implements Message {}
}
