package io.tidegate.http.server;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/**
 * Who is at the other end, and how they came.
 *
 * @param remote the client's address
 * @param secure whether by TLS
 * @param stream whether as a stream of HTTP/2, which has one request
 */
record Peer(InetSocketAddress remote, boolean secure, boolean stream) {

  /** In the clear, over HTTP/1.1. */
  static Peer plain(Channel channel) {
    return new Peer((InetSocketAddress) channel.remoteAddress(), false, false);
  }

  Peer stream(boolean stream) {
    return new Peer(remote, secure, stream);
  }

  Peer from(InetSocketAddress remote) {
    return new Peer(remote, secure, stream);
  }

  Peer secure(boolean secure) {
    return new Peer(remote, secure, stream);
  }
}
