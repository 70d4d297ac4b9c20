package io.tidegate.lab.imports;

import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.ValueType;
import io.tidegate.lab.recording.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** k6's {@code --out json}: a JSON object a line, of a metric or of a sample. */
final class K6Json {

  private K6Json() {}

  static void read(Lines lines, ImportedSamples to) throws IOException {
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) continue;
      try {
        read(JsonValue.read(line.getBytes(StandardCharsets.UTF_8)), to);
      } catch (JsonValue.NoJsonException | DateTimeException | IllegalArgumentException _) {
        to.broken(lines.number());
      }
    }
  }

  private static void read(JsonValue line, ImportedSamples to) {
    JsonValue data = line.get("data");
    switch (line.text("type")) {
      case "Metric" ->
          to.metric(
              data.text("name"),
              MetricType.valueOf(data.text("type").toUpperCase(Locale.ROOT)),
              ValueType.valueOf(data.text("contains").toUpperCase(Locale.ROOT)));
      case "Point" -> point(line.text("metric"), data, to);
      default -> throw new IllegalArgumentException("neither a metric nor a sample");
    }
  }

  private static void point(String name, JsonValue data, ImportedSamples to) {
    if (!data.has("value")) throw new IllegalArgumentException("no value");
    Metric metric = to.metric(name, MetricType.TREND, ValueType.DEFAULT);
    long atMs = OffsetDateTime.parse(data.text("time")).toInstant().toEpochMilli();
    JsonValue written = data.get("tags");
    Map<String, String> tags = new HashMap<>();
    for (String tag : K6Csv.TAGS) if (written.has(tag)) tags.put(tag, written.text(tag));
    to.add(metric, TagSet.of(tags), data.number("value"), atMs);
  }
}
