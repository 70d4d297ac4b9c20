package io.tidegate.lab.metric;

/**
 * The part of a metric that has certain tags, such as {@code http_req_duration{status:200}}; with
 * no tags the whole metric.
 *
 * @param name as whoever asked for it wrote it
 * @param tags what each of its samples has, besides others
 */
public record SubMetric(String name, Metric metric, TagSet tags) {

  /** The whole metric. */
  public static SubMetric whole(Metric metric) {
    return new SubMetric(metric.name(), metric, TagSet.EMPTY);
  }

  /** Whether samples with these tags belong to it. */
  public boolean has(TagSet sample) {
    return sample.hasAll(tags);
  }
}
