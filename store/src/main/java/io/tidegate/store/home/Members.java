package io.tidegate.store.home;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * The instances that share a home, as they say themselves. This informs; it decides nothing: who
 * leads is what the log says. One thread.
 */
public interface Members {
  /**
   * Who has said nothing for this long is no longer listed, in milliseconds of the home's clock.
   */
  int LISTED_MS = 10_000;

  /**
   * Says that this instance is here and how it is, in place of what it said before.
   *
   * @return everybody who is listed, this one among them, in the order of their instances
   * @throws IOException if the home cannot be asked now
   */
  List<Member> beat(Member self) throws IOException;

  /**
   * Everybody who is listed, for whoever is no instance.
   *
   * @throws IOException if the home cannot be asked now
   */
  List<Member> listed() throws IOException;

  /**
   * Removes an instance that ends.
   *
   * @throws IOException if the home cannot be asked now; the entry then runs out by itself
   */
  void leave(UUID instance) throws IOException;
}
