package io.tidegate.lab.output;

import io.tidegate.lab.metric.SampleBatch;
import io.tidegate.lab.metric.TagSet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Every sample in a line of CSV with k6's columns: one for each system tag, all other tags in one.
 */
final class CsvEncoder implements SampleEncoder {

  private static final long SECOND_MS = 1_000;
  private static final long SCALE = 1_000_000;
  private static final double SCALED_BELOW = 1e9;

  /** What can be asked for as a tag, and is metadata. */
  private static final Set<String> METADATA = Set.of("vu", "iter");

  private final List<String> columns;
  private final CsvLine line = new CsvLine();

  CsvEncoder(OutputContext context) {
    columns =
        context.systemTags().stream().filter(tag -> !METADATA.contains(tag)).sorted().toList();
  }

  @Override
  public void begin(OutputStream to) throws IOException {
    List<String> all = new ArrayList<>(List.of("metric_name", "timestamp", "metric_value"));
    all.addAll(columns);
    all.addAll(List.of("extra_tags", "metadata"));
    to.write((String.join(",", all) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(SampleBatch batch, OutputStream to) throws IOException {
    for (int group = 0; group < batch.groups(); group++) {
      TagSet tags = batch.tags(group);
      String extra = extra(tags);
      String metadata = extra(tags.metadata());
      for (int i = batch.start(group); i < batch.end(group); i++) {
        line.begin(batch.metric(i).name()).add(batch.atMs(group) / SECOND_MS);
        line.add(value(batch.value(i)));
        for (String column : columns) line.add(Objects.requireNonNullElse(tags.get(column), ""));
        to.write(line.add(extra).add(metadata).end());
      }
    }
  }

  /**
   * With six digits after the point, as k6 has it; by hand, since the library's way takes most of
   * the time.
   */
  private static String value(double value) {
    if (!(Math.abs(value) < SCALED_BELOW)) return String.format(Locale.ROOT, "%.6f", value);
    long scaled = Math.round(Math.abs(value) * SCALE);
    String digits = Long.toString(SCALE + scaled % SCALE).substring(1);
    return (value < 0 && scaled != 0 ? "-" : "") + scaled / SCALE + "." + digits;
  }

  private String extra(TagSet tags) {
    StringJoiner extra = new StringJoiner("&");
    tags.forEach((name, value) -> {
      if (!columns.contains(name)) extra.add(name + "=" + value);
    });
    return extra.toString();
  }
}
