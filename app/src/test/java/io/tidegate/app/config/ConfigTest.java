package io.tidegate.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree of records: every key's default, the ways to set it, its bounds. */
final class ConfigTest {
  /**
   * Every key with its default and with a value that is not the default, as written in the file.
   */
  private static final List<Arguments> KEYS =
      List.of(
          arguments("service.host", "127.0.0.1", "0.0.0.0"),
          arguments("service.port", "8081", "9000"),
          arguments("service.gate-port", "8080", "none"),
          arguments("service.data", "data", "elsewhere/data"),
          arguments("service.hosts", "[]", "[shop.example, 10.0.0.7]"),
          arguments("http.max-connections", "0", "500"),
          arguments("http.max-body-bytes", "64KiB", "1MiB"),
          arguments("http.max-head-bytes", "8KiB", "16KiB"),
          arguments("http.head-ms", "10s", "5s"),
          arguments("http.body-ms", "20s", "1500ms"),
          arguments("http.idle-ms", "75s", "5m"),
          arguments("http.write-ms", "10s", "20s"),
          arguments("http.max-streams", "10000", "50000"),
          arguments("http.heartbeat-ms", "15s", "20s"),
          arguments("http.event-loops", "0", "4"),
          arguments("engine.inbox", "65536", "1024"),
          arguments("engine.batch-max", "4096", "64"),
          arguments("engine.sweep-max", "8192", "100"),
          arguments("engine.stop-ms", "10s", "1s"),
          arguments("store.segment-bytes", "64MiB", "128MiB"),
          arguments("store.snapshot-bytes", "32MiB", "4GiB"),
          arguments("cluster.store", "files", "postgres://me@db:5432/sales?realm=spring"),
          arguments("cluster.secrets", "", "secrets"),
          arguments("cluster.name", "", "north-1"),
          arguments("cluster.host", "127.0.0.1", "10.0.0.7"),
          arguments("cluster.port", "0", "7001"),
          arguments("cluster.register", "", "http://any:key@gate:9901/eureka/"),
          arguments("cluster.register-as", "TIDEGATE", "SHOP"),
          arguments("limits.rooms", "1000", "5"),
          arguments("limits.room-size", "2_000_000", "50000"),
          arguments("limits.users", "5_000_000", "50001"),
          arguments("limits.keys", "5_000_000", "50002"),
          arguments("limits.claims", "10_000_000", "50003"),
          arguments("limits.sales", "10000", "6"),
          arguments("limits.offers", "100_000", "7"),
          arguments("limits.concerts", "100_000", "8"),
          arguments("limits.seats", "20_000_000", "9"),
          arguments("limits.posts", "10000", "10"),
          arguments("wallet.self-top-up", "false", "true"),
          arguments("wallet.max-balance", "10_000_000", "500_000_000_000"),
          arguments("outbox.file", "none", "sinks.yaml"),
          arguments("access-log.on", "true", "false"),
          arguments("access-log.file", "access.log", "-"),
          arguments("access-log.max-bytes", "1GiB", "8MiB"),
          arguments("log.format", "text", "json"),
          arguments("log.level", "info", "debug"),
          arguments("cors.origins", "[]", "[https://shop.example, http://localhost:3000]"),
          arguments("cache-bytes", "64MiB", "256MiB"));

  /** Has only its default so far. */
  private static final Set<String> WITHOUT_CHOICE = Set.of("identity");

  @TempDir Path folder;

