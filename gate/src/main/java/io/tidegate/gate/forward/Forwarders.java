package io.tidegate.gate.forward;

import io.tidegate.http.server.HttpLoop;
import org.jspecify.annotations.Nullable;

/** The forwarder of each event loop, made when it is first asked for. */
public final class Forwarders {

  private final @Nullable Forwarder[] made;

  /**
   * @param loops how many event loops there are
   */
  public Forwarders(int loops) {
    made = new Forwarder[loops];
  }

  /** That of a loop; called on its thread. */
  public Forwarder of(HttpLoop loop) {
    Forwarder own = made[loop.index()];
    if (own == null) {
      own = new Forwarder(loop);
      made[loop.index()] = own;
    }
    return own;
  }
}
