package io.tidegate.lab.client;

import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.fault.Faults;
import io.tidegate.lab.client.tls.TlsContext;
import io.tidegate.lab.client.tls.TlsTransport;
import io.tidegate.lab.client.transport.TcpTransport;
import io.tidegate.lab.client.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/** Opens the connections of one user. Any thread of that user. */
final class Dialer {

  /** k6 waits no longer for a connection, whatever the time-out. */
  private static final long DIAL_NS_MAX = 30_000_000_000L;

  private final Network network;
  private final @Nullable InetAddress local;

  /**
   * @param local address to come from, null for the system's choice
   */
  Dialer(Network network, @Nullable InetAddress local) {
    this.network = network;
    this.local = local;
  }

  /**
   * A connection on which nothing was said yet.
   *
   * @param transport TLS over {@code tcp}, or that itself
   * @param http2 whether the server has chosen that
   */
  record Dialed(TcpTransport tcp, Transport transport, Peer peer, boolean http2) {}

  /**
   * Opens a connection; its phases are noted in {@code clock}.
   *
   * @param http2 whether the server may choose that
   */
  Dialed dial(HttpUrl url, boolean http2, long deadlineNs, PhaseClock clock)
      throws Fault, InterruptedException {
    Network.Detour detour = network.detour();
    TlsContext secure = url.isSecure() && detour == null ? network.tls() : null;
    clock.dialNs = System.nanoTime();
    InetSocketAddress remote =
        detour == null
            ? network.resolver().resolve(url.host(), url.port(), deadlineNs)
            : detour.insteadOf(url);
    clock.lookedUpNs = System.nanoTime();
    TcpTransport tcp = connect(remote, deadlineNs);
    clock.connectedNs = System.nanoTime();
    TlsTransport tls = secure == null ? null : secure.over(tcp, url.host(), http2);
    if (tls == null) clock.handshakenNs = clock.connectedNs;
    else handshake(tls, tcp, deadlineNs, clock);
    return new Dialed(
        tcp, tls == null ? tcp : tls, peer(remote, tls), tls != null && tls.isHttp2());
  }

  private static Peer peer(InetSocketAddress remote, @Nullable TlsTransport tls) {
    return new Peer(
        remote.getAddress().getHostAddress(),
        remote.getPort(),
        tls == null ? null : tls.version(),
        tls == null ? null : tls.cipherSuite());
  }

  private TcpTransport connect(InetSocketAddress remote, long deadlineNs)
      throws Fault, InterruptedException {
    long dialUntilNs = System.nanoTime() + DIAL_NS_MAX;
    boolean sooner = dialUntilNs - deadlineNs < 0;
    TcpTransport tcp = open(remote);
    try {
      tcp.begin(sooner ? dialUntilNs : deadlineNs);
      tcp.connect(remote, local);
      if (tcp.end()) return tcp;
    } catch (ClosedByInterruptException _) {
      tcp.close();
      throw Exchange.interrupted();
    } catch (IOException e) {
      tcp.close();
      if (!tcp.isExpired()) throw Faults.dialing(e, remote);
    }
    throw sooner ? Faults.dialTimeout(remote) : Fault.timeout();
  }

  private TcpTransport open(InetSocketAddress remote) throws Fault {
    try {
      return TcpTransport.open(remote.getAddress(), network.deadlines());
    } catch (IOException e) {
      throw Faults.dialing(e, remote);
    }
  }

  private static void handshake(
      TlsTransport tls, TcpTransport tcp, long deadlineNs, PhaseClock clock)
      throws Fault, InterruptedException {
    boolean agreed = false;
    try {
      tcp.begin(deadlineNs);
      tls.handshake();
      agreed = tcp.end();
      if (!agreed) throw Fault.timeout();
      clock.handshakenNs = System.nanoTime();
    } catch (ClosedByInterruptException _) {
      throw Exchange.interrupted();
    } catch (IOException e) {
      throw tcp.isExpired() ? Fault.timeout() : Faults.reading(e);
    } finally {
      if (!agreed) {
        clock.sentBytes += tcp.sentBytes();
        clock.receivedBytes += tcp.receivedBytes();
        tcp.close();
      }
    }
  }
}
