package io.tidegate.gate.sight;

import io.tidegate.http.server.Exchange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Notes what becomes of one request on its way to an upstream, and counts it there. With the
 * exchange of its client, it tells the access log where the reply came from. Confined to one event
 * loop.
 */
public final class ForwardTrace {

  private static final double NS_PER_MS = 1e6;

  private final LoopCounts counts;
  private final String upstream;
  private final long beganNs = System.nanoTime();

  private String endpoint = "";
  private int attempts;
  private long attemptNs;
  private long connectedNs;
  private long headNs;
  private long sentBytes;
  private long receivedBytes;

  /** Counts of the endpoint of the attempt under way; null between attempts. */
  private @Nullable EndpointCounts at;

  ForwardTrace(LoopCounts counts, String upstream) {
    this.counts = counts;
    this.upstream = upstream;
  }

  /** What is attached to an exchange and knows its trace. */
  public interface Carrier {

    /** Null before there is one. */
    @Nullable ForwardTrace trace();
  }

  /** That of a request; null where it went to no upstream. */
  static @Nullable ForwardTrace of(Exchange exchange) {
    return exchange.attachment() instanceof Carrier carrier ? carrier.trace() : null;
  }

  // ---- told by who forwards ----

  /** An endpoint was chosen. */
  public void attempt(String endpoint) {
    this.endpoint = endpoint;
    attempts++;
    attemptNs = System.nanoTime();
    connectedNs = 0;
    sentBytes = 0;
    receivedBytes = 0;
    EndpointCounts of = counts.of(upstream, endpoint);
    at = of;
    if (attempts > 1) of.retried();
  }

  /** There is a connection to it, and the request is being sent. */
  public void connected(boolean reused) {
    connectedNs = System.nanoTime();
    if (at != null) at.connected(reused);
  }

  /** More of the request's body was sent. */
  public void sent(int bytes) {
    sentBytes += bytes;
  }

  /** The head of the response is here. */
  public void head(int status) {
    headNs = System.nanoTime();
    if (at != null) at.head(status, headNs - attemptNs);
  }

  /** More of the response's body is here. */
  public void received(int bytes) {
    receivedBytes += bytes;
  }

  /** The attempt is over; what is said of it after that changes nothing. */
  public void ended(AttemptEnd end) {
    EndpointCounts of = at;
    at = null;
    if (of != null) of.ended(end, System.nanoTime() - attemptNs, sentBytes, receivedBytes);
  }

  // ---- read when it is answered ----

  /** Where it was to go. */
  public String upstream() {
    return upstream;
  }

  /** Where it went last; empty if it went nowhere. */
  public String endpoint() {
    return endpoint;
  }

  /** How often it was sent, or tried to be. */
  public int attempts() {
    return attempts;
  }

  /** From the route to the head of the response, in ns; -1 without one. */
  public long headNs() {
    return headNs == 0 ? -1 : headNs - beganNs;
  }

  /**
   * Value of {@code Server-Timing}, once the head is here: how long it waited for its turn at an
   * endpoint (with all that failed before), for a connection, and for the head.
   */
  public String serverTiming() {
    return String.format(
        Locale.ROOT,
        "queue;dur=%.1f, connect;dur=%.1f, upstream;dur=%.1f",
        (attemptNs - beganNs) / NS_PER_MS,
        (connectedNs - attemptNs) / NS_PER_MS,
        (headNs - connectedNs) / NS_PER_MS);
  }
}
