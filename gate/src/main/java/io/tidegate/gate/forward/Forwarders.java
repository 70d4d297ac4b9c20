package io.tidegate.gate.forward;

import io.tidegate.gate.sight.GateCounts;
import io.tidegate.http.server.HttpLoop;
import org.jspecify.annotations.Nullable;

/** The forwarder of each event loop, made when it is first asked for. */
public final class Forwarders {

  private final @Nullable Forwarder[] made;
  private final GateCounts counts;
  private volatile boolean timing;

  /**
   * @param loops how many event loops there are
   * @param counts of as many
   */
  public Forwarders(int loops, GateCounts counts) {
    this.counts = counts;
    made = new Forwarder[loops];
  }

  /** Whether replies say in {@code Server-Timing} what took how long, from the next one on. */
  public void timing(boolean timing) {
    this.timing = timing;
  }

  /** That of a loop; called on its thread. */
  public Forwarder of(HttpLoop loop) {
    Forwarder own = made[loop.index()];
    if (own == null) {
      own = new Forwarder(loop, counts.loop(loop.index()), () -> timing);
      made[loop.index()] = own;
    }
    return own;
  }
}
