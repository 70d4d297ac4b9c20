package io.tidegate.lab.output;

import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.SampleBatch;
import io.tidegate.lab.metric.TagSet;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every sample as a point of InfluxDB 1, in its line protocol over HTTP. Measurements, tags and
 * fields are those of k6, so that dashboards for it go on working: {@code url}, {@code vu} and
 * {@code iter} are fields.
 */
final class InfluxOutput implements Output {

  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
  private static final String DEFAULT_URL = "http://localhost:8086/k6";
  private static final String DEFAULT_TAGS_AS_FIELDS = "vu:int,iter:int,url";
  private static final int NS_PER_MS = 1_000_000;
  private static final int BODY_BYTES = 1 << 20;

  private final URI server;
  private final String database;
  private final OutputContext context;

  /** Names of tags that are fields, with the type of the field. */
  private final Map<String, String> fields;

  private final HttpPush push;
  private final SampleQueue queue = new SampleQueue("influxdb", false, CLOSE_MAX, this::write);

  /**
   * Makes times differ within a millisecond: a point with the tags and time of another replaces it.
   */
  private int sequence;

  private final AtomicLong refused = new AtomicLong();

  private InfluxOutput(
      URI server, String database, Map<String, String> headers, OutputContext context) {
    this.server = server;
    this.database = database;
    this.context = context;
    fields = fields(setting(context, "K6_INFLUXDB_TAGS_AS_FIELDS", DEFAULT_TAGS_AS_FIELDS));
    push = new HttpPush(description(), headers, context.warnings());
  }

  static InfluxOutput of(String target, OutputContext context) throws OutputException {
    String url = target.isEmpty() ? setting(context, "K6_INFLUXDB_ADDR", DEFAULT_URL) : target;
    URI uri = HttpTarget.parse(url);
    String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("^/|/$", "");
    String database = path.isEmpty() ? setting(context, "K6_INFLUXDB_DB", "k6") : path;
    String user = setting(context, "K6_INFLUXDB_USERNAME", "");
    Map<String, String> headers = new HashMap<>();
    if (uri.getUserInfo() != null) {
      String[] parts = uri.getUserInfo().split(":", 2);
      headers.put("Authorization", HttpPush.basic(parts[0], parts.length > 1 ? parts[1] : ""));
    } else if (!user.isEmpty()) {
      String password = setting(context, "K6_INFLUXDB_PASSWORD", "");
      headers.put("Authorization", HttpPush.basic(user, password));
    }
    return new InfluxOutput(HttpTarget.root(uri), database, headers, context);
  }

  private static String setting(OutputContext context, String name, String otherwise) {
    return Objects.requireNonNullElse(context.env().get(name), otherwise);
  }

  private static Map<String, String> fields(String option) {
    Map<String, String> fields = new HashMap<>();
    for (String field : option.split(",", -1)) {
      String[] parts = field.strip().split(":", 2);
      if (!parts[0].isEmpty()) fields.put(parts[0], parts.length > 1 ? parts[1] : "string");
    }
    return fields;
  }

  @Override
  public String description() {
    return "influxdb (" + server + ", database " + database + ")";
  }

  @Override
  public boolean takesSamples() {
    return true;
  }

  @Override
  public void start(MetricStore store) {
    queue.start();
    store.onSamples(queue);
  }

  /** The first request makes the database; where that may not be done it is there already. */
  private void write(List<SampleBatch> batches) {
    if (sequence == 0)
      push.post(
          server.resolve("/query?q=" + encoded("CREATE DATABASE \"" + database + "\"")),
          new byte[0]);
    StringBuilder body = new StringBuilder();
    long inBody = 0;
    for (SampleBatch batch : batches) {
      for (int group = 0; group < batch.groups(); group++) {
        write(batch, group, body);
        inBody += batch.end(group) - batch.start(group);
        if (body.length() < BODY_BYTES) continue;
        send(body, inBody);
        inBody = 0;
      }
    }
    if (inBody > 0) send(body, inBody);
  }

  private void send(StringBuilder body, long samples) {
    URI to = server.resolve("/write?db=" + encoded(database) + "&precision=ns");
    if (!push.post(to, body.toString().getBytes(StandardCharsets.UTF_8)))
      refused.addAndGet(samples);
    body.setLength(0);
  }

  private void write(SampleBatch batch, int group, StringBuilder to) {
    String tags = tags(batch.tags(group));
    String more = fields(batch.tags(group)) + fields(batch.tags(group).metadata());
    long atNs = batch.atMs(group) * NS_PER_MS + sequence;
    sequence = sequence % (NS_PER_MS - 1) + 1; // never 0 again
    for (int i = batch.start(group); i < batch.end(group); i++)
      to.append(batch.metric(i).name())
          .append(tags)
          .append(' ')
          .append(more)
          .append("value=")
          .append(number(batch.value(i)))
          .append(' ')
          .append(atNs)
          .append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private String tags(TagSet tags) {
    StringBuilder text = new StringBuilder();
    tags.forEach((name, value) -> {
      if (value.isEmpty() || fields.containsKey(name)) return;
      text.append(',').append(key(name)).append('=').append(key(value));
    });
    return text.toString();
  }

  private String fields(TagSet tags) {
    StringBuilder text = new StringBuilder();
    tags.forEach((name, value) -> {
      String type = fields.get(name);
      if (type != null && !value.isEmpty())
        text.append(key(name)).append('=').append(field(value, type)).append(',');
    });
    return text.toString();
  }

  private static String field(String value, String type) {
    boolean whole = type.equals("int") && value.matches("-?\\d{1,18}");
    if (whole) return value + "i";
    if (type.equals("bool") && value.matches("true|false")) return value;
    if (type.equals("float") && value.matches("-?\\d+(\\.\\d+)?")) return value;
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace('\n', ' ') + '"';
  }

  private static String key(String text) {
    return text.replace('\n', ' ')
        .replace("\\", "\\\\")
        .replace(",", "\\,")
        .replace("=", "\\=")
        .replace(" ", "\\ ");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    queue.close();
    push.close();
    long lost = refused.get() + queue.lost();
    if (lost > 0) context.warnings().accept("%s lacks %,d samples".formatted(description(), lost));
  }
}