  @Test
  void the_table_of_these_tests_names_every_key() {
    Set<String> named = new HashSet<>(WITHOUT_CHOICE);
    KEYS.forEach(row -> named.add((String) row.get()[0]));

    assertThat(ConfigKeys.all())
        .extracting(ConfigKey::name)
        .containsExactlyInAnyOrderElementsOf(named);
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void a_key_that_nobody_sets_has_its_default(String name, String usual, String other) {
    assertThat(shown(ConfigLoader.load(Config.DEFAULT, null, Map.of(), Map.of())))
        .containsEntry(name, usual)
        .doesNotContainEntry(name, other);
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void the_file_sets_a_key_and_no_other(String name, String usual, String other)
      throws IOException {
    String yaml = name.replace(".", ":\n  ") + ": " + (other.equals("-") ? "'-'" : other) + "\n";
    Path file = Files.writeString(folder.resolve("tidegate.yaml"), yaml);

    assertOnly(name, other, ConfigLoader.load(Config.DEFAULT, file, Map.of(), Map.of()));
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void a_variable_sets_a_key_and_no_other(String name, String usual, String other) {
    String variable = "TIDEGATE_" + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    String text = other.replaceAll("[\\[\\] ]", "");

    assertOnly(
        name, other, ConfigLoader.load(Config.DEFAULT, null, Map.of(variable, text), Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "--host, service.host, 0.0.0.0",
    "--port, service.port, 9000",
    "--gate-port, service.gate-port, 0",
    "--data, service.data, x/y"
  })
  void an_option_sets_a_key_and_no_other(String option, String name, String other) {
    assertOnly(
        name, other, ConfigLoader.load(Config.DEFAULT, null, Map.of(), Map.of(option, other)));
  }

  @Test
  void an_option_is_stronger_than_a_variable_and_a_variable_than_the_file() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("tidegate.yaml"), "service: {host: 10.0.0.1, port: 1, data: file}");
    Map<String, String> variables =
        Map.of("TIDEGATE_SERVICE_PORT", "2", "TIDEGATE_SERVICE_DATA", "variable");

    Config config = ConfigLoader.load(Config.DEFAULT, file, variables, Map.of("--data", "option"));

    assertThat(config.service())
        .isEqualTo(new Config.Service("10.0.0.1", 2, "8080", Path.of("option"), List.of()));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void a_number_is_taken_at_its_bounds_and_refused_beyond(ConfigKey key) {
    Range range = Objects.requireNonNull(key.component().getAnnotation(Range.class), key.name());

    for (long inside : new long[] {range.min(), range.max()}) {
      assertThat(shown(with(key, inside))).containsEntry(key.name(), key.show(inside));
    }
    for (long beyond :
        new long[] {range.min() - 1, range.max() + 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> with(key, beyond))
          .satisfies(e ->
              assertThat(e.problems())
                  .containsExactly(
                      key.variable()
                          + ": "
                          + key.name()
                          + " must be "
                          + key.expected()
                          + ", not \""
                          + beyond
                          + "\""));
    }
  }

  private static Config with(ConfigKey key, long number) {
    return ConfigLoader.load(
        Config.DEFAULT, null, Map.of(key.variable(), Long.toString(number)), Map.of());
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void a_record_made_by_hand_has_the_same_bounds(ConfigKey key) {
    Range range = Objects.requireNonNull(key.component().getAnnotation(Range.class), key.name());

    for (long beyond : new long[] {range.min() - 1, range.max() + 1}) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> byHand(key.component(), beyond))
          .withMessageStartingWith(key.name() + " must be ")
          .withMessageEndingWith(", not " + key.show(beyond));
    }
  }

  /** The component's record as by default but for this number. */
  private static Record byHand(RecordComponent component, long number) {
    Record usual = recordWith(component);
    Object[] values =
        Stream.of(usual.getClass().getRecordComponents())
            .map(one -> {
              if (!one.getName().equals(component.getName()))
                return RecordReflection.value(usual, one);
              return one.getType() == int.class
                  ? (Object) Math.toIntExact(number)
                  : (Object) number;
            })
            .toArray();
    return RecordReflection.make(usual.getClass(), values);
  }

  private static Record recordWith(RecordComponent component) {
    if (component.getDeclaringRecord() == Config.class) return Config.DEFAULT;
    return Stream.of(Config.class.getRecordComponents())
        .filter(section -> section.getType() == component.getDeclaringRecord())
        .map(section -> (Record) RecordReflection.value(Config.DEFAULT, section))
        .findFirst()
        .orElseThrow();
  }

  static Stream<ConfigKey> numbers() {
    return ConfigKeys.all().stream()
        .filter(key -> Set.of(int.class, long.class).contains(key.component().getType()));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          SERVICE_HOST,     'a b',           a host name or an address
          SERVICE_HOST,     '',              a host name or an address
          SERVICE_PORT,     eighty,          'a whole number in [0, 65535]'
          SERVICE_PORT,     80.5,            'a whole number in [0, 65535]'
          SERVICE_PORT,     1e3,             'a whole number in [0, 65535]'
          SERVICE_PORT,     '',              'a whole number in [0, 65535]'
          SERVICE_PORT,     9999999999999999999999, 'a whole number in [0, 65535]'
          SERVICE_PORT,     80s,             'a whole number in [0, 65535]'
          SERVICE_DATA,     ' ',             a path
          IDENTITY,         jwt,             trusted
          IDENTITY,         TRUSTED,         trusted
          LOG_FORMAT,       xml,             text or json
          LOG_LEVEL,        loud,            error or warn or info or debug
          HTTP_MAX_BODY_BYTES, 64KB,         'a size such as 64KiB in [0, 16MiB]'
          HTTP_MAX_BODY_BYTES, 10s,          'a size such as 64KiB in [0, 16MiB]'
          HTTP_MAX_BODY_BYTES, 9007199254740993GiB, 'a size such as 64KiB in [0, 16MiB]'
          STORE_SEGMENT_BYTES, 1048577,     'a size such as 64KiB in [1MiB, 1GiB], a multiple of 4KiB'
          HTTP_HEAD_MS,     soon,            'a duration such as 10s in [10ms, 10m]'
          HTTP_HEAD_MS,     1KiB,            'a duration such as 10s in [10ms, 10m]'
          WALLET_SELF_TOP_UP, yes,           true or false
          ACCESS_LOG_FILE,  ' ',             a file name or -
          CORS_ORIGINS,     '*',             an origin such as https://shop.example
          CORS_ORIGINS,     https://shop.example/, an origin such as https://shop.example
          CORS_ORIGINS,     shop.example,    an origin such as https://shop.example
          """)
  void a_value_of_another_kind_is_refused_with_what_would_be_right(
      String variable, String text, String expected) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() ->
            ConfigLoader.load(Config.DEFAULT, null, Map.of("TIDEGATE_" + variable, text), Map.of()))
        .withMessageStartingWith("TIDEGATE_" + variable + ": ")
        .withMessageEndingWith(" must be " + expected + ", not \"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_MAX_BODY_BYTES, 2048, 2KiB",
    "HTTP_MAX_BODY_BYTES, 2_048, 2KiB",
    "HTTP_MAX_BODY_BYTES, 2 KiB, 2KiB",
    "HTTP_MAX_BODY_BYTES, 1025, 1025",
    "STORE_SNAPSHOT_BYTES, 2GiB, 2GiB",
    "HTTP_IDLE_MS, 1500, 1500ms",
    "HTTP_IDLE_MS, 1500ms, 1500ms",
    "HTTP_IDLE_MS, 120s, 2m",
    "HTTP_IDLE_MS, 1h, 1h",
    "HTTP_MAX_CONNECTIONS, 1_000_000, 1_000_000",
  })
  void sizes_and_durations_may_carry_their_unit(String variable, String text, String shown) {
    Config config =
        ConfigLoader.load(Config.DEFAULT, null, Map.of("TIDEGATE_" + variable, text), Map.of());

    assertThat(shown(config)).containsValue(shown).isNotEqualTo(shown(Config.DEFAULT));
  }

  @Test
  void a_misspelt_variable_is_refused_with_the_nearest_one() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() ->
            ConfigLoader.load(
                Config.DEFAULT, null, Map.of("TIDEGATE_HTTP_CONNECTIONS_MAX", "5"), Map.of()))
        .withMessage(
            "TIDEGATE_HTTP_CONNECTIONS_MAX: is not a setting; the nearest is"
                + " TIDEGATE_HTTP_MAX_CONNECTIONS");
  }

  @Test
  void variables_of_others_and_of_the_launcher_are_none_of_its_business() {
    Map<String, String> others =
        Map.of("PATH", "/bin", "TIDEGATE_JAVA_OPTS", "-Xmx1g", "TIDEGATE_JDK_DIRS", "/jdks");

    assertThat(ConfigLoader.load(Config.DEFAULT, null, others, Map.of())).isEqualTo(Config.DEFAULT);
  }

  @Test
  void no_two_keys_have_the_same_variable() {
    assertThat(ConfigKeys.all()).extracting(ConfigKey::variable).doesNotHaveDuplicates();
  }

  @Test
  void the_demo_differs_only_in_who_may_top_up_a_wallet() {
    assertOnly("wallet.self-top-up", "true", Config.DEMO);
  }

  @Test
  void the_access_log_lies_in_the_data_folder_unless_it_says_otherwise() {
    Config.AccessLog log = Config.DEFAULT.accessLog();

    assertThat(log.fileIn(Path.of("there"))).contains(Path.of("there/access.log"));
    assertThat(new Config.AccessLog(true, "/var/log/a.log", 8 << 20).fileIn(Path.of("there")))
        .contains(Path.of("/var/log/a.log"));
    assertThat(new Config.AccessLog(true, "-", 8 << 20).fileIn(Path.of("there"))).isEmpty();
    assertThat(new Config.AccessLog(false, "a.log", 8 << 20).fileIn(Path.of("there"))).isEmpty();
  }

  private static void assertOnly(String name, String value, Config config) {
    Map<String, String> expected = shown(Config.DEFAULT);
    expected.put(name, value);
    assertThat(shown(config)).isEqualTo(expected);
  }

  /** Every key and its value, as the file would have them. */
  private static Map<String, String> shown(Config config) {
    Map<String, String> shown = new TreeMap<>();
    ConfigKeys.all().forEach(key -> shown.put(key.name(), key.show(key.in(config))));
    return shown;
  }
}
