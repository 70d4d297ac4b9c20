package io.tidegate.bench.peer;

import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A server on this machine that is measured. */
public interface Subject extends AutoCloseable {

  /** What the tables call it. */
  String name();

  /** Where it listens, on 127.0.0.1. */
  int port();

  /** What it has used so far. */
  Usage usage();

  /** Status of its reply to what is asked. */
  int expected();

  /** Whether it is our service, and no peer. */
  default boolean ours() {
    return false;
  }

  /** Whether it speaks TLS, with HTTP/2 for who wants it, and nothing else. */
  default boolean tls() {
    return false;
  }

  /** Ends it and waits for its end. */
  @Override
  void close();

  /** A port that is free just now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
