package io.tidegate.lab.output;

import io.tidegate.lab.metric.SampleBatch;
import io.tidegate.lab.metric.TagSet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Every HTTP request in a line, as JMeter writes them to a JTL file. Times begin, as there, when
 * the connection is asked for.
 */
final class JtlEncoder implements SampleEncoder {

  private static final String HEAD =
      "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,"
          + "bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n";

  private final CsvLine line = new CsvLine();
  private long users;

  @Override
  public void begin(OutputStream to) throws IOException {
    to.write(HEAD.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(SampleBatch batch, OutputStream to) throws IOException {
    for (int group = 0; group < batch.groups(); group++) {
      Request request = new Request(batch, group);
      if (request.is) to.write(line(request, batch.tags(group), batch.atMs(group)));
    }
  }

  private byte[] line(Request request, TagSet tags, long endMs) {
    long connectMs = Math.round(request.connecting + request.handshaking);
    long elapsedMs = Math.round(request.connecting + request.handshaking + request.duration);
    long latencyMs =
        Math.round(request.connecting + request.handshaking + request.sending + request.waiting);
    boolean failed = request.failed || "false".equals(tags.get("expected_response"));
    line.begin(Long.toString(endMs - elapsedMs)).add(elapsedMs).add(tag(tags, "name"));
    line.add(tag(tags, "status")).add(tag(tags, "error")).add(tag(tags, "scenario")).add("text");
    line.add(Boolean.toString(!failed)).add(failed ? "error_code " + tag(tags, "error_code") : "");
    line.add(Math.round(request.received)).add(Math.round(request.sent)).add(users).add(users);
    return line.add(tag(tags, "url")).add(latencyMs).add(0).add(connectMs).end();
  }

  private static String tag(TagSet tags, String name) {
    return Objects.requireNonNullElse(tags.get(name), "");
  }

  /** What one group of samples says of a request, if it is of one. */
  private final class Request {
    boolean is;
    boolean failed;
    double duration;
    double connecting;
    double handshaking;
    double sending;
    double waiting;
    double received;
    double sent;

    Request(SampleBatch batch, int group) {
      for (int i = batch.start(group); i < batch.end(group); i++)
        take(batch.metric(i).name(), batch.value(i));
    }

    private void take(String metric, double value) {
      switch (metric) {
        case "vus" -> users = Math.round(value);
        case "http_reqs" -> is = true;
        case "http_req_failed" -> failed = value != 0;
        case "http_req_duration" -> duration = value;
        case "http_req_connecting" -> connecting = value;
        case "http_req_tls_handshaking" -> handshaking = value;
        case "http_req_sending" -> sending = value;
        case "http_req_waiting" -> waiting = value;
        case "data_received" -> received = value;
        case "data_sent" -> sent = value;
        default -> {} // of no column
      }
    }
  }
}
