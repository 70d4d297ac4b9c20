package io.tidegate.gate.forward;

import io.netty.buffer.ByteBuf;
import io.tidegate.gate.balance.Affinity;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.http.server.HttpLoop;

/** What is asked of an upstream: by a client, or by the gate for several of them. */
public interface ForwardedRequest {

  /** The event loop it lives on. */
  HttpLoop loop();

  /** Its head, written for this endpoint. To be released by the caller. */
  ByteBuf head(Endpoint endpoint);

  /** Whether its method is HEAD. */
  boolean isHead();

  /** Whether it asks for another protocol. */
  default boolean asksUpgrade() {
    return false;
  }

  /** Whether the same may be asked twice and be done once. */
  boolean isIdempotent();

  /** The same for requests that belong together by that, so that the same endpoint serves them. */
  long hash(Affinity affinity);

  /** Who goes first where not all can go. */
  Priority priority();

  /** Its body, {@link RequestBody#NONE} without one. */
  RequestBody body();

  /** Whether the body goes on in chunks. */
  boolean isChunked();

  /** Has the client send the body that it holds back. */
  default void sendContinue() {}

  /** The body will never be whole. */
  default void bodyBroken() {}

  /** More of the body can be taken again, or of what comes in another protocol. */
  default void resume() {}
}
