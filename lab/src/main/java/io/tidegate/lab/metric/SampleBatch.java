package io.tidegate.lab.metric;

import java.util.Arrays;

/**
 * Samples one by one as they came, in groups of the same tags and time: all that was measured of
 * one request is one group. Given to listeners it no longer changes.
 */
public final class SampleBatch {

  private final Metric[] metrics;
  private final double[] values;
  private final TagSet[] tags;
  private final long[] atMs;

  /** For each group where its samples end and those of the next begin. */
  private final int[] ends;

  private int groups;
  private int size;

  /**
   * @param sizeMax samples that it may hold
   */
  SampleBatch(int sizeMax) {
    metrics = new Metric[sizeMax];
    values = new double[sizeMax];
    tags = new TagSet[sizeMax];
    atMs = new long[sizeMax];
    ends = new int[sizeMax];
  }

  /** False, and nothing happens, where there is no room for them. */
  boolean add(Metric[] theirMetrics, double[] theirValues, TagSet theirTags, long theirAtMs) {
    int more = theirMetrics.length;
    if (more > values.length - size) return false;
    System.arraycopy(theirMetrics, 0, metrics, size, more);
    System.arraycopy(theirValues, 0, values, size, more);
    size += more;
    group(theirTags, theirAtMs);
    return true;
  }

  /** The same for one. */
  boolean add(Metric metric, double value, TagSet theirTags, long theirAtMs) {
    if (size == values.length) return false;
    metrics[size] = metric;
    values[size++] = value;
    group(theirTags, theirAtMs);
    return true;
  }

  private void group(TagSet theirTags, long theirAtMs) {
    tags[groups] = theirTags;
    atMs[groups] = theirAtMs;
    ends[groups++] = size;
  }

  /** Makes it empty, to be filled again. */
  void clear() {
    Arrays.fill(tags, 0, groups, TagSet.EMPTY); // so that it holds nobody's
    groups = 0;
    size = 0;
  }

  /** How many groups. */
  public int groups() {
    return groups;
  }

  /** How many samples in all. */
  public int size() {
    return size;
  }

  /** The first sample of a group. */
  public int start(int group) {
    return group == 0 ? 0 : ends[group - 1];
  }

  /** One past the last sample of a group. */
  public int end(int group) {
    return ends[group];
  }

  /** The tags of a group. */
  public TagSet tags(int group) {
    return tags[group];
  }

  /** When a group was measured, epoch ms. */
  public long atMs(int group) {
    return atMs[group];
  }

  /** What a sample is of. */
  public Metric metric(int sample) {
    return metrics[sample];
  }

  /** The value of a sample, in the metric's unit. */
  public double value(int sample) {
    return values[sample];
  }
}
