package io.tidegate.outbox.kafka;

import static io.tidegate.outbox.Events.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.outbox.Outcome;
import io.tidegate.outbox.event.PublicEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker, which dies and comes back. */
@Timeout(180)
class KafkaSinkTest {

  @TempDir private static Path folder;
  private static KafkaBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new KafkaBroker(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static void topic(String name, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }
  }

  private static KafkaSink sink(String topic) {
    return new KafkaSink(
        new KafkaConfig(broker.bootstrap(), topic, Map.of(), Duration.ofSeconds(2)));
  }

  private static List<ConsumerRecord<String, String>> read(String topic, int partitions, int most) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.bootstrap());
    settings.put("key.deserializer", StringDeserializer.class);
    settings.put("value.deserializer", StringDeserializer.class);
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> parts = new ArrayList<>();
      for (int i = 0; i < partitions; i++) parts.add(new TopicPartition(topic, i));
      consumer.assign(parts);
      consumer.seekToBeginning(parts);
      long untilNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (all.size() < most && System.nanoTime() < untilNs)
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
    }
    return all;
  }

  /** As a relay does it: what is not delivered is handed over again. */
  private static int deliver(KafkaSink sink, List<PublicEvent> events) throws InterruptedException {
    int done = 0;
    int failures = 0;
    while (done < events.size()) {
      for (Outcome outcome : sink.deliver(events.subList(done, events.size()))) {
        if (outcome instanceof Outcome.Delivered) done++;
        else failures++;
      }
    }
    return failures;
  }

  @Test
  void an_event_is_a_cloud_event_in_binary_mode() throws Exception {
    topic("one", 1);
    try (KafkaSink sink = sink("one")) {
      deliver(sink, events(1, 3));
    }
    List<ConsumerRecord<String, String>> records = read("one", 1, 3);
    assertThat(records).hasSize(3);
    PublicEvent event = events(1, 1).getFirst();
    ConsumerRecord<String, String> record = records.getFirst();
    assertThat(record.key()).isEqualTo(event.key());
    assertThat(record.value()).isEqualTo(event.data());
    event
        .attributes()
        .forEach(
            (name, value) -> assertThat(header(record, "ce_" + name)).as(name).isEqualTo(value));
    assertThat(header(record, "content-type")).isEqualTo("application/json");
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void a_broker_that_dies_delays_events_and_changes_no_order() throws Exception {
    topic("dies", 2);
    List<PublicEvent> events = events(1, 2_000);
    int failures;
    try (KafkaSink sink = sink("dies")) {
      deliver(sink, events.subList(0, 500));
      broker.kill();
      assertThat(sink.deliver(events.subList(500, 600)).getLast())
          .isInstanceOf(Outcome.Failed.class);
      Thread back =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  broker.start();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      failures = deliver(sink, events.subList(500, 2_000));
      back.join();
    }
    List<ConsumerRecord<String, String>> records = read("dies", 2, 2_000);
    Map<String, Long> last = new HashMap<>();
    Map<String, Integer> ids = new HashMap<>();
    for (ConsumerRecord<String, String> record : records) {
      ids.merge(header(record, "ce_id"), 1, Integer::sum);
      long sequence = Long.parseLong(header(record, "ce_sequence").substring(0, 20));
      Long before = last.put(record.key(), sequence);
      assertThat(before == null ? 0 : before).as(record.key()).isLessThan(sequence);
    }
    assertThat(ids).hasSize(2_000);
    assertThat(failures).isGreaterThanOrEqualTo(0);
  }

  @Test
  void a_topic_that_is_not_there_is_told() throws Exception {
    try (KafkaSink sink = sink("nowhere")) {
      assertThat(sink.deliver(events(1, 2)).getFirst())
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.error()).contains("nowhere"));
    }
  }

  @Test
  void settings_on_which_order_hangs_cannot_be_set() {
    assertThatThrownBy(
            () -> new KafkaConfig("a:1", "t", Map.of("acks", "1"), KafkaConfig.ANSWER_DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acks");
  }
}
