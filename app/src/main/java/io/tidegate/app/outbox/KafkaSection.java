package io.tidegate.app.outbox;

import io.tidegate.app.config.YamlSection;
import io.tidegate.outbox.Sink;
import io.tidegate.outbox.kafka.KafkaConfig;
import io.tidegate.outbox.kafka.KafkaSink;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads what a sink in Kafka is. */
final class KafkaSection {

  private KafkaSection() {}

  /** A topic: how people call it, and what sends to it. */
  record Topic(String where, Supplier<Sink> sink) {}

  static Optional<Topic> read(YamlSection section) {
    String bootstrap = section.text("bootstrap", "");
    String topic = section.text("topic", "");
    YamlSection security = section.section("security");
    Map<String, String> settings = new TreeMap<>();
    for (String key : security.keys()) settings.put(key, security.text(key, ""));
    var answer = section.time("answer-ms", KafkaConfig.ANSWER_DEFAULT);
    section.end();
    try {
      KafkaConfig config = new KafkaConfig(bootstrap, topic, settings, answer);
      return Optional.of(
          new Topic("kafka://" + bootstrap + "/" + topic, () -> new KafkaSink(config)));
    } catch (IllegalArgumentException e) {
      section.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
