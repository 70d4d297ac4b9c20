package io.tidegate.lab.client.tls;

import io.tidegate.lab.client.transport.TcpTransport;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** What all connections over TLS of a run share. Any thread. */
public final class TlsContext {

  private static final int BUFFERS_MAX = 64;

  /** A record and what surrounds it. */
  static final int RECORD_BYTES = 17 * 1024;

  private final TlsConfig config;
  private final SSLContext context;
  private final AtomicInteger connections = new AtomicInteger();
  private final BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(BUFFERS_MAX);

  /**
   * Reads whom the machine trusts.
   *
   * @throws IllegalArgumentException if the JDK cannot speak so; the message is for whoever asked
   *     for it
   */
  public TlsContext(TlsConfig config) {
    this.config = config;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new ClientKeys(config.certificates())},
          new TrustManager[] {new ServerTrust(config.verify(), config.trusted())},
          null);
      // Sessions are not taken up again (see engine); so none has to be kept.
      context.getClientSessionContext().setSessionCacheSize(1);
      engine("localhost", true);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS cannot be spoken so: " + e.getMessage(), e);
    }
  }

  /**
   * TLS over a connection, to be {@linkplain TlsTransport#handshake agreed} first.
   *
   * @param http2 whether the server may choose it; otherwise HTTP/1.1 is all that is offered
   */
  public TlsTransport over(TcpTransport tcp, String host, boolean http2) {
    return new TlsTransport(tcp, engine(host, http2), this);
  }

  /**
   * The JDK takes up the session that it had with the same host and port. A user would then save
   * what another user has paid for, which no crowd of real people does, and k6 does not either. So
   * each connection names a port of its own here, which nothing else is done with.
   */
  private SSLEngine engine(String host, boolean http2) {
    SSLEngine engine = context.createSSLEngine(host, connections.incrementAndGet() & 0xffff);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(
        config.versions().stream().map(TlsVersion::standardName).toArray(String[]::new));
    if (!config.cipherSuites().isEmpty())
      parameters.setCipherSuites(config.cipherSuites().toArray(String[]::new));
    parameters.setApplicationProtocols(
        http2 ? new String[] {TlsTransport.HTTP_2, "http/1.1"} : new String[] {"http/1.1"});
    SNIHostName name = serverName(host);
    if (name != null) parameters.setServerNames(List.of(name));
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Null for an address, and for what no name may be: a server then does without. */
  private static @Nullable SNIHostName serverName(String host) {
    boolean address = host.indexOf(':') >= 0 || host.charAt(host.length() - 1) <= '9';
    try {
      return address ? null : new SNIHostName(host);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** A buffer for one record, lent: a connection that waits needs none. */
  ByteBuffer lend() {
    ByteBuffer buffer = buffers.poll();
    return buffer == null ? ByteBuffer.allocate(RECORD_BYTES) : buffer.clear();
  }

  void takeBack(ByteBuffer buffer) {
    boolean _ = buffers.offer(buffer);
  }
}
