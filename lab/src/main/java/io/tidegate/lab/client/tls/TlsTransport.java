package io.tidegate.lab.client.tls;

import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.transport.TcpTransport;
import io.tidegate.lab.client.transport.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS over one TCP connection: the JDK's engine, driven by whoever reads or writes. */
public final class TlsTransport implements Transport {

  /** As ALPN calls it (RFC 9113 §3.1). */
  static final String HTTP_2 = "h2";

  private static final int FIRST_BYTES = 4 * 1024;
  private static final byte[] NOTHING = {};

  private final TcpTransport tcp;
  private final SSLEngine engine;
  private final TlsContext context;

  /** Records as they came, of which {@code [position, limit)} is not read yet. */
  private ByteBuffer records = ByteBuffer.allocate(FIRST_BYTES).limit(0);

  /** What was in the last record and is not read yet; lent, null if all is read. */
  private @Nullable ByteBuffer plain;

  TlsTransport(TcpTransport tcp, SSLEngine engine, TlsContext context) {
    this.tcp = tcp;
    this.engine = engine;
    this.context = context;
  }

  /**
   * Agrees on keys, and on who the server is.
   *
   * @throws Fault if there is no agreement
   * @throws IOException if the connection breaks meanwhile
   */
  public void handshake() throws Fault, IOException {
    try {
      engine.beginHandshake();
      agree();
    } catch (SSLException e) {
      sayWhy();
      throw fault(e);
    } catch (EOFException _) {
      throw Fault.generic("EOF");
    }
  }

  private void agree() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> sendRecords(NOTHING, 0, 0);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (unwrap() == Status.BUFFER_UNDERFLOW && !readRecords()) throw new EOFException("EOF");
        }
        case NEED_TASK -> runTasks();
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask())
      task.run();
  }

  /** The server learns from an alert why we go; if it does not, nothing is lost. */
  private void sayWhy() {
    try {
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) sendRecords(NOTHING, 0, 0);
    } catch (IOException _) {
      // It has gone before us.
    }
  }

  private static Fault fault(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateFault certificate) return certificate.fault();
    }
    String why = String.valueOf(e.getMessage());
    String alert = "Received fatal alert: ";
    if (why.contains(alert))
      why =
          "remote error: tls: "
              + why.substring(why.indexOf(alert) + alert.length())
                  .replace('_', ' ')
                  .toLowerCase(Locale.ROOT);
    else if (why.contains("nrecognized SSL message"))
      why = "tls: first record does not look like a TLS handshake";
    else why = "tls: " + why;
    return new Fault(Fault.TLS, why);
  }

  /** Whether the server has chosen it. */
  public boolean isHttp2() {
    return HTTP_2.equals(engine.getApplicationProtocol());
  }

  /** As scripts call it. */
  public String version() {
    return TlsVersion.idOf(engine.getSession().getProtocol());
  }

  /** By its standard name. */
  public String cipherSuite() {
    return engine.getSession().getCipherSuite();
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    while (plain == null) {
      Status status = records.hasRemaining() ? unwrap() : Status.BUFFER_UNDERFLOW;
      if (status == Status.CLOSED) return -1;
      if (status == Status.BUFFER_UNDERFLOW && !readRecords()) {
        // Go takes the end of the connection for the end of the data, if it is not within a record.
        if (records.hasRemaining()) throw new EOFException("unexpected EOF");
        return -1;
      }
      if (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) agree();
    }
    ByteBuffer got = plain;
    int count = Math.min(length, got.remaining());
    got.get(into, from, count);
    if (!got.hasRemaining()) {
      plain = null;
      context.takeBack(got);
    }
    return count;
  }

  /** Opens one record; what was in it is {@link #plain} then. */
  private Status unwrap() throws SSLException {
    ByteBuffer into = context.lend();
    SSLEngineResult result = engine.unwrap(records, into);
    if (result.bytesProduced() > 0) plain = into.flip();
    else context.takeBack(into);
    if (result.getStatus() == Status.BUFFER_OVERFLOW)
      throw new SSLException("a record is larger than TLS allows");
    return result.getStatus();
  }

  /** Waits for more; false at the end. */
  private boolean readRecords() throws IOException {
    if (!records.hasRemaining()) records.clear().limit(0);
    if (records.limit() == records.capacity()) makeRoom();
    int end = records.limit();
    int count = tcp.read(records.array(), end, records.capacity() - end);
    if (count > 0) records.limit(end + count);
    return count > 0;
  }

  private void makeRoom() {
    boolean full = records.remaining() > records.capacity() / 2;
    records =
        full
            ? ByteBuffer.allocate(2 * records.capacity()).put(records).flip()
            : records.compact().flip();
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    sendRecords(bytes, from, length);
  }

  /** One at a time: who reads may have to answer, as to an update of keys. */
  @SuppressWarnings("ByteBufferBackingArray") // what the context lends begins with its array
  private synchronized void sendRecords(byte[] bytes, int from, int length) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(bytes, from, length);
    ByteBuffer record = context.lend();
    try {
      do {
        SSLEngineResult result = engine.wrap(source, record.clear());
        if (record.position() > 0) tcp.write(record.array(), 0, record.position());
        if (result.getStatus() == Status.CLOSED && source.hasRemaining())
          throw new IOException("Broken pipe");
      } while (source.hasRemaining());
    } finally {
      context.takeBack(record);
    }
  }

  @Override
  public boolean isQuiet() {
    return plain == null && !records.hasRemaining() && tcp.isQuiet();
  }

  @Override
  public void close() {
    tcp.close();
  }
}
