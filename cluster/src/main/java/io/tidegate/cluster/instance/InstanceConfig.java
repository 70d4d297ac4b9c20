package io.tidegate.cluster.instance;

import io.tidegate.cluster.TakeoverConfig;
import io.tidegate.core.Command;
import io.tidegate.core.Limits;
import io.tidegate.engine.EngineConfig;
import java.util.List;

/**
 * How an instance runs.
 *
 * @param name for people
 * @param address {@code host:port} where other instances reach it, empty for none
 * @param version of the program
 * @param engine bounds of the loop
 * @param limits of sales and rooms; the same on all instances
 * @param takeover waiting times
 * @param batchBytesMax bytes of a record at most; the home's bound holds as well
 * @param snapshotBytes of records between two snapshots at least, in [1 MiB, 2^40]
 * @param founding commands that whoever leads an empty log first decides in one batch
 */
public record InstanceConfig(
    String name,
    String address,
    String version,
    EngineConfig engine,
    Limits limits,
    TakeoverConfig takeover,
    int batchBytesMax,
    long snapshotBytes,
    List<Command> founding) {

  /** The usual bound of a batch. */
  public static final int BATCH_BYTES_MAX = 1 << 20;

  /** The usual distance of snapshots. */
  public static final long SNAPSHOT_BYTES = 64L << 20;

  /** Checks the bounds. */
  public InstanceConfig {
    founding = List.copyOf(founding);
    if (snapshotBytes < 1 << 20 || snapshotBytes > 1L << 40)
      throw new IllegalArgumentException(
          "cluster.snapshot-bytes must be in [1 MiB, 2^40], not " + snapshotBytes);
    if (founding.size() > engine.batchMax())
      throw new IllegalArgumentException("founding commands must fit in one batch");
  }
}
