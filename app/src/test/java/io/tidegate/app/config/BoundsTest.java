package io.tidegate.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.service.Service;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Starts the service at the bounds that the documentation names: each of them must be true. */
class BoundsTest {

  /** One key at one of its bounds. */
  record Bound(ConfigKey key, long value) {
    @Override
    public String toString() {
      return key.name() + " = " + key.show(value);
    }
  }

  private static final int TRIES = 100;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("bounds")
  void the_service_starts_and_answers_at_every_bound_of_every_key(Bound bound) throws Exception {
    assertStarts(Map.of(bound.key().variable(), Long.toString(bound.value())));
  }

  @Test
  void the_service_starts_and_answers_with_every_key_at_its_least() throws Exception {
    assertStarts(every(Range::min));
  }

  @Test
  void the_service_starts_and_answers_with_every_key_at_its_most() throws Exception {
    assertStarts(every(Range::max));
  }

  static Stream<Bound> bounds() {
    return ConfigTest.numbers()
        .flatMap(
            key -> Stream.of(new Bound(key, range(key).min()), new Bound(key, range(key).max())));
  }

  private static Map<String, String> every(ToLongFunction<Range> bound) {
    Map<String, String> all = new HashMap<>();
    ConfigTest.numbers()
        .forEach(key -> all.put(key.variable(), Long.toString(bound.applyAsLong(range(key)))));
    all.remove("TIDEGATE_SERVICE_PORT");
    return all;
  }

  private static Range range(ConfigKey key) {
    return Objects.requireNonNull(key.component().getAnnotation(Range.class), key.name());
  }

  private void assertStarts(Map<String, String> bounds) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("TIDEGATE_SERVICE_PORT", "0");
    environment.put("TIDEGATE_SERVICE_GATE_PORT", "0");
    environment.put("TIDEGATE_SERVICE_DATA", folder.resolve("data").toString());
    environment.putAll(bounds);
    Service service =
        Service.start(ConfigLoader.load(Config.DEFAULT, null, environment, Map.of()), false);
    try {
      answer(service.port()).is(200);
    } finally {
      boolean inTime = service.stop();
      // Within the least time for it a stop may not be over, and says so; it goes on all the same.
      if (!bounds.containsKey("TIDEGATE_ENGINE_STOP_MS")) assertThat(inTime).isTrue();
      assertThat(service.backend().awaitEnd()).isNull();
    }
  }

  /** Asked again, since with the shortest of times a busy machine is late now and then. */
  private static Reply answer(int port) throws IOException {
    for (int i = 1; ; i++) {
      try (RawClient client = new RawClient(port)) {
        return client.get("/healthz").reply();
      } catch (IOException e) {
        if (i == TRIES || e instanceof SocketTimeoutException) throw e;
      }
    }
  }
}
