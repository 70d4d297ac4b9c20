package io.tidegate.app.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.app.config.ConfigException;
import io.tidegate.outbox.Outbox;
import io.tidegate.outbox.RelayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of the sinks: what the page shows is taken, what is wrong is told with its line. */
class OutboxFileTest {

  private static final Path PAGE = Path.of("..", "docs", "events.md");

  @TempDir private Path folder;

  private List<Outbox.Route> read(String text) throws IOException {
    return OutboxFile.read(Files.writeString(folder.resolve("outbox.yaml"), text));
  }

  private static String sink(String more) {
    return """
    sinks:
      - name: shop
        webhook:
          url: https://shop.example/hooks
          secrets: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
    """
        + more;
  }

  @Test
  void the_file_on_the_page_is_read() throws IOException {
    Matcher block = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    List<Outbox.Route> routes = read(block.group(1));
    assertThat(routes).extracting(Outbox.Route::kind).containsExactly("webhook", "kafka");
    RelayConfig shop = routes.getFirst().config();
    assertThat(shop.events().names()).containsExactly("claim.*", "sale.switched");
    assertThat(shop.ordered()).isFalse();
    assertThat(shop.retry()).isEqualTo(RelayConfig.RETRY_DEFAULT);
    RelayConfig warehouse = routes.getLast().config();
    assertThat(warehouse.ordered()).isTrue();
    assertThat(warehouse.from()).isEqualTo(RelayConfig.From.BEGINNING);
  }

  @Test
  void an_empty_file_has_no_sinks() throws IOException {
    assertThat(read("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'    evnts: [claim.*]'      | outbox.yaml:6: sinks[1].evnts is not a key; the nearest is events",
        "'    events: [claims]'      | events must have names",
        "'    delivery: fast'        | must be free or ordered",
        "'    batch: 0'              | batch must be in [1, 1000]",
        "'    retry-s: [0]'          | retry must be in [1 s",
        "'    retry-s: [x]'          | must be whole seconds",
        "'    give-up-s: 1'          | give-up must be in [60 s",
        "'    kafka: {topic: t}'     | must have either webhook or kafka",
        "'      timeout-ms: 10'      | timeout must be in",
        "'      at-once: 65'         | at-once must be in [1, 64]",
        "'      allow: 10.0.0.0/40'  | no network",
      })
  void what_is_wrong_is_told(String line, String problem) {
    assertThatThrownBy(() -> read(sink(line + "\n")))
        .isInstanceOfSatisfying(
            ConfigException.class,
            wrong -> assertThat(wrong.problems()).anyMatch(one -> one.contains(problem.strip())));
  }

  @Test
  void a_secret_that_is_none_is_told_and_not_shown() {
    assertThatThrownBy(() -> read(sink("").replace("LaLaSw", "L*!")))
        .isInstanceOfSatisfying(
            ConfigException.class,
            wrong -> {
              assertThat(wrong.problems().getFirst()).contains("outbox.yaml:5", "secrets number 1");
              assertThat(wrong.problems().toString()).doesNotContain("MfKQ");
            });
  }
}
