package io.tidegate.http.server;

import io.netty.channel.Channel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

/**
 * What lies between the socket and HTTP: nothing, or TLS. The three places where that makes a
 * difference. Called on event loops; one object serves all connections.
 */
public interface Transport {

  /** HTTP directly on TCP. */
  Transport PLAIN = new Transport() {};

  /** Puts its handlers into the pipeline of a new connection, before those of HTTP. */
  default void install(Channel channel) {}

  /** Tells the client that nothing more comes, and goes on receiving. */
  @SuppressWarnings("FutureReturnValueIgnored") // what matters arrives as an event
  default void endOutput(Channel channel) {
    ((DuplexChannel) channel).shutdownOutput();
  }

  /** Whether this event of the pipeline says that the client sends no more. */
  default boolean endsInput(Object event) {
    return event instanceof ChannelInputShutdownEvent;
  }
}
