package io.tidegate.api.cluster;

import io.tidegate.store.home.Member;
import io.tidegate.store.log.LogPosition;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an operator wants to know of the instances that share a log. */
@FunctionalInterface
public interface ClusterPort {

  /**
   * How an instance sees its cluster.
   *
   * @param home where the log is, without credentials
   * @param instance the one that says this
   * @param role what it does, one word
   * @param leader who leads; null if this instance does not know
   * @param term the highest that it has read
   * @param end behind the last record that it has applied
   * @param obstacle why it refuses commands until a person has looked at it; null if it does not
   * @param members everybody who said lately that it is there, this one too
   */
  record Report(
      String home,
      UUID instance,
      String role,
      @Nullable UUID leader,
      long term,
      LogPosition end,
      @Nullable String obstacle,
      List<Member> members) {}

  /** As of now. Any thread; must not wait. */
  Report report();
}
