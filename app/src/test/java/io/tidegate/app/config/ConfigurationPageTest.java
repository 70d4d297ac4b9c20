package io.tidegate.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/configuration.md} is made from the records, so that it cannot go stale. After a
 * change of a key, {@code ./tidegate test -pl app -am -Dtidegate.rewrite=true} writes it anew.
 */
final class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");

  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Made from the records of io.tidegate.app.config.Config; ConfigurationPageTest says how to write it anew. -->

      Nothing has to be configured. Settings come from three places; a later place overrides an earlier one:

      1. the file: the one named with `--config FILE`, otherwise `tidegate.yaml` in the current folder, where there is one;
      2. variables of the environment: `http.max-connections` is `TIDEGATE_HTTP_MAX_CONNECTIONS`;
      3. options on the command line, for the few keys that have one.

      ```yaml
      service:
        port: 9000
        data: /var/lib/tidegate
      http:
        max-connections: 50_000
        idle-ms: 30s
      cors:
        origins: [https://shop.example]
      ```

      A whole number may have `_` between its digits. A size is in bytes, or ends with `KiB`, `MiB` or `GiB`. A duration is
      in milliseconds, or ends with `ms`, `s`, `m` or `h`. In a variable, a list has commas between its items. Bounds are
      inclusive.

      An unknown key, a key that occurs twice, and a value of the wrong kind or out of its bounds stop the start with exit
      code 2. All mistakes are printed together, one on each line:

      ```
      tidegate: tidegate.yaml:5: http.max-conections is not a key; the nearest is http.max-connections
      tidegate: TIDEGATE_SERVICE_PORT: service.port must be a whole number in [0, 65535], not "80800"
      ```

      **The demo.** `up` with the demo data, which is `up` without `--empty` and without a file, lets users top up their own
      wallets (`wallet.self-top-up`), so that you can try everything. With a file, only the settings of the file hold.

      **Who may reach it.** The service believes its caller about who the user is (`identity`). It listens on the loopback
      address only, unless one of the three places names a host; if you name one, you declare that only trusted callers
      can reach it.

      On the loopback address it answers only requests whose `Host` is `localhost`, a loopback address or one of
      `service.hosts`; any other `Host` is 421. Otherwise a page of any web site could make its own name lead to your
      machine (DNS rebinding) and, in your own browser, act for every user. If a proxy on the same machine passes on the
      visitor's `Host`, list that name. On another address `Host` is checked only if `service.hosts` is set.

      **In Kubernetes** a Service called `tidegate` makes the cluster set variables such as `TIDEGATE_PORT` in every pod
      beside it. They are no settings, and they stop the start. Set `enableServiceLinks: false` in the pod, or give the
      Service another name.

      Two variables are for `./tidegate` itself: `TIDEGATE_JAVA_OPTS` adds options for the JVM, such as `-Xmx2g`;
      `TIDEGATE_JDK_DIRS` names the folders in which to look for a JDK, separated by colons, instead of the usual ones.
      """;

  @TempDir Path folder;

  @Test
  void the_page_says_what_the_records_say() throws IOException {
    if (Boolean.getBoolean("tidegate.rewrite")) Files.writeString(PAGE, page());

    assertThat(PAGE).hasContent(page());
  }

  @Test
  void its_example_can_be_used() throws IOException {
    Config config = ConfigLoader.load(Config.DEFAULT, write(example()), Map.of(), Map.of());

    assertThat(config.service().port()).isEqualTo(9000);
    assertThat(config.http().maxConnections()).isEqualTo(50_000);
    assertThat(config.cors().origins()).containsExactly("https://shop.example");
  }

  @Test
  void its_problems_read_as_it_says() throws IOException {
    Path file = write(example().replace("max-connections", "max-conections"));

    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                ConfigLoader.load(
                    Config.DEFAULT, file, Map.of("TIDEGATE_SERVICE_PORT", "80800"), Map.of()));

    assertThat(refused.problems())
        .hasSize(2)
        .allSatisfy(problem ->
            assertThat(INTRODUCTION)
                .contains("tidegate: " + problem.replace(file.toString(), "tidegate.yaml")));
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("tidegate.yaml"), yaml);
  }

  private static String example() {
    String start = "```yaml\n";
    int from = INTRODUCTION.indexOf(start) + start.length();
    return INTRODUCTION.substring(from, INTRODUCTION.indexOf("```", from));
  }

  private static String page() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n## Keys outside a section\n\n").append(table(keysOf(Config.class)));
    for (RecordComponent component : Config.class.getRecordComponents()) {
      if (component.getType().isRecord()) page.append(section(component));
    }
    return page.toString();
  }

  private static String section(RecordComponent component) {
    String name = ConfigKeys.kebab(component.getName());
    String doc = Objects.requireNonNull(component.getAnnotation(Doc.class), name).value();
    return "\n## " + name + "\n\n" + doc + "\n\n" + table(keysOf(component.getType()));
  }

  private static List<ConfigKey> keysOf(Class<?> type) {
    return ConfigKeys.all().stream()
        .filter(key -> key.component().getDeclaringRecord() == type)
        .toList();
  }

  private static String table(List<ConfigKey> keys) {
    boolean options = keys.stream().anyMatch(key -> key.option() != null);
    Stream<String> head =
        options
            ? Stream.of("| key | option | default | takes | |", "|---|---|---|---|---|")
            : Stream.of("| key | default | takes | |", "|---|---|---|---|");
    return Stream.concat(head, keys.stream().map(key -> row(key, options)))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(ConfigKey key, boolean options) {
    String option = key.option() == null ? "" : "`" + key.option() + "`";
    return "| `"
        + key.name()
        + "` | "
        + (options ? option + " | " : "")
        + "`"
        + key.show(key.in(Config.DEFAULT))
        + "` | "
        + key.expected()
        + " | "
        + key.doc()
        + " |";
  }
}
