package io.tidegate.bench.scale;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From a kill until a claim is taken again: on a thread of its own somebody new claims every
 * {@value #PAUSE_MS} ms, of one instance after the other, until one is told that it is theirs.
 */
final class Takeover implements AutoCloseable {

  /** Who may ask at most; each asks once. */
  static final long USERS_MAX = 100_000;

  /** Above the users of all sales, with as many digits. */
  private static final long FIRST = 900_000_000_000L;

  private static final long PAUSE_MS = 5;
  private static final int CALL_MS = 10_000;
  private static final int CONNECT_MS = 500;
  private static final double SECONDS_MAX = 120;
  private static final byte[] CREATED = "HTTP/1.1 201".getBytes(StandardCharsets.US_ASCII);

  private final List<Integer> ports;
  private final UnaryOperator<String> claim;
  private final long firstUser;
  private final long fromNs = System.nanoTime();
  private final Thread thread;
  private volatile boolean ended;
  private volatile double seconds = -1;
  private volatile @Nullable IOException last;
  private volatile String lastReply = "none";

  private Takeover(List<Integer> ports, UnaryOperator<String> claim, long firstUser) {
    this.ports = ports;
    this.claim = claim;
    this.firstUser = firstUser;
    thread = Thread.ofVirtual().name("takeover").start(this::run);
  }

  /**
   * Begins now.
   *
   * @param ports of whoever may be asked
   * @param claim the request of a user, whose id comes in {@value SaleLoad#DIGITS} digits
   * @param firstUser in [1, 99,000,000,000]; the next {@link #USERS_MAX} are nobody else
   */
  static Takeover watch(List<Integer> ports, UnaryOperator<String> claim, long firstUser) {
    return new Takeover(ports, claim, firstUser);
  }

  private void run() {
    try {
      for (int i = 0; i < USERS_MAX && !ended && passed() < SECONDS_MAX; i++) {
        // No id begins with 0, which JSON has no numbers with.
        String user = Long.toString(FIRST + firstUser + i);
        if (taken(ports.get(i % ports.size()), claim.apply(user))) {
          seconds = passed();
          return;
        }
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double passed() {
    return (System.nanoTime() - fromNs) / 1e9;
  }

  private boolean taken(int port, String request) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(CALL_MS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      byte[] head = in.readNBytes(CREATED.length);
      if (Arrays.equals(head, CREATED)) return true;
      lastReply = new String(head, StandardCharsets.US_ASCII) + " from " + port;
      return false;
    } catch (IOException e) {
      last = e;
      return false;
    }
  }

  /** Returns once a claim was taken. */
  void await() throws IOException, InterruptedException {
    thread.join();
    if (seconds < 0)
      throw new IOException(
          "no claim was taken within %.0f s of the kill; the last reply was %s"
              .formatted(passed(), lastReply),
          last);
  }

  /** From the kill until a claim was taken, s. */
  double secondsAway() {
    return seconds;
  }

  @Override
  public void close() {
    ended = true;
    thread.interrupt();
  }
}
