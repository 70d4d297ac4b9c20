package io.tidegate.gate.forward;

import io.tidegate.gate.upstream.Upstream;

/** The visit of a client who came through a waiting room. On the exchange's event loop. */
public interface Visit {

  /** Field of requests by which the upstream is told whose visit it is; nobody else can set it. */
  String VISITOR_FIELD = "Tidegate-Visitor";

  /** Field of responses by which the upstream says {@code end} or {@code renew}. */
  String VISIT_FIELD = "Tidegate-Visit";

  /** Value of {@link #VISITOR_FIELD}. */
  String visitor();

  /** A request of it goes to this upstream. */
  void goesOn(Upstream to);

  /**
   * The upstream says what becomes of the visit.
   *
   * @param word value of {@link #VISIT_FIELD}
   * @return header lines for the client, each with its CRLF
   */
  byte[] told(String word);

  /**
   * The upstream has as many requests as it may, and this one was refused.
   *
   * @param body dropped where the client waits
   * @return true if the client waits instead, and is answered by that
   */
  boolean waits(RequestBody body);
}
