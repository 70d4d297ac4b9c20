package io.tidegate.outbox.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A topic in Kafka.
 *
 * @param bootstrap {@code host:port}, several with commas
 * @param topic which must be there; nobody makes it
 * @param security settings of the client that begin with {@code security.}, {@code sasl.} or {@code
 *     ssl.}; no others, since order and safety hang on them
 * @param answer how long one turn waits for acknowledgements, in [1 s, 60 s]; what is not
 *     acknowledged by then stays under way
 */
public record KafkaConfig(
    String bootstrap, String topic, Map<String, String> security, Duration answer) {

  public static final Duration ANSWER_DEFAULT = Duration.ofSeconds(10);

  private static final Set<String> MAY_BE_SET = Set.of("security", "sasl", "ssl");

  /** Checks the bounds. */
  public KafkaConfig {
    security = Map.copyOf(security);
    if (!bootstrap.matches("[^\\s,]+:[0-9]{1,5}(,[^\\s,]+:[0-9]{1,5})*"))
      throw new IllegalArgumentException(
          "bootstrap must be host:port, several with commas, not \"" + bootstrap + "\"");
    if (!topic.matches("[A-Za-z0-9._-]{1,249}"))
      throw new IllegalArgumentException("topic must be a topic's name, not \"" + topic + "\"");
    for (String name : new TreeMap<>(security).keySet()) {
      int dot = name.indexOf('.');
      if (dot < 0 || !MAY_BE_SET.contains(name.substring(0, dot)))
        throw new IllegalArgumentException(
            "security must hold settings that begin with security., sasl. or ssl., not " + name);
    }
    if (answer.compareTo(Duration.ofSeconds(1)) < 0 || answer.compareTo(Duration.ofMinutes(1)) > 0)
      throw new IllegalArgumentException(
          "answer must be in [1 s, 60 s], not " + answer.toMillis() + " ms");
  }

  /** Without security. */
  public static KafkaConfig of(String bootstrap, String topic) {
    return new KafkaConfig(bootstrap, topic, Map.of(), ANSWER_DEFAULT);
  }
}
