package io.tidegate.lab.agent;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection between a coordinator and an agent: frames of a length and so many bytes. Any thread
 * sends, one receives.
 */
final class Link implements AutoCloseable {

  /** Bytes of a frame from a peer that is known. */
  static final int FRAME_BYTES_MOST = (256 << 20) + (1 << 16);

  /** Silence after which a peer that is known is lost: it says each second that it is there. */
  static final Duration SILENCE_MOST = Duration.ofSeconds(10);

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final ReentrantLock sending = new ReentrantLock();

  /**
   * One over a connection.
   *
   * @param silenceMost how long {@link #receive} waits
   */
  Link(Socket socket, Duration silenceMost) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    silenceMost(silenceMost);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
  }

  void silenceMost(Duration most) throws IOException {
    socket.setSoTimeout(Math.toIntExact(most.toMillis()));
  }

  /** Sends a message. */
  void send(Message message) throws IOException {
    sendFrame(MessageCodec.bytes(message));
  }

  void sendFrame(byte[] bytes) throws IOException {
    if (bytes.length > FRAME_BYTES_MOST)
      throw new IOException("a message of %,d bytes is too long".formatted(bytes.length));
    sending.lock();
    try {
      out.writeInt(bytes.length);
      out.write(bytes);
      out.flush();
    } finally {
      sending.unlock();
    }
  }

  /** The next message of a peer that is known. */
  Message receive() throws IOException {
    return MessageCodec.of(receiveFrame(FRAME_BYTES_MOST));
  }

  /**
   * The next frame.
   *
   * @param bytesMost longer ones are refused before they are read
   */
  byte[] receiveFrame(int bytesMost) throws IOException {
    try {
      int length = in.readInt();
      if (length < 0 || length > bytesMost) throw new IOException("this is no agent of the lab");
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) throw new IOException("the connection ended within a message");
      return bytes;
    } catch (SocketTimeoutException e) {
      throw new IOException("nothing came for " + socket.getSoTimeout() / 1_000 + " s", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed either way.
    }
  }
}
