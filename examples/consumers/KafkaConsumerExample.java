import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads events of Tidegate from Kafka and takes each once: its id is noted in the same transaction
 * as what it does. Offsets are committed afterwards; what comes again after a crash is known. Needs
 * kafka-clients and a JDBC driver. Arguments: bootstrap servers, topic, JDBC URL.
 */
public final class KafkaConsumerExample {

  private KafkaConsumerExample() {}

  public static void main(String[] args) throws SQLException {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", args[0],
            "group.id", "shop",
            "enable.auto.commit", "false",
            "auto.offset.reset", "earliest",
            "key.deserializer", StringDeserializer.class,
            "value.deserializer", StringDeserializer.class);
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings);
        Connection store = DriverManager.getConnection(args[2])) {
      prepare(store);
      consumer.subscribe(List.of(args[1]));
      while (!Thread.currentThread().isInterrupted()) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1)))
          take(store, header(record, "ce_id"), header(record, "ce_type"), record.value());
        consumer.commitSync();
      }
    }
  }

  static void prepare(Connection store) throws SQLException {
    store.setAutoCommit(false);
    try (var statement = store.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS seen (id VARCHAR(80) PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS taken (id VARCHAR(80), type VARCHAR(80), data VARCHAR(20000))");
    }
    store.commit();
  }

  /** Does what the event means, once however often it comes. Returns whether it was new. */
  static boolean take(Connection store, String id, String type, String data) throws SQLException {
    try {
      if (isKnown(store, id)) return false;
      run(store, "INSERT INTO seen VALUES (?)", id);
      // Put what your shop does here, in this transaction.
      run(store, "INSERT INTO taken VALUES (?, ?, ?)", id, type, data);
      store.commit();
      return true;
    } finally {
      store.rollback();
    }
  }

  private static boolean isKnown(Connection store, String id) throws SQLException {
    try (PreparedStatement ask = store.prepareStatement("SELECT 1 FROM seen WHERE id = ?")) {
      ask.setString(1, id);
      return ask.executeQuery().next();
    }
  }

  private static void run(Connection store, String sql, String... values) throws SQLException {
    try (PreparedStatement statement = store.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) statement.setString(i + 1, values[i]);
      statement.executeUpdate();
    }
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
