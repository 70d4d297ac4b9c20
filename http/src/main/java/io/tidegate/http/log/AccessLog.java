package io.tidegate.http.log;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.http.wire.Ascii;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each answered request, in a {@link LineFormat}: unless another is chosen, time,
 * request id, remote address, method, path without its query, status, bytes, microseconds, user
 * ({@code -} where unknown). Headers and queries never reach that, so neither do tickets and keys.
 *
 * <h2>How a line gets out</h2>
 *
 * Each event loop has a ring of bytes of its own. The loop puts a line there; the thread {@code
 * access-log} takes what is there a few times a second, or at once when a ring is half full. A full
 * ring means that the disk does not keep up: the line is dropped and counted, and the count is
 * written when there is room again. No event loop ever waits. A ring, not a queue of lines: nothing
 * is allocated for a request, and the two threads meet at two counters.
 *
 * <p>A file has a bound on all there is of it, and may be moved away while it is written: {@link
 * LogFile}.
 */
public final class AccessLog implements ServerObserver, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int RING_BYTES = 1 << 20;
  private static final int LOOPS_MAX = 64;
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(200);

  /** A part of a file must take what a ring holds. */
  public static final long FILE_BYTES_LEAST = 2L * RING_BYTES * LogFile.PARTS;

  public static final long FILE_BYTES_MOST = 1L << 40;

  private final LineOutput out;
  private final int ringBytes;
  private final Supplier<LineFormat> format;
  private final AtomicReferenceArray<Lines> lines = new AtomicReferenceArray<>(LOOPS_MAX);
  private final LongAdder droppedTotal = new LongAdder();
  private final Thread writer;
  private volatile boolean closed;
  private boolean failing;

  /** Lines that were lost, and of which the log does not say so yet. */
  private long untold;

  /** For tests: any stream, and rings of any power of two of bytes. */
  AccessLog(OutputStream out, int ringBytes) {
    this(LineOutput.to(out), ringBytes, PlainLines::new);
  }

  private AccessLog(LineOutput out, int ringBytes, Supplier<LineFormat> format) {
    this.out = out;
    this.ringBytes = ringBytes;
    this.format = format;
    this.writer = Thread.ofPlatform().name("access-log").daemon().start(this::write);
  }

  /**
   * A log that is appended to {@code file}.
   *
   * @param bytesMax of the file and those that were rotated away together, in [{@value
   *     #FILE_BYTES_LEAST}, {@value #FILE_BYTES_MOST}]
   * @throws IOException if it cannot be written
   */
  public static AccessLog toFile(Path file, long bytesMax) throws IOException {
    return toFile(file, bytesMax, PlainLines::new);
  }

  /**
   * The same with lines of another format.
   *
   * @param format makes one for each event loop
   * @throws IOException if it cannot be written
   */
  public static AccessLog toFile(Path file, long bytesMax, Supplier<LineFormat> format)
      throws IOException {
    if (bytesMax < FILE_BYTES_LEAST || bytesMax > FILE_BYTES_MOST)
      throw new IllegalArgumentException(
          "bytesMax must be in [" + FILE_BYTES_LEAST + ", " + FILE_BYTES_MOST + "]: " + bytesMax);
    return new AccessLog(new LogFile(file, bytesMax), RING_BYTES, format);
  }

  /** A log on the standard output. */
  public static AccessLog toStandardOutput() {
    return toStandardOutput(PlainLines::new);
  }

  /** The same with lines of another format. */
  public static AccessLog toStandardOutput(Supplier<LineFormat> format) {
    LineOutput out = LineOutput.to(new FileOutputStream(FileDescriptor.out));
    return new AccessLog(out, RING_BYTES, format);
  }

  @Override
  public void answered(Exchange exchange, int status, long bytes, long durationNs) {
    int loop = exchange.loop().index();
    Lines own = lines.get(loop);
    if (own == null) {
      own = new Lines(new ByteRing(ringBytes), format.get());
      lines.set(loop, own);
    }
    if (own.add(exchange, status, bytes, durationNs)) LockSupport.unpark(writer);
  }

  /**
   * Begins the file anew under its name, for who has moved it and wants to be sure; it is noticed
   * without this too. Any thread.
   */
  public void reopen() {
    if (out instanceof LogFile file) file.reopen();
    LockSupport.unpark(writer);
  }

  /** Lines that were lost so far, as the writer last saw it. Any thread. */
  public long dropped() {
    return droppedTotal.sum();
  }

  /**
   * Writes what is there and ends. Call it after the server has stopped, so that the last lines are
   * there.
   */
  @Override
  public void close() {
    if (closed) return;
    closed = true;
    LockSupport.unpark(writer);
    try {
      writer.join();
      out.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("The access log could not be closed", e);
    }
  }

  private void write() {
    while (!closed) {
      drain();
      LockSupport.parkNanos(this, PAUSE_NS);
    }
    drain();
  }

  private void drain() {
    boolean written = done(this::look);
    for (int i = 0; i < LOOPS_MAX; i++) {
      Lines each = lines.get(i);
      if (each != null) written &= done(() -> write(each.ring));
    }
    if (written) failing = false;
  }

  /** Also without a line: who moved the file sees the new one at once. */
  private void look() throws IOException {
    var _ = out.ready(0);
  }

  private void write(ByteRing ring) throws IOException {
    try {
      ring.writeTo(out);
    } finally {
      long lost = ring.takeLost();
      droppedTotal.add(lost);
      untold += lost;
    }
    if (untold == 0) return;
    out.ready(0).write(Ascii.bytes("# " + untold + " lines dropped\n"));
    untold = 0;
  }

  private interface Step {
    void run() throws IOException;
  }

  private boolean done(Step step) {
    try {
      step.run();
      return true;
    } catch (IOException e) {
      lost(e);
      return false;
    }
  }

  private void lost(IOException e) {
    if (!failing) LOG.error("The access log cannot be written; its lines are lost until it can", e);
    failing = true;
  }

  /** Makes the lines of one loop, on its thread. */
  private static final class Lines {

    private final ByteRing ring;
    private final LineFormat format;
    private final LogLine line = new LogLine();

    Lines(ByteRing ring, LineFormat format) {
      this.ring = ring;
      this.format = format;
    }

    /** True when the writer should look at once. */
    boolean add(Exchange exchange, int status, long bytes, long durationNs) {
      format.write(line.begin(), exchange, status, bytes, durationNs);
      line.end();
      return ring.add(line.array(), line.length());
    }
  }
}
