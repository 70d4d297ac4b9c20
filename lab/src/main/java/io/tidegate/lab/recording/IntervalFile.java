package io.tidegate.lab.recording;

import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.IntervalCodec;
import io.tidegate.lab.metric.IntervalListener;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.metric.TotalsCodec;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The file {@code intervals.bin}: the measurements of a run, second by second, appended as they
 * come.
 *
 * <pre>
 *   file  = magic, frame*
 *   frame = bytes of the rest (int), their CRC-32 (int), the rest, deflated:
 *           an interval (see IntervalCodec)
 * </pre>
 *
 * Each frame is whole in itself, so a file that ends in the middle of one is readable up to there.
 *
 * <p><b>Bounded.</b> A frame holds one second up to {@value #EACH_SECOND_BYTES} bytes, then ten,
 * and beyond four times as much a minute; at {@value #BYTES_MOST} bytes nothing more is written.
 */
final class IntervalFile {

  static final int EACH_SECOND_BYTES = 32 << 20;
  static final int BYTES_MOST = 512 << 20;

  private static final byte[] MAGIC = "tidegate lab 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME_BYTES_MOST = 256 << 20;

  private IntervalFile() {}

  private record Series(Metric metric, TagSet tags) {}

  /** Appends to a file. On one thread. */
  static final class Writer implements AutoCloseable {

    private final OutputStream file;
    private final IntervalCodec.Encoder encoder =
        new IntervalCodec.Encoder(TotalsCodec.Values.ROUNDED);
    private long written;
    private final Map<Series, Totals> waiting = new LinkedHashMap<>();
    private int waitingIntervals;
    private long waitingFromMs;
    private long waitingToMs;

    Writer(Path path) throws IOException {
      file = Files.newOutputStream(path);
      append(MAGIC);
      file.flush();
    }

    /** How many bytes the file has. */
    long bytes() {
      return written;
    }

    void write(Interval interval) throws IOException {
      if (written >= BYTES_MOST) return;
      if (waitingIntervals++ == 0) waitingFromMs = interval.fromMs();
      waitingToMs = interval.toMs();
      for (Interval.Part part : interval.parts()) {
        Series series = new Series(part.metric(), part.tags());
        if (step() == 1) waiting.put(series, part.totals());
        else waiting.computeIfAbsent(series, of -> new Totals(of.metric.type())).add(part.totals());
      }
      if (waitingIntervals >= step()) flush();
    }

    private int step() {
      if (written < EACH_SECOND_BYTES) return 1;
      return written < 4L * EACH_SECOND_BYTES ? 10 : 60;
    }

    private void flush() throws IOException {
      if (waitingIntervals == 0) return;
      ByteArrayOutputStream rest = new ByteArrayOutputStream(4_096);
      try (DataOutputStream to = new DataOutputStream(new DeflaterOutputStream(rest))) {
        List<Interval.Part> parts = new ArrayList<>();
        waiting.forEach((of, totals) -> parts.add(new Interval.Part(of.metric, of.tags, totals)));
        encoder.write(waitingFromMs, waitingToMs, parts, to);
      }
      frame(rest.toByteArray());
      waiting.clear();
      waitingIntervals = 0;
    }

    private void frame(byte[] rest) throws IOException {
      CRC32 crc = new CRC32();
      crc.update(rest);
      ByteArrayOutputStream frame = new ByteArrayOutputStream(rest.length + 8);
      DataOutputStream to = new DataOutputStream(frame);
      to.writeInt(rest.length);
      to.writeInt((int) crc.getValue());
      to.write(rest);
      append(frame.toByteArray());
      file.flush();
    }

    private void append(byte[] bytes) throws IOException {
      file.write(bytes);
      written += bytes.length;
    }

    @Override
    public void close() throws IOException {
      try (OutputStream _ = file) {
        flush();
      }
    }
  }

  /**
   * Tells of all intervals that are whole.
   *
   * @param metrics has the metrics from then on
   * @return whether the file ends with a whole one
   * @throws IOException if it cannot be read, or is no such file
   */
  static boolean read(Path path, MetricRegistry metrics, IntervalListener to) throws IOException {
    try (DataInputStream from =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
      if (!Arrays.equals(from.readNBytes(MAGIC.length), MAGIC))
        throw new IOException(path + " holds no measurements of a run");
      IntervalCodec.Decoder decoder = new IntervalCodec.Decoder(metrics);
      while (true) {
        byte[] head = from.readNBytes(8);
        if (head.length == 0) return true;
        byte[] rest = rest(head, from);
        if (rest.length == 0) return false;
        to.interval(interval(rest, decoder));
      }
    }
  }

  /** The rest of a frame; empty where that is not whole. */
  private static byte[] rest(byte[] head, DataInputStream from) throws IOException {
    if (head.length < 8) return new byte[0];
    DataInputStream numbers = new DataInputStream(new ByteArrayInputStream(head));
    int length = numbers.readInt();
    int expected = numbers.readInt();
    if (length <= 0 || length > FRAME_BYTES_MOST) return new byte[0];
    byte[] rest = from.readNBytes(length);
    CRC32 crc = new CRC32();
    crc.update(rest);
    return rest.length == length && (int) crc.getValue() == expected ? rest : new byte[0];
  }

  private static Interval interval(byte[] rest, IntervalCodec.Decoder decoder) throws IOException {
    try (DataInputStream from =
        new DataInputStream(
            new BufferedInputStream(new InflaterInputStream(new ByteArrayInputStream(rest))))) {
      return decoder.read(from);
    }
  }
}
