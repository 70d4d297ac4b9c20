package io.tidegate.lab.imports;

import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.ValueType;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** k6's {@code --out csv}: a sample a line. */
final class K6Csv {

  /** Tags that reports show; others, such as the address, would make series without end. */
  static final List<String> TAGS =
      List.of(
          "name",
          "method",
          "status",
          "scenario",
          "group",
          "check",
          "error",
          "error_code",
          "expected_response");

  private static final double MS_FROM = 1e11;
  private static final double US_FROM = 1e14;
  private static final double NS_FROM = 1e17;

  private K6Csv() {}

  static void read(CsvRecords records, ImportedSamples to) throws IOException {
    CsvRecords.Fields head = records.next();
    if (head == null || head.fields() == null) return;
    CsvColumns columns = new CsvColumns(head.fields());
    for (CsvRecords.Fields one = records.next(); one != null; one = records.next()) {
      List<String> fields = one.fields();
      try {
        if (fields == null || fields.size() < 3) throw new IllegalArgumentException("too short");
        sample(columns, fields, to);
      } catch (DateTimeException | IllegalArgumentException _) {
        to.broken(one.line());
      }
    }
  }

  private static void sample(CsvColumns columns, List<String> fields, ImportedSamples to) {
    String name = columns.text(fields, "metric_name");
    long atMs = timeMs(columns.text(fields, "timestamp"));
    if (columns.text(fields, "metric_value").isEmpty())
      throw new IllegalArgumentException("no value");
    double value = columns.number(fields, "metric_value");
    Map<String, String> tags = new HashMap<>();
    for (String tag : TAGS) {
      String text = columns.text(fields, tag);
      if (!text.isEmpty()) tags.put(tag, text);
    }
    to.add(to.metric(name, MetricType.TREND, ValueType.DEFAULT), TagSet.of(tags), value, atMs);
  }

  /** Epoch seconds, ms, µs or ns, or a date, as K6_CSV_TIME_FORMAT has it. */
  private static long timeMs(String text) {
    if (text.indexOf('T') > 0) return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    long number = Long.parseLong(text);
    if (number < MS_FROM) return number * 1_000;
    if (number < US_FROM) return number;
    return number < NS_FROM ? number / 1_000 : number / 1_000_000;
  }
}
