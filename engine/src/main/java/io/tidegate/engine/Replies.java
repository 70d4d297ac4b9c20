package io.tidegate.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands answered requests back. One thread at a time for one request. */
public final class Replies {

  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

  private Replies() {}

  /**
   * Hands answered requests to their reply sinks: one task a sink, however many requests, since
   * handing over costs more than deciding.
   */
  public static void deliver(List<Request> answered) {
    if (answered.isEmpty()) return;
    IdentityHashMap<ReplySink, List<Request>> bySink = new IdentityHashMap<>();
    for (Request request : answered)
      bySink.computeIfAbsent(request.replySink(), _ -> new ArrayList<>()).add(request);
    bySink.forEach(Replies::deliver);
  }

  /** Hands requests back without a result: nobody knows whether they took effect, or will. */
  public static void refuse(List<Request> requests) {
    requests.forEach(request -> request.result(null));
    deliver(requests);
  }

  /** A reply sink that throws has lost its thread and its connections; the others have not. */
  private static void deliver(ReplySink replySink, List<Request> answered) {
    try {
      replySink.deliver(answered);
    } catch (RuntimeException e) {
      LOG.error("{} answers could not be handed over.", answered.size(), e);
    }
  }
}
