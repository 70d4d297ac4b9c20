package io.tidegate.lab.metric;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Intervals as bytes, one after the other: a series is described where it comes for the first time,
 * and is a number from then on.
 *
 * <pre>
 *   interval = from, to (epoch ms, long), count of new series, new series*, count of parts, part*
 *   series   = metric, type, contains, count of tags, (name, value)*
 *   part     = number of its series by order of appearance (int), totals (see TotalsCodec)
 * </pre>
 */
public final class IntervalCodec {

  private IntervalCodec() {}

  private record Series(Metric metric, TagSet tags) {
    static Series of(Interval.Part part) {
      return new Series(part.metric(), part.tags());
    }
  }

  /** Writes them. On one thread. */
  public static final class Encoder {

    private final TotalsCodec.Values values;
    private final Map<Series, Integer> numbers = new HashMap<>();

    /**
     * One that has written none.
     *
     * @param values how those are written that a histogram has as they are
     */
    public Encoder(TotalsCodec.Values values) {
      this.values = values;
    }

    /**
     * Writes one.
     *
     * @param parts each series once
     */
    public void write(long fromMs, long toMs, Collection<Interval.Part> parts, DataOutputStream to)
        throws IOException {
      to.writeLong(fromMs);
      to.writeLong(toMs);
      List<Series> fresh =
          parts.stream().map(Series::of).filter(series -> !numbers.containsKey(series)).toList();
      to.writeInt(fresh.size());
      for (Series series : fresh) {
        numbers.put(series, numbers.size());
        define(series, to);
      }
      to.writeInt(parts.size());
      for (Interval.Part part : parts) {
        to.writeInt(Objects.requireNonNull(numbers.get(Series.of(part))));
        TotalsCodec.write(part.totals(), values, to);
      }
    }

    private static void define(Series series, DataOutputStream to) throws IOException {
      to.writeUTF(series.metric.name());
      to.writeByte(series.metric.type().ordinal());
      to.writeByte(series.metric.contains().ordinal());
      List<String> tags = new ArrayList<>();
      series.tags.forEach((name, value) -> {
        tags.add(name);
        tags.add(value);
      });
      to.writeInt(tags.size());
      for (String tag : tags) text(tag, to);
    }

    /** Not as {@code writeUTF}, which takes 64 KB at most: an address may be longer. */
    private static void text(String text, DataOutputStream to) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      to.writeInt(bytes.length);
      to.write(bytes);
    }
  }

  /** Reads what one encoder wrote, in its order. On one thread. */
  public static final class Decoder {

    private final MetricRegistry metrics;
    private final List<Series> known = new ArrayList<>();

    /**
     * One that has read none.
     *
     * @param metrics has the metrics from then on
     */
    public Decoder(MetricRegistry metrics) {
      this.metrics = metrics;
    }

    /**
     * Reads one.
     *
     * @throws IOException also if it is none
     */
    public Interval read(DataInputStream from) throws IOException {
      long fromMs = from.readLong();
      long toMs = from.readLong();
      int fresh = from.readInt();
      for (int i = 0; i < fresh; i++) known.add(series(from));
      int count = from.readInt();
      List<Interval.Part> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = from.readInt();
        if (number < 0 || number >= known.size()) throw new IOException("no series " + number);
        Series of = known.get(number);
        parts.add(new Interval.Part(of.metric, of.tags, TotalsCodec.read(of.metric.type(), from)));
      }
      return new Interval(fromMs, toMs, List.copyOf(parts));
    }

    private Series series(DataInputStream from) throws IOException {
      String name = from.readUTF();
      MetricType type = one(MetricType.values(), from.readUnsignedByte());
      ValueType contains = one(ValueType.values(), from.readUnsignedByte());
      int count = from.readInt();
      Map<String, String> tags = new HashMap<>();
      for (int i = 0; i < count; i += 2) tags.put(text(from), text(from));
      return new Series(metrics.get(name, type, contains), TagSet.of(tags));
    }

    private static <T> T one(T[] all, int number) throws IOException {
      if (number >= all.length) throw new IOException("no kind " + number);
      return all[number];
    }

    private static String text(DataInputStream from) throws IOException {
      int length = from.readInt();
      if (length < 0) throw new IOException("a text of " + length + " bytes");
      return new String(from.readNBytes(length), StandardCharsets.UTF_8);
    }
  }
}
