package io.tidegate.lab.output;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.SampleBatch;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.threshold.Threshold;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, as k6 writes them: each metric before its first sample, then every
 * sample.
 */
final class JsonEncoder implements SampleEncoder {

  private final OutputContext context;
  private final Set<Metric> told = new HashSet<>();
  private final JsonWriter json = new JsonWriter(1_024);
  private final JsonWriter tagsJson = new JsonWriter(512);

  JsonEncoder(OutputContext context) {
    this.context = context;
  }

  @Override
  public void write(SampleBatch batch, OutputStream to) throws IOException {
    for (int group = 0; group < batch.groups(); group++) {
      byte[] tags = tags(batch.tags(group));
      TagSet more = batch.tags(group).metadata();
      byte @Nullable [] metadata = more.isEmpty() ? null : tags(more);
      for (int i = batch.start(group); i < batch.end(group); i++) {
        Metric metric = batch.metric(i);
        if (told.add(metric)) line(metric(metric), to);
        line(point(metric, batch.atMs(group), batch.value(i), tags, metadata), to);
      }
    }
  }

  private static void line(JsonWriter json, OutputStream to) throws IOException {
    to.write(json.array(), 0, json.length());
    to.write('\n');
  }

  private byte[] tags(TagSet tags) {
    tagsJson.clear().beginObject();
    tags.forEach((name, value) -> tagsJson.anyName(name).value(value));
    return tagsJson.endObject().toBytes();
  }

  private JsonWriter point(
      Metric metric, long atMs, double value, byte[] tags, byte @Nullable [] metadata) {
    json.clear().beginObject().member("metric", metric.name()).member("type", "Point");
    json.name("data").beginObject().timeMember("time", atMs);
    json.name("value").value(value).name("tags").ready(tags);
    if (metadata != null) json.name("metadata").ready(metadata);
    return json.endObject().endObject();
  }

  private JsonWriter metric(Metric metric) {
    json.clear().beginObject().member("type", "Metric").name("data").beginObject();
    json.member("name", metric.name());
    json.member("type", metric.type().name().toLowerCase(Locale.ROOT));
    json.member("contains", metric.contains().name().toLowerCase(Locale.ROOT));
    json.name("thresholds").beginArray();
    for (Map.Entry<SubMetric, List<Threshold>> entry : context.thresholds().entrySet())
      if (entry.getKey().equals(SubMetric.whole(metric))) entry.getValue().forEach(this::threshold);
    json.endArray().name("submetrics");
    List<SubMetric> parts =
        context.subMetrics().stream().filter(part -> part.metric() == metric).toList();
    if (parts.isEmpty()) json.nullValue();
    else parts(parts);
    return json.endObject().member("metric", metric.name()).endObject();
  }

  private void threshold(Threshold threshold) {
    if (!threshold.abortOnFail()) {
      json.value(threshold.source());
      return;
    }
    json.beginObject().member("threshold", threshold.source()).member("abortOnFail", true);
    json.name("delayAbortEval");
    if (threshold.delayAbortEval().isZero()) json.nullValue();
    else json.value(threshold.delayAbortEval().toMillis() + "ms");
    json.endObject();
  }

  private void parts(List<SubMetric> parts) {
    json.beginArray();
    for (SubMetric part : parts) {
      json.beginObject().member("name", part.name()).member("suffix", part.suffix());
      json.name("tags").beginObject();
      part.tags().forEach((name, value) -> json.anyName(name).value(value));
      json.endObject().endObject();
    }
    json.endArray();
  }
}
