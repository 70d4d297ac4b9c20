package io.tidegate.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about files that are not as they should be. */
final class YamlFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing yet\n",
        "---\n",
        "{}",
        "http:\n",
        "http: ~\nlimits: {}\n",
        "\uFEFFhttp:\n"
      })
  void a_file_that_sets_nothing_changes_nothing(String yaml) throws IOException {
    assertThat(load(yaml)).isEqualTo(Config.DEFAULT);
  }

  @Test
  void a_key_may_stand_in_its_section_or_carry_its_name() throws IOException {
    String yaml =
        """
        service: {port: 9000}
        http.max-connections: 7
        cors:
          origins:
            - https://shop.example
            - "http://localhost:3000"
        """;

    Config config = load(yaml);

    assertThat(config.service().port()).isEqualTo(9000);
    assertThat(config.http().maxConnections()).isEqualTo(7);
    assertThat(config.cors().origins())
        .containsExactly("https://shop.example", "http://localhost:3000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http: {max-conections: 5}   | http.max-conections is not a key; the nearest is http.max-connections
          limits: {wallets: 5}        | limits.wallets is limits.users now
          wallet: {self-charge: true} | wallet.self-charge is wallet.self-top-up now
          http: {port: 5}             | http.port is not a key; the nearest is cluster.port
          max-connections: 5          | max-connections is not a key; the nearest is http.max-connections
          maxConnections: 5           | maxConnections is not a key; the nearest is http.max-connections
          htpp: {max-connections: 5}  | htpp is not a section; the nearest is http
          Service: {port: 5}          | Service is not a section; the nearest is service
          acess-log: {on: true}       | acess-log is not a section; the nearest is access-log
          identiy: trusted            | identiy is not a key; the nearest is identity
          http: 5                     | http is a section; its keys stand below it
          http: [1]                   | http is a section; its keys stand below it
          service: {port: }           | service.port must be a whole number in [0, 65535], not empty
          service: {port: ~}          | service.port must be a whole number in [0, 65535], not empty
          service: {port: [80]}       | service.port must be a whole number in [0, 65535], not a list
          service: {port: {a: 1}}     | service.port must be a whole number in [0, 65535], not a structure
          service: {port: true}       | service.port must be a whole number in [0, 65535], not "true"
          cors: {origins: [[a]]}      | cors.origins must be an origin such as https://shop.example, not a structure
          cors: {origins: [a]}        | cors.origins must be an origin such as https://shop.example, not "a"
          cors: {origins: }           | cors.origins must be an origin such as https://shop.example, not empty
          {[1]: 2}                    | a key must be plain text
          http: &a {b: *a}            | http.b is not a section; the nearest is http
          just words                  | must be keys and values, such as "identity: trusted"
          - http                      | must be keys and values, such as "identity: trusted"
          """)
  void what_does_not_belong_is_named_with_its_line(String yaml, String problem) throws IOException {
    assertThat(problems("# a comment\n" + yaml + "\n")).containsExactly(file() + ":2: " + problem);
  }

  @Test
  void a_key_that_stands_twice_is_refused_with_both_places() throws IOException {
    String yaml =
        """
        service:
          port: 1
          port: 2
        service.port: 3
        service: {}
        """;

    assertThat(problems(yaml))
        .containsExactly(
            file() + ":3: service.port stands already at " + file() + ":2",
            file() + ":4: service.port stands already at " + file() + ":2",
            file() + ":5: service stands already at " + file() + ":1");
  }

  @Test
  void all_problems_are_told_together_the_file_first() throws IOException {
    Files.writeString(file(), "service: {port: x}\nhtpp: {}\n");

    ConfigException refused =
        refused(
            file(),
            Map.of("TIDEGATE_IDENTITY", "jwt", "TIDEGATE_CACHE_BYTES", "1"),
            Map.of("--port", "-1"));

    assertThat(refused.problems())
        .containsExactly(
            file() + ":1: service.port must be a whole number in [0, 65535], not \"x\"",
            file() + ":2: htpp is not a section; the nearest is http",
            "TIDEGATE_CACHE_BYTES: cache-bytes must be a size such as 64KiB in [1MiB, 16GiB], not \"1\"",
            "TIDEGATE_IDENTITY: identity must be trusted, not \"jwt\"",
            "--port: service.port must be a whole number in [0, 65535], not \"-1\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http: {max-connections: 5",
        "http:\n\t- x",
        "a: b: c",
        "'open",
        "--- {}\n--- {}",
        "http: *nobody",
      })
  void a_file_that_is_no_yaml_for_us_gives_one_line_with_the_place(String yaml) throws IOException {
    assertThat(problems(yaml))
        .singleElement()
        .asString()
        .startsWith(file() + ":")
        .matches(".*:[0-9]+: .+")
        .doesNotContain("\n");
  }

  @Test
  void a_file_of_another_yaml_is_refused() throws IOException {
    assertThat(problems("%YAML 3.0\n--- {}"))
        .singleElement()
        .asString()
        .startsWith(file() + ": is not YAML 1.2: ");
  }

  @Test
  void a_file_that_is_not_there_not_text_or_a_folder_is_named() throws IOException {
    Path none = folder.resolve("none.yaml");
    Path bytes =
        Files.write(folder.resolve("bytes.yaml"), "ü: 1".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(refused(none).problems()).containsExactly(none + ": there is no such file");
    assertThat(refused(bytes).problems()).containsExactly(bytes + ": is not UTF-8 text");
    assertThat(refused(folder).problems()).containsExactly(folder + ": is a folder");
  }

  private Path file() {
    return folder.resolve("tidegate.yaml");
  }

  private Config load(String yaml) throws IOException {
    return ConfigLoader.load(Config.DEFAULT, Files.writeString(file(), yaml), Map.of(), Map.of());
  }

  private List<String> problems(String yaml) throws IOException {
    return refused(Files.writeString(file(), yaml)).problems();
  }

  private static ConfigException refused(Path file) {
    return refused(file, Map.of(), Map.of());
  }

  private static ConfigException refused(
      Path file, Map<String, String> variables, Map<String, String> options) {
    return catchThrowableOfType(
        ConfigException.class, () -> ConfigLoader.load(Config.DEFAULT, file, variables, options));
  }
}
