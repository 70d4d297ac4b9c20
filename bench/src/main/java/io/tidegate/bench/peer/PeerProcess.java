package io.tidegate.bench.peer;

import io.tidegate.bench.machine.Usage;

/**
 * A server's process that is measured and answers with 200.
 *
 * @param ours whether it is of this checkout, and no peer
 * @param tls whether it speaks TLS, with HTTP/2 for who wants it
 */
public record PeerProcess(Server server, String name, boolean ours, boolean tls)
    implements Subject {

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public Usage usage() {
    return server.usage();
  }

  @Override
  public int expected() {
    return 200;
  }

  @Override
  public void close() {
    server.close();
  }
}
