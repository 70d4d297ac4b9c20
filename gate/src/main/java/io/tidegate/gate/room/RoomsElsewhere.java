package io.tidegate.gate.room;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the rooms of a gate are that has none of its own: at instances of the service.
 *
 * @param instances at which addresses instances reach one another, {@code host:port} each, at least
 *     one
 * @param secrets folder with the instances' secrets: what a link needs, and the keys of tickets and
 *     passes
 */
public record RoomsElsewhere(List<String> instances, Path secrets) {

  /** Addresses at most. */
  public static final int INSTANCES_MOST = 100;

  /** Checks the bounds. */
  public RoomsElsewhere {
    instances = List.copyOf(instances);
    if (instances.isEmpty() || instances.size() > INSTANCES_MOST)
      throw new IllegalArgumentException(
          "instances must be in [1, " + INSTANCES_MOST + "] addresses, not " + instances.size());
  }
}
