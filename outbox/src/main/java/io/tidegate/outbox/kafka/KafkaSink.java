package io.tidegate.outbox.kafka;

import io.tidegate.outbox.Outcome;
import io.tidegate.outbox.Sink;
import io.tidegate.outbox.event.PublicEvent;
import io.tidegate.outbox.event.PublicEvent.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to a topic, in their order for each key: the data is the record's value, the
 * attributes are headers {@code ce_…}, the key is the event's.
 *
 * <p>The producer is idempotent and its batches never expire. A batch that expires would be the
 * trouble: the client then sends on what stands behind it, so that a later event arrives first. So
 * what is not acknowledged in time stays under way, and the next turn waits for it again instead of
 * sending it twice. Only after an error that is final is the producer closed; all that was not
 * acknowledged is then sent anew, in order.
 */
public final class KafkaSink implements Sink {

  private static final Duration METADATA_MAX = Duration.ofSeconds(5);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(10);

  private final KafkaConfig config;
  private final Deque<UnderWay> underWay = new ArrayDeque<>();
  private volatile @Nullable Producer<byte[], byte[]> producer;
  private volatile boolean closed;

  private record UnderWay(Place place, Future<RecordMetadata> acknowledged) {}

  /** Connects with the first event. */
  public KafkaSink(KafkaConfig config) {
    this.config = config;
  }

  @Override
  public List<Outcome> deliver(List<PublicEvent> events) throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    try {
      sendMissing(events);
    } catch (KafkaException e) {
      if (underWay.isEmpty()) return List.of(failed(e));
    }
    long untilNs = System.nanoTime() + config.answer().toNanos();
    while (!underWay.isEmpty() && outcomes.size() < events.size()) {
      Outcome outcome = await(underWay.getFirst(), untilNs);
      outcomes.add(outcome);
      if (!(outcome instanceof Outcome.Delivered)) return outcomes;
      underWay.removeFirst();
    }
    return outcomes.isEmpty() ? List.of(new Outcome.Failed(0, "nothing was sent", 0)) : outcomes;
  }

  /**
   * Sends what is not under way. What is there must be how the events begin, or all begins anew.
   */
  private void sendMissing(List<PublicEvent> events) {
    Iterator<UnderWay> there = underWay.iterator();
    int known = 0;
    while (there.hasNext() && known < events.size()) {
      if (!there.next().place().equals(events.get(known).place())) {
        startAnew();
        known = 0;
        break;
      }
      known++;
    }
    for (PublicEvent event : events.subList(known, events.size())) {
      Future<RecordMetadata> sent = producer().send(record(event));
      // Metadata that cannot be had is told at once, and nothing is under way then.
      if (isFailed(sent)) {
        if (underWay.isEmpty()) underWay.add(new UnderWay(event.place(), sent));
        return;
      }
      underWay.add(new UnderWay(event.place(), sent));
    }
  }

  private static boolean isFailed(Future<RecordMetadata> sent) {
    return sent.isDone() && sent.state() == Future.State.FAILED;
  }

  private Outcome await(UnderWay event, long untilNs) throws InterruptedException {
    try {
      event.acknowledged().get(Math.max(0, untilNs - System.nanoTime()), TimeUnit.NANOSECONDS);
      return new Outcome.Delivered();
    } catch (TimeoutException e) {
      return new Outcome.Failed(
          0, "not acknowledged within " + config.answer().toMillis() + " ms", 0);
    } catch (ExecutionException e) {
      startAnew();
      return failed(e.getCause());
    }
  }

  private static Outcome failed(@Nullable Throwable why) {
    return new Outcome.Failed(0, why == null ? "failed" : String.valueOf(why.getMessage()), 0);
  }

  private void startAnew() {
    underWay.clear();
    Producer<byte[], byte[]> old = producer;
    producer = null;
    if (old != null) old.close(Duration.ZERO);
  }

  private Producer<byte[], byte[]> producer() {
    Producer<byte[], byte[]> open = producer;
    if (open != null) return open;
    if (closed) throw new KafkaException("the relay ends");
    open = new KafkaProducer<>(settings());
    producer = open;
    if (closed) open.close(Duration.ZERO);
    return open;
  }

  private Map<String, Object> settings() {
    Map<String, Object> all = new HashMap<>(config.security());
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrap());
    all.put(ProducerConfig.CLIENT_ID_CONFIG, "tidegate-outbox");
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis());
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, METADATA_MAX.toMillis());
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return all;
  }

  private ProducerRecord<byte[], byte[]> record(PublicEvent event) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(config.topic(), utf8(event.key()), event.dataBytes());
    event.attributes().forEach((name, value) -> record.headers().add("ce_" + name, utf8(value)));
    record.headers().add("content-type", utf8("application/json"));
    return record;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed = true;
    Producer<byte[], byte[]> open = producer;
    if (open != null) open.close(Duration.ZERO);
  }
}
