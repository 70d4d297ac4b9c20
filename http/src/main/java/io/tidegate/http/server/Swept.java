package io.tidegate.http.server;

/** What a loop looks after: it ends what has taken too long, and what is idle when it stops. */
interface Swept {

  /** Where the loop keeps it. */
  int slot();

  void slot(int slot);

  void sweep(long nowNs);

  /** The server stops. */
  void stop();
}
