package io.tidegate.bench;

import io.tidegate.bench.crash.ClusterBench;
import io.tidegate.bench.crash.CrashBench;
import io.tidegate.bench.http.CollectorBench;
import io.tidegate.bench.http.DrawBench;
import io.tidegate.bench.http.FeedBench;
import io.tidegate.bench.http.GateBench;
import io.tidegate.bench.http.ReadBench;
import io.tidegate.bench.http.StatusBench;
import io.tidegate.bench.http.WriteBenches;
import io.tidegate.bench.journal.JournalBench;
import io.tidegate.bench.lab.LabBench;
import io.tidegate.bench.overload.OverloadBench;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.scale.ScaleBench;
import io.tidegate.bench.start.StartBench;
import io.tidegate.bench.waiting.WaitingBench;

/** The benches by name, in the order in which {@code all} runs them. */
public enum Benches {
  /** Durable claims over HTTP, beside nginx answering a fixed 200. */
  CLAIMS,
  /** The same when nothing is left. */
  SOLDOUT,
  /** Joins of the room. */
  TOKENS,
  /** List, dates, seats, status, place. */
  READS,
  /** The status of a room, polled and streamed, and what a million people would cost. */
  STATUS,
  /** A page of posts: bytes, CPU, and through a line of 100 Mbit/s. */
  FEED,
  /** Openings of rooms that draw: how long anybody waits meanwhile. */
  DRAW,
  /** The gate before a service, beside nginx, HAProxy and Spring Cloud Gateway. */
  GATE,
  /** A million people who wait at the gate. */
  WAITING,
  /**
   * More than a service of one, two or three instances can do, and what a queue before it costs.
   */
  OVERLOAD,
  /** The load lab beside k6. */
  LAB,
  /** The same load under each garbage collector. */
  COLLECTORS,
  /** The store alone, beside raw forces of the same file system. */
  JOURNAL,
  /** From exec to ready with a million of everything, and snapshots meanwhile. */
  START,
  /** Kills under load, and what is left. */
  CRASH,
  /** The same with three instances that share a PostgreSQL. */
  CLUSTER,
  /**
   * A sale by ours and by designs of others, on PostgreSQL and Redis, audited, also after kills.
   */
  SCALE;

  /** Measures; takes minutes. */
  Report measure(Setting setting) throws Exception {
    return switch (this) {
      case CLAIMS -> WriteBenches.claims(setting);
      case SOLDOUT -> WriteBenches.soldOut(setting);
      case TOKENS -> WriteBenches.tokens(setting);
      case READS -> ReadBench.measure(setting);
      case STATUS -> StatusBench.measure(setting);
      case FEED -> FeedBench.measure(setting);
      case DRAW -> DrawBench.measure(setting);
      case GATE -> GateBench.measure(setting);
      case WAITING -> WaitingBench.measure(setting);
      case OVERLOAD -> OverloadBench.measure(setting);
      case LAB -> LabBench.measure(setting);
      case COLLECTORS -> CollectorBench.measure(setting);
      case JOURNAL -> JournalBench.measure(setting);
      case START -> StartBench.measure(setting);
      case CRASH -> CrashBench.measure(setting);
      case CLUSTER -> ClusterBench.measure(setting);
      case SCALE -> ScaleBench.measure(setting);
    };
  }
}
