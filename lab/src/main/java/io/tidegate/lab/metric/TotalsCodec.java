package io.tidegate.lab.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Totals as bytes, to be kept or sent, and merged where they are read as if they had been measured
 * there: figures as they are, values in the buckets of {@link Histogram}, of which only those that
 * are used are written. Where a histogram still has its few values as they are, whoever writes says
 * whether they are kept whole. Pure.
 */
public final class TotalsCodec {

  private static final int ROUNDED = 0;
  private static final int BUCKETS = 1;
  private static final int WHOLE = 2;
  private static final int VARINT_BITS_MOST = 63;

  /** How values are written that a histogram has as they are. */
  public enum Values {
    /** With 24 bits, to be kept. */
    ROUNDED,
    /** As they are, to be merged. */
    WHOLE
  }

  private TotalsCodec() {}

  /** Writes those; of what type they are, whoever reads them knows. */
  public static void write(Totals totals, Values values, DataOutput to) throws IOException {
    writeCount(to, totals.count());
    if (totals.count() == 0) return;
    to.writeDouble(totals.sum());
    to.writeDouble(totals.min());
    to.writeDouble(totals.max());
    to.writeDouble(totals.last());
    to.writeLong(totals.lastAtMs());
    Histogram histogram = totals.histogram();
    if (histogram == null) return;
    if (histogram.isExact()) writeExact(histogram, values, to);
    else writeBuckets(histogram, to);
  }

  private static void writeExact(Histogram histogram, Values how, DataOutput to)
      throws IOException {
    List<Double> values = new ArrayList<>(Histogram.EXACT_MAX);
    histogram.forEach((value, _) -> values.add(value));
    to.writeByte(how == Values.WHOLE ? WHOLE : ROUNDED);
    writeCount(to, values.size());
    for (double value : values) {
      if (how == Values.WHOLE) to.writeDouble(value);
      else to.writeFloat((float) value);
    }
  }

  private record Bucket(long place, long count) {}

  private static void writeBuckets(Histogram histogram, DataOutput to) throws IOException {
    List<Bucket> buckets = new ArrayList<>();
    histogram.forEach((value, count) -> buckets.add(new Bucket(place(value), count)));
    to.writeByte(BUCKETS);
    writeCount(to, buckets.size());
    long before = 0;
    for (Bucket bucket : buckets) {
      writeSigned(to, bucket.place - before);
      writeCount(to, bucket.count);
      before = bucket.place;
    }
  }

  /** Ascends with the value; 0 for zero. */
  private static long place(double value) {
    if (value == 0) return 0;
    return value > 0 ? Histogram.key(value) + 1L : -(Histogram.key(-value) + 1L);
  }

  private static double value(long place) {
    if (place == 0) return 0;
    double middle = Histogram.middle((int) (Math.abs(place) - 1));
    return place > 0 ? middle : -middle;
  }

  /**
   * Reads those of a metric of this type.
   *
   * @throws IOException also if they are none
   */
  public static Totals read(MetricType type, DataInput from) throws IOException {
    long count = readCount(from);
    if (count == 0) return new Totals(type);
    Totals totals =
        new Totals(
            type,
            count,
            from.readDouble(),
            from.readDouble(),
            from.readDouble(),
            from.readDouble(),
            from.readLong());
    Histogram histogram = totals.histogram();
    if (histogram == null) return totals;
    int form = from.readUnsignedByte();
    long parts = readCount(from);
    if (form == ROUNDED || form == WHOLE) {
      for (long i = 0; i < parts; i++)
        histogram.add(form == WHOLE ? from.readDouble() : from.readFloat());
      return totals;
    }
    if (form != BUCKETS) throw new IOException("no form of a histogram: " + form);
    long place = 0;
    for (long i = 0; i < parts; i++) {
      place += readSigned(from);
      histogram.addCounted(value(place), readCount(from));
    }
    return totals;
  }

  private static void writeSigned(DataOutput to, long value) throws IOException {
    writeCount(to, (value << 1) ^ (value >> VARINT_BITS_MOST));
  }

  private static long readSigned(DataInput from) throws IOException {
    long folded = readCount(from);
    return (folded >>> 1) ^ -(folded & 1);
  }

  /** Seven bits a byte, the least first; all but the last byte have the high bit. */
  private static void writeCount(DataOutput to, long count) throws IOException {
    long rest = count;
    while ((rest & ~0x7fL) != 0) {
      to.writeByte((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    to.writeByte((int) rest);
  }

  private static long readCount(DataInput from) throws IOException {
    long count = 0;
    for (int shift = 0; shift <= VARINT_BITS_MOST; shift += 7) {
      int part = from.readUnsignedByte();
      count |= (part & 0x7fL) << shift;
      if (part < 0x80) return count;
    }
    throw new IOException("a number without an end");
  }
}
