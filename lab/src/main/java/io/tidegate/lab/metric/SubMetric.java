package io.tidegate.lab.metric;

/**
 * The part of a metric that has certain tags, such as {@code http_req_duration{status:200}}; with
 * no tags the whole metric.
 *
 * @param name as whoever asked for it wrote it, but for blanks just within the braces
 * @param tags what each of its samples has, besides others
 */
public record SubMetric(String name, Metric metric, TagSet tags) {

  /**
   * What a name says, such as {@code http_reqs{status:200,method:GET}}; blanks and quotes around
   * the names and values of tags are no part of them.
   *
   * @throws IllegalArgumentException if it says nothing, or there is no such metric; the message is
   *     for whoever wrote the script
   */
  public static SubMetric parse(String name, MetricRegistry metrics) {
    int brace = name.indexOf('{');
    Metric metric = metrics.find(brace < 0 ? name : name.substring(0, brace).strip());
    if (metric == null) throw new IllegalArgumentException("there is no metric '" + name + "'");
    if (brace < 0) return whole(metric);
    if (!name.endsWith("}"))
      throw new IllegalArgumentException(
          "'" + name + "' does not end with the brace that closes its tags");
    TagSet tags = TagSet.EMPTY;
    for (String tag : name.substring(brace + 1, name.length() - 1).split(",", -1)) {
      int colon = tag.indexOf(':');
      String key = colon < 0 ? "" : bare(tag.substring(0, colon));
      String value = bare(tag.substring(colon + 1));
      if (key.isEmpty() || value.isEmpty())
        throw new IllegalArgumentException(
            "'" + tag + "' in '" + name + "' is no tag; a tag is written as name:value");
      tags = tags.with(key, value);
    }
    String written = name.substring(brace + 1, name.length() - 1).strip();
    return new SubMetric(metric.name() + "{" + written + "}", metric, tags);
  }

  private static String bare(String text) {
    String bare = text.strip();
    while (bare.length() > 1 && isQuote(bare.charAt(0)) && bare.endsWith(bare.substring(0, 1)))
      bare = bare.substring(1, bare.length() - 1).strip();
    return bare;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /** Its tags as they were written, without the braces; empty for the whole metric. */
  public String suffix() {
    int brace = name.indexOf('{');
    return brace < 0 ? "" : name.substring(brace + 1, name.length() - 1);
  }

  /** The whole metric. */
  public static SubMetric whole(Metric metric) {
    return new SubMetric(metric.name(), metric, TagSet.EMPTY);
  }

  /** Whether samples with these tags belong to it. */
  public boolean has(TagSet sample) {
    return sample.hasAll(tags);
  }
}
