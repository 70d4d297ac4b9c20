package io.tidegate.outbox.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One public event, as a CloudEvent 1.0. Two copies of the same event are equal in every byte,
 * whichever process sends them, as long as the facts of its claim are known.
 *
 * @param realm the log's identity, 32 hexadecimal digits
 * @param sequence of its record
 * @param index its place among all events of the record, from 0
 * @param source where it happened: a URI reference
 * @param type what happened: {@code io.tidegate.<thing>.<what>.v1}
 * @param subject what it happened to: {@code claims/7}
 * @param timeMs time of its record, epoch ms
 * @param chain chain value of its record, 64 hexadecimal digits
 * @param data JSON
 */
public record PublicEvent(
    String realm,
    long sequence,
    int index,
    String source,
    String type,
    String subject,
    long timeMs,
    String chain,
    String data) {

  /** The type that CloudEvents in structured mode have. */
  public static final String MEDIA_TYPE = "application/cloudevents+json; charset=utf-8";

  /** Names this event among all there ever were; the same over failover and replay. */
  public String id() {
    return realm + ":" + sequence + ":" + index;
  }

  /** Events of one key are sent in their order. */
  public String key() {
    return subject;
  }

  /** Orders events of one log, as text too. */
  public String order() {
    return "%020d.%010d".formatted(sequence, index);
  }

  /** RFC 3339, in UTC, with milliseconds. */
  public String time() {
    return PublicEvents.time(timeMs);
  }

  /** All attributes but {@code datacontenttype}, by name, in a fixed order. */
  public Map<String, String> attributes() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("specversion", "1.0");
    all.put("id", id());
    all.put("source", source);
    all.put("type", type);
    all.put("subject", subject);
    all.put("time", time());
    all.put("sequence", order());
    all.put("partitionkey", key());
    all.put("chain", chain);
    return all;
  }

  /**
   * The event in CloudEvents' JSON format, with {@code timestamp} beside {@code time} so that it is
   * also the payload that Standard Webhooks describes.
   */
  public byte[] structured() {
    JsonText json = new JsonText();
    attributes().forEach(json::member);
    json.member("timestamp", time()).member("datacontenttype", "application/json");
    return json.raw("data", data).end().getBytes(StandardCharsets.UTF_8);
  }

  /** The data alone, JSON. */
  public byte[] dataBytes() {
    return data.getBytes(StandardCharsets.UTF_8);
  }

  /** Its place in the log. */
  public Place place() {
    return new Place(sequence, index);
  }

  /** When its record was made. */
  public Instant instant() {
    return Instant.ofEpochMilli(timeMs);
  }

  /**
   * A place in the log.
   *
   * @param index among the events of the record, from 0
   */
  public record Place(long sequence, int index) {}
}
