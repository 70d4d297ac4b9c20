package io.tidegate.audit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static Map<String, @Nullable Object> read(String text) throws MalformedJsonException {
    return JsonReader.object(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void every_kind_of_value_is_read() throws Exception {
    var object =
        read(" {\"a\":1,\"b\": -2.5e3 ,\"c\":[true,false,null,[]],\"d\":{\"e\":\"\"},\"f\":{}}\n");

    assertThat(object)
        .containsEntry("a", 1L)
        .containsEntry("b", new BigDecimal("-2.5e3"))
        .containsEntry("c", Arrays.asList(true, false, null, List.of()))
        .containsEntry("d", Map.of("e", ""))
        .containsEntry("f", Map.of());
    assertThat(read("{}")).isEmpty();
  }

  @Test
  void strings_keep_every_character() throws Exception {
    assertThat(read("{\"\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83C\\udf0a 코\"}"))
        .containsEntry("", "\"\\/\b\f\n\r\té\uD83C\uDF0A 코");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "[]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":2}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":tru}",
        "{\"a\":nul}",
        "{\"a\":\"b}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u１２３４\"}",
        "{\"a\":\"\\",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":1e99999999999}",
        "\uFEFF{}"
      })
  void what_is_not_json_is_refused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageStartingWith("not JSON, character ");
  }

  @Test
  void depth_is_bounded_and_brackets_that_close_do_not_count() throws Exception {
    String deep = "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}";
    assertThatThrownBy(() -> read(deep)).hasMessageContaining("deeper than 32");

    String many = "{\"a\":[" + "[],".repeat(100) + "{},[[]]]}";
    assertThat(read(many)).hasSize(1);
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused() {
    byte[] bytes = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
    assertThatThrownBy(() -> JsonReader.object(bytes)).hasMessageContaining("not UTF-8");
  }

  @Test
  void what_the_writer_writes_the_reader_reads() throws Exception {
    Map<String, Object> object =
        Map.of("a", 5L, "b", List.of(true, "x\"\\\u0001\n"), "c", Map.of("d", -3L));

    assertThat(read(JsonWriter.of(object))).isEqualTo(object);
  }
}
